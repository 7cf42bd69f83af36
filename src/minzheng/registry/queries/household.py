"""A household as it was on a day, by what was known at a moment: what a dossier and a screen are made from.

Ten queries for one household or for a thousand (tests/registry/test_household_view.py counts them).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from minzheng.kernel.idnumber import age_on
from minzheng.registry.enums import Relation, SupporterRelation
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    DatedFact,
    ExpenseItem,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    Membership,
    Person,
    PersonCondition,
    Residence,
    StandardArea,
    Supporter,
)
from minzheng.services.gathering import Ask, gather

AT_ONCE = 400


@dataclass(frozen=True)
class Known:
    """Where a fact comes from and since when we know it."""

    fact_id: int
    source: str
    known_at: dt.datetime
    holds_from: dt.date
    holds_until: dt.date | None


@dataclass(frozen=True)
class MoneyView:
    """An income or an expense, in fen for a month or a year."""

    kind: str
    amount_fen: int
    period: str
    year_fen: int
    known: Known


@dataclass(frozen=True)
class ConditionView:
    """A circumstance; the code of a disability is "kind.grade"."""

    kind: str
    code: str
    known: Known


@dataclass(frozen=True)
class AssetView:
    """Property; `person_id` None means the household as a whole."""

    kind: str
    use: str
    count: int
    amount_fen: int
    acquired_on: dt.date | None
    person_id: int | None
    known: Known


@dataclass(frozen=True)
class AccountView:
    """The account to be paid to, its number shown by the last four digits."""

    account_id: int
    holder_id: int
    holder_name: str
    guardian_note: str
    bank_name: str
    last4: str
    known: Known


@dataclass(frozen=True)
class AreaView:
    """Under which standard the household falls, "urban" or "rural"."""

    area_kind: str
    known: Known


@dataclass(frozen=True)
class ResidenceView:
    """Where the household lives."""

    division_code: str
    address: str
    known: Known


@dataclass(frozen=True)
class DeclarationView:
    """What the household declares; None where it was not asked. Support payment in fen a month."""

    employs_others: bool | None
    bought_house_in_3_years: bool | None
    support_payment_fen: int | None
    known: Known


@dataclass(frozen=True)
class SupporterView:
    """Who owes a member support from outside; money in fen a month, an unknown income is None."""

    person_id: int
    name: str
    relation: str
    age_years: int
    income_month_fen: int | None
    supported_count: int
    agreed_month_fen: int
    known: Known

    @property
    def relation_label(self) -> str:
        """Return what the supporter is to the member, in Chinese."""
        return str(SupporterRelation(self.relation).label)


@dataclass(frozen=True)
class MemberView:
    """A member with what is known about the person."""

    person_id: int
    name: str
    sex: str
    birth_date: dt.date
    age_years: int
    relation: str
    known: Known
    conditions: tuple[ConditionView, ...]
    incomes: tuple[MoneyView, ...]
    expenses: tuple[MoneyView, ...]
    # The row itself, for pages that show the masked number; no part of what a dossier reads.
    person: Person | None = field(default=None, repr=False, compare=False)

    @property
    def is_head(self) -> bool:
        """Whether this is the head of the household."""
        return self.relation == Relation.HEAD

    @property
    def relation_label(self) -> str:
        """Return the relation in Chinese."""
        return str(Relation(self.relation).label)

    def condition(self, kind: str) -> ConditionView | None:
        """Return the circumstance of a kind, None if not known to hold."""
        return next((each for each in self.conditions if each.kind == kind), None)

    def income(self, kind: str) -> MoneyView | None:
        """Return the income of a kind; None means unknown, not zero."""
        return next((each for each in self.incomes if each.kind == kind), None)

    def expense(self, kind: str) -> MoneyView | None:
        """Return the expense of a kind; None means unknown, not zero."""
        return next((each for each in self.expenses if each.kind == kind), None)


@dataclass(frozen=True)
class HouseholdView:
    """A household on `day` as known at `known_at`; the head comes first among the members."""

    household_id: int
    number: str
    day: dt.date
    known_at: dt.datetime
    members: tuple[MemberView, ...]
    assets: tuple[AssetView, ...]
    accounts: tuple[AccountView, ...]
    standard_area: AreaView | None
    residence: ResidenceView | None
    declaration: DeclarationView | None
    supporters: tuple[SupporterView, ...] = ()

    @property
    def head(self) -> MemberView | None:
        """Return the head; None for a household without members on that day."""
        return next((member for member in self.members if member.is_head), None)

    @property
    def account(self) -> AccountView | None:
        """Return the account to be paid to, if one is known."""
        return self.accounts[0] if self.accounts else None


def view(household: Household, *, day: dt.date, known_at: dt.datetime) -> HouseholdView:
    """Return one household as of a day and a moment. Two queries."""
    return views([household], day=day, known_at=known_at)[household.pk]


def views(households: Iterable[Household], *, day: dt.date, known_at: dt.datetime) -> dict[int, HouseholdView]:
    """Return many households by id, in the order given: ten queries for each 400."""
    everything = list(households)
    found: dict[int, HouseholdView] = {}
    for start in range(0, len(everything), AT_ONCE):
        found |= _views(everything[start : start + AT_ONCE], day, known_at)
    return found


def _views(households: list[Household], day: dt.date, known_at: dt.datetime) -> dict[int, HouseholdView]:
    ids = [household.pk for household in households]
    asks = _asks(ids, day, known_at)
    # One household is asked about in two questions; of many, plain rows are cheaper than rows in JSON.
    members = list(_facts(Membership, ids, day, known_at).select_related("person"))
    rows = gather(**asks) if len(ids) == 1 else {name: _plain(ask) for name, ask in asks.items()}
    memberships = _by_household(members)
    incomes, expenses = _by_person(rows["incomes"]), _by_person(rows["expenses"])
    assets, accounts, areas, residences, declarations, supporters = (
        _by_household(rows[name])
        for name in ("assets", "accounts", "areas", "residences", "declarations", "supporters")
    )
    conditions: dict[int, list[PersonCondition]] = defaultdict(list)
    for each in rows["conditions"]:
        conditions[each.person_id].append(each)

    def member(row: Membership) -> MemberView:
        person = row.person
        return MemberView(
            person_id=person.pk,
            name=person.name,
            sex=person.sex,
            birth_date=person.birth_date,
            age_years=age_on(person.birth_date, day),
            relation=row.relation,
            known=_known(row),
            conditions=tuple(ConditionView(each.kind, each.code, _known(each)) for each in conditions[person.pk]),
            incomes=tuple(_money(each) for each in incomes[row.household_id, person.pk]),
            expenses=tuple(_money(each) for each in expenses[row.household_id, person.pk]),
            person=person,
        )

    return {
        household.pk: HouseholdView(
            household_id=household.pk,
            number=household.number,
            day=day,
            known_at=known_at,
            members=tuple(member(row) for row in sorted(memberships[household.pk], key=_head_first)),
            assets=tuple(_asset(row) for row in assets[household.pk]),
            accounts=tuple(_account(row) for row in accounts[household.pk]),
            standard_area=next((AreaView(row.area_kind, _known(row)) for row in areas[household.pk]), None),
            residence=next(
                (ResidenceView(row.division_code, row.address, _known(row)) for row in residences[household.pk]), None
            ),
            declaration=next((_declaration(row) for row in declarations[household.pk]), None),
            supporters=tuple(_supporter(row, day) for row in supporters[household.pk]),
        )
        for household in households
    }


def _asks(ids: list[int], day: dt.date, known_at: dt.datetime) -> dict[str, Ask]:
    """Return what is asked about the households besides who lives there."""
    tables = {
        "incomes": IncomeItem, "expenses": ExpenseItem, "assets": AssetItem, "areas": StandardArea,
        "residences": Residence, "declarations": HouseholdDeclaration, "supporters": Supporter,
    }  # fmt: skip
    people = _facts(Membership, ids, day, known_at).order_by().values("person_id")
    return {
        **{name: Ask(_facts(model, ids, day, known_at)) for name, model in tables.items()},
        "accounts": Ask(_facts(BankAccount, ids, day, known_at), {"holder": ("name",)}),
        "conditions": Ask(PersonCondition.objects.as_of(day, known_at).filter(person__in=people).order_by("pk")),
    }


def _facts(model: Any, ids: list[int], day: dt.date, known_at: dt.datetime) -> Any:
    """Return the rows of a table as of the day and moment."""
    return model.objects.as_of(day, known_at).filter(household__in=ids).order_by("pk")


def _plain(ask: Ask) -> list[Any]:
    return list(ask.rows.select_related(*ask.related) if ask.related else ask.rows)


def _by_household(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.household_id].append(row)
    return grouped


def _by_person(rows: Iterable[Any]) -> dict[tuple[int, int], list[Any]]:
    grouped: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.household_id, row.person_id].append(row)
    return grouped


def _head_first(row: Membership) -> tuple[bool, dt.date, int]:
    return row.relation != Relation.HEAD, row.person.birth_date, row.person_id


def _known(row: DatedFact) -> Known:
    return Known(row.pk, row.source, row.known_at, row.holds_from, row.holds_until)


def _money(row: IncomeItem | ExpenseItem) -> MoneyView:
    return MoneyView(row.kind, row.amount_fen, row.period, row.year_fen, _known(row))


def _asset(row: AssetItem) -> AssetView:
    return AssetView(row.kind, row.use, row.count, row.amount_fen, row.acquired_on, row.person_id, _known(row))


def _account(row: BankAccount) -> AccountView:
    return AccountView(
        row.pk, row.holder_id, row.holder.name, row.guardian_note, row.bank_name, row.account_last4, _known(row)
    )


def _declaration(row: HouseholdDeclaration) -> DeclarationView:
    return DeclarationView(row.employs_others, row.bought_house_in_3_years, row.support_payment_fen, _known(row))


def _supporter(row: Supporter, day: dt.date) -> SupporterView:
    return SupporterView(
        row.person_id, row.name, row.relation, age_on(row.birth_date, day), row.income_month_fen, row.supported_count,
        row.agreed_month_fen, _known(row),
    )  # fmt: skip
