"""Registering households: one path for one household and for thousands.

Check everything, find out who is known already, then write. Nothing is written if anything is wrong.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import CheckedHousehold, CheckedMember, HouseholdRefused, Problem, check
from minzheng.registry.domain.duplicates import known_elsewhere_many
from minzheng.registry.domain.intake import NewHousehold
from minzheng.registry.domain.numbers import take_numbers
from minzheng.registry.domain.person import KEEPERS, find_many, write_many
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    DatedFact,
    Death,
    ExpenseItem,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    Membership,
    Person,
    PersonCondition,
    Residence,
    StandardArea,
)
from minzheng.registry.models.account import ACCOUNT_CONTEXT
from minzheng.registry.queries.divisions import village_codes
from minzheng.services import vault
from minzheng.services.audit.domain.record import NewEvent, record_many
from minzheng.services.inserting import insert_rows

CHAIN = "registry"
REGISTRARS = KEEPERS
AT_ONCE = 400


class RegisteredMeanwhile(Refused):
    """Someone else registered one of these people a moment ago."""


class Rows:
    """New facts waiting to be written, with what they all share."""

    def __init__(self, by: Staff, at: dt.datetime) -> None:
        """Facts recorded by `by`, known since `at`."""
        self.shared = {"known_at": at, "recorded_by": by.pk, "is_withdrawn": False}
        self.waiting: dict[type[DatedFact], list[dict[str, Any]]] = {}

    def add(self, model: type[DatedFact], *, holds_from: dt.date, source: str, **values: Any) -> None:
        """Put one fact on the list; foreign keys as ids. Facts of one table must all name the same fields."""
        self.waiting.setdefault(model, []).append({"holds_from": holds_from, "source": source, **values, **self.shared})

    def write(self) -> None:
        """Write all facts, table by table."""
        for model, facts in self.waiting.items():
            insert_rows(model, list(facts[0]), [list(fact.values()) for fact in facts])


def register_all(
    *, households: Sequence[NewHousehold], by: Staff, at: dt.datetime, source: str, where: Sequence[str] = ()
) -> list[Household]:
    """Register households with their people and facts, all or none; return them in the order given.

    `where` names each household in messages (a row of a workbook). Raises HouseholdRefused for the first household
    with problems, NotAllowed, RegisteredMeanwhile.
    """
    require_role(by, *REGISTRARS)
    on = local_day(at)
    villages = village_codes({new.division_code for new in households})
    checked: list[CheckedHousehold] = []
    for place, new in enumerate(households):
        kept, problems = check(new, on=on, villages=villages, source=source)
        if kept is None:
            raise HouseholdRefused(problems, where=where[place] if where else "")
        checked.append(kept)
    for division_code in {new.division_code for new in households}:
        require_area(by, division_code)
    with refusing_races():
        known = known_people(checked, by=by, at=at, where=where)
        return _write(checked, known, by=by, at=at)


@contextmanager
def refusing_races() -> Iterator[None]:
    """Run the block all or none; turn a person registered by someone else meanwhile into RegisteredMeanwhile."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "id_number_index" not in str(error):
            raise
        raise RegisteredMeanwhile(
            _("有成员的身份证号码刚刚被登记在另一户，同一人不能登记两次。请重新查询此人后再办理。")
        ) from error


def known_people(
    checked: Sequence[CheckedHousehold], *, by: Staff, at: dt.datetime, where: Sequence[str] = ()
) -> dict[str, Person]:
    """Return people of this area already registered who belong to no household, by ID number; refuse all others."""
    everyone = [member for household in checked for member in household.members]
    _refuse_same_person_twice(checked, where)
    found = {
        value: person
        for value, person in find_many(member.id_number.value for member in everyone).items()
        # Whatever the door declared: of people outside the own area no more is told than the duplicate check tells.
        if by.area.covers(person.division_code)
    }
    _lock(found.values())
    elsewhere = known_elsewhere_many(
        id_numbers=[member.id_number for member in everyone if member.id_number.value not in found], by=by, at=at
    )
    households_of = _open_memberships(found, checked)
    dead = set(
        Death.objects.latest_versions()
        .filter(person__in=[person.pk for person in found.values()], is_withdrawn=False)
        .values_list("person_id", flat=True)
    )
    for place, household in enumerate(checked):
        problems = []
        for position, member in enumerate(household.members):
            person = found.get(member.id_number.value)
            if member.id_number.value in elsewhere:
                reason = f"{member.name}：{elsewhere[member.id_number.value]}"
            elif person is None:
                continue
            else:
                reason = _why_not(member, person, households_of.get(person.pk), is_dead=person.pk in dead)
            if reason:
                problems.append(Problem(position, "id_number", reason))
        if problems:
            raise HouseholdRefused(problems, where=where[place] if where else "")
    return found


def _lock(people: Iterable[Person]) -> None:
    """Hold known people until commit, in order of id, so that two households cannot take one of them at once."""
    ids = sorted(person.pk for person in people)
    for start in range(0, len(ids), AT_ONCE):
        list(Person.objects.select_for_update().filter(pk__in=ids[start : start + AT_ONCE]).order_by("pk").values("pk"))


def _why_not(member: CheckedMember, person: Person, household_number: str | None, *, is_dead: bool) -> str:
    if is_dead:
        return _("%(name)s 已登记死亡，不能再登记为家庭成员；如属误登，请先更正死亡记录") % {"name": member.name}
    if household_number:
        return _("%(name)s 已是户 %(number)s 的成员，同一人不能同时在两户。请先在原户办理分户或移出") % {
            "name": member.name,
            "number": household_number,
        }
    if person.name != member.name:
        return _("%(name)s 的身份证号码已登记在“%(other)s”名下，请核对姓名和号码；确已改名的，请先办理姓名更正") % {
            "name": member.name,
            "other": person.name,
        }
    return ""


def _refuse_same_person_twice(checked: Sequence[CheckedHousehold], where: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for place, household in enumerate(checked):
        for position, member in enumerate(household.members):
            first = seen.setdefault(member.id_number.value, place)
            if first != place:
                earlier = where[first] if where else _("第 %(n)s 户") % {"n": first + 1}
                reason = _("%(name)s 同时出现在%(earlier)s，同一人不能在两户，请核对后只保留一户") % {
                    "name": member.name,
                    "earlier": earlier,
                }
                raise HouseholdRefused([Problem(position, "id_number", reason)], where=where[place] if where else "")


def _open_memberships(found: dict[str, Person], checked: Sequence[CheckedHousehold]) -> dict[int, str]:
    """Return the household number of each known person who belongs to one on or after the first day in question."""
    if not found:
        return {}
    first = min(household.holds_from for household in checked)
    people = sorted(person.pk for person in found.values())
    numbers: dict[int, str] = {}
    for start in range(0, len(people), AT_ONCE):
        rows = (
            Membership.objects.latest_versions()
            .overlapping(first, None)
            .filter(person__in=people[start : start + AT_ONCE])
        )
        numbers |= dict(rows.values_list("person_id", "household__number"))
    return numbers


def _write(
    checked: Sequence[CheckedHousehold], known: dict[str, Person], *, by: Staff, at: dt.datetime
) -> list[Household]:
    numbers = take_numbers(Counter(household.new.division_code[:6] for household in checked))
    households = Household.objects.bulk_create(
        Household(
            number=next(numbers[household.new.division_code[:6]]),
            division_code=household.new.division_code,
            address=household.address,
            created_at=at,
        )
        for household in checked
    )
    people = write_many(
        ((member, household.new.division_code) for household in checked for member in household.members),
        known=known,
        at=at,
    )
    rows = Rows(by, at)
    for household, kept in zip(households, checked, strict=True):
        _add_facts(rows, household, kept, [people[member.id_number.value] for member in kept.members])
    rows.write()
    record_many(
        (_event(household, kept, people) for household, kept in zip(households, checked, strict=True)), at=at, by=by
    )
    return households


def _event(household: Household, kept: CheckedHousehold, people: dict[str, Person]) -> NewEvent:
    members = [[people[member.id_number.value].pk, member.relation] for member in kept.members]
    return NewEvent(
        chain=CHAIN,
        action="household.registered",
        object_kind="household",
        object_id=str(household.pk),
        division_code=household.division_code,
        after={"number": household.number, "members": members, "holds_from": kept.holds_from.isoformat()},
        reason=kept.source,
    )


def _add_facts(rows: Rows, household: Household, kept: CheckedHousehold, people: list[Person]) -> None:
    shared: dict[str, Any] = {"holds_from": kept.holds_from, "source": kept.source}
    rows.add(
        Residence, household=household.pk, division_code=household.division_code, address=household.address, **shared
    )
    rows.add(StandardArea, household=household.pk, area_kind=kept.new.area_kind, **shared)
    for asset in kept.new.assets:
        values: dict[str, Any] = {"kind": asset.kind, "use": asset.use, "count": asset.count}
        rows.add(
            AssetItem,
            household=household.pk,
            amount_fen=asset.amount_fen,
            acquired_on=asset.acquired_on,
            **values,
            **shared,
        )
    if kept.new.declaration:
        declared = kept.new.declaration
        rows.add(
            HouseholdDeclaration,
            household=household.pk,
            employs_others=declared.employs_others,
            bought_house_in_3_years=declared.bought_house_in_3_years,
            support_payment_fen=declared.support_payment_fen,
            **shared,
        )
    if kept.new.account:
        holder = people[kept.new.account.holder]
        rows.add(
            BankAccount,
            household=household.pk,
            holder=holder.pk,
            **account_values(kept.account_number),
            bank_name=" ".join(kept.new.account.bank_name.split()),
            **shared,
        )
    for member, person in zip(kept.members, people, strict=True):
        add_person_facts(rows, household, kept, member, person)


def add_person_facts(
    rows: Rows, household: Household, kept: CheckedHousehold, member: CheckedMember, person: Person
) -> None:
    """Put the membership of one person, and what is known about the person, on the list."""
    # A child born after the first day belongs to the household from birth.
    shared: dict[str, Any] = {"holds_from": max(kept.holds_from, person.birth_date), "source": kept.source}
    rows.add(Membership, household=household.pk, person=person.pk, relation=member.relation, **shared)
    for kind, code in member.new.conditions.items():
        rows.add(PersonCondition, person=person.pk, kind=kind, code=code, **shared)
    for kind, amount in member.new.incomes.items():
        rows.add(
            IncomeItem,
            household=household.pk,
            person=person.pk,
            kind=kind,
            amount_fen=amount.fen,
            period=amount.period,
            **shared,
        )
    for kind, amount in member.new.expenses.items():
        rows.add(
            ExpenseItem,
            household=household.pk,
            person=person.pk,
            kind=kind,
            amount_fen=amount.fen,
            period=amount.period,
            **shared,
        )


def account_values(number: str) -> dict[str, Any]:
    """Return the columns that keep a checked account number: sealed, indexed, last four digits."""
    return {
        "account_sealed": vault.seal(number, context=ACCOUNT_CONTEXT),
        "account_index": vault.index(number, context=ACCOUNT_CONTEXT),
        "account_key_version": vault.current_version(),
        "account_last4": number[-4:],
    }
