"""The whole registry as columns: what `dossier` reads of one household, read of all of them at once.

The database adds up; the rest is arithmetic over arrays. tests/screening/test_registry_columns.py holds it against the
dossier, fact by fact. Needs the extra `[scale]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractDay, ExtractMonth, ExtractYear, Substr

from minzheng.accounts.scope import area_q
from minzheng.casework.domain.dossier import (
    EARNING_YEARS,
    EXPENSE_FACTS,
    FINANCIAL_KINDS,
    INCOME_FACTS,
    LABOUR,
    RECENT_YEARS,
    STATES,
    SUPPORTERS,
    WINDOW_MONTHS,
)
from minzheng.kernel.division import Area
from minzheng.kernel.idnumber import age_on
from minzheng.registry.enums import Period, Relation
from minzheng.registry.models import (
    AssetItem,
    ExpenseItem,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    Membership,
    Person,
    PersonCondition,
    StandardArea,
    Supporter,
)
from minzheng.registry.models.fact import FactQuerySet
from minzheng.rules.declare import PERSON, SUPPORTER
from minzheng.rules.fused import pieces
from minzheng.rules.fused.columns import Columns
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.screening.queries.tables import Column, Picture, Table, reading

PERSON_BITS = 32
MONTHS = 12
OF_SUPPORTERS = ("kind_number", "born", "income_month_fen", "supported_count", "agreed_month_fen")
SHARD = 50_000
"""Households read at once where memory is to be bounded."""
NARROWEST, NARROWER = np.iinfo(np.int32).min, np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Span:
    """Households by their ids, both included, within an area: rows recorded together lie together in the tables."""

    first: int = 0
    last: int = 2**62
    area: Area = Area.EVERYWHERE

    def households(self) -> Any:
        """Return the households of this span and of the declared area, as a query set."""
        return Household.objects.filter(area_q("division_code", self.area), pk__gte=self.first, pk__lte=self.last)

    def of(self, rows: Any) -> Any:
        """Narrow the rows of a query set that names a household to those of this span.

        Said twice, so that neither of the two tables is read whole.
        """
        return self.near(rows).filter(household__in=self.households())

    def near(self, rows: Any, household: str = "household") -> Any:
        """Narrow to the ids alone: for what is matched with the households of the span afterwards."""
        return rows.filter(**{f"{household}_id__gte": self.first, f"{household}_id__lte": self.last})


EVERYBODY = Span()


@dataclass(frozen=True, slots=True)
class Registry:
    """All households with a member on a day, by what was known at a moment, in the order of division and id.

    `households`, `divisions`: id and division (as a number) of each; `people`: the member's id in each row of members;
    `supporters`: the id of the registry's row in each row of supporters, and `supported`: the id of whom they support.
    """

    on: date
    known_at: datetime
    columns: Columns
    households: Any
    divisions: Any
    people: Any
    supporters: Any
    supported: Any


def spans(picture: Picture, area: Area, *, after: int = 0) -> list[Span]:
    """Return the area's households with an id above `after`, about so many to a span."""
    homes = Household.objects.filter(area_q("division_code", area), pk__gt=after)
    ids = _numbers(picture.read(homes.order_by("pk").values("id")), "id").values
    return [Span(int(ids[at]), int(ids[min(at + SHARD, len(ids)) - 1]), area) for at in range(0, len(ids), SHARD)]


def read(*, on: date, known_at: datetime) -> Registry:
    """Read the whole registry within the caller's scope."""
    with reading() as picture, picture.held():
        return read_from(picture, on=on, known_at=known_at)


def read_from(picture: Picture, *, on: date, known_at: datetime, span: Span = EVERYBODY) -> Registry:
    """Read a span of the registry within the caller's scope from a picture of the database."""
    members = picture.read(_members(on, known_at, span))
    people = _numbers(members, "person_id").values
    asked = _asked(on, known_at, span, (int(people.min()), int(people.max())) if len(people) else (0, 0))
    tables = {name: picture.read(question) for name, question in asked.items()}
    return _Assembly(on, members, tables).registry(known_at)


# ---- what the database is asked


def _members(on: date, known_at: datetime, span: Span) -> Any:
    rows = span.of(_as_of(Membership, on, known_at)).order_by().annotate(related=Cast("relation", IntegerField()))
    return rows.values("household_id", "person_id", "related")


def _asked(on: date, known_at: datetime, span: Span, people: tuple[int, int]) -> dict[str, Any]:
    def facts(model: Any) -> Any:
        return span.of(_as_of(model, on, known_at)).order_by()

    members = span.of(FactQuerySet(Membership)).order_by().values("person_id")
    first, last = people
    whose = ("household_id", "person_id")
    supporters = facts(Supporter).annotate(
        kind_number=_numbered("relation", SUPPORTERS), born=_day_number("birth_date")
    )
    conditions = _as_of(PersonCondition, on, known_at).order_by()
    conditions = conditions.filter(person__in=members, person_id__gte=first, person_id__lte=last)
    # Members of a household that is in sight, wherever they are registered themselves.
    births: QuerySet[Person] = QuerySet(Person).filter(pk__in=members, pk__gte=first, pk__lte=last).order_by()
    homes = span.households().annotate(division=Cast("division_code", BigIntegerField()))
    return {
        "homes": homes.order_by().values("id", "division"),
        "births": births.annotate(born=_day_number("birth_date")).values("id", "born"),
        "incomes": facts(IncomeItem).values(*whose).annotate(**_sums(INCOME_FACTS)),
        "expenses": facts(ExpenseItem).values(*whose).annotate(**_sums(EXPENSE_FACTS)),
        "conditions": conditions.values("person_id").annotate(**_states()),
        "areas": facts(StandardArea).values("household_id").annotate(is_urban=Max(_one_if(area_kind="urban"))),
        "assets": facts(AssetItem).values("household_id").annotate(**_property(on)),
        "declarations": facts(HouseholdDeclaration).values("household_id").annotate(
            employs=Max(Cast("employs_others", IntegerField())),
            bought=Max(Cast("bought_house_in_3_years", IntegerField())),
            support=Max("support_payment_fen"),
        ),
        "supporters": supporters.order_by("household_id", "pk").values(
            "household_id", "id", "person_id", *OF_SUPPORTERS
        ),
    }  # fmt: skip


def _as_of(model: Any, on: date, known_at: datetime) -> Any:
    """Return the rows of `as_of`, asked so that a span of a large table is read alone.

    Wherever they are: who asks narrows them to households in sight. Few rows replace another: joined to all rows,
    PostgreSQL would read the whole table for every span, and misjudge how many are left.
    """
    later = FactQuerySet(model).filter(replaces__isnull=False, replaces=OuterRef("pk"), known_at__lte=known_at)
    return FactQuerySet(model).holding_on(on).filter(~Exists(later), known_at__lte=known_at)


def _day_number(field: str) -> Any:
    """Return a day as one number, 20261127: years and birthdays can be reckoned from it."""
    return ExtractYear(field) * 10_000 + ExtractMonth(field) * 100 + ExtractDay(field)


def _numbered(field: str, numbers: Mapping[str, int]) -> Any:
    cases = [When(**{field: code, "then": Value(number)}) for code, number in numbers.items()]
    return Case(*cases, output_field=IntegerField())


def _one_if(**fields: Any) -> Any:
    return Case(When(**fields, then=Value(1)), default=Value(0), output_field=IntegerField())


def _whole(expression: Any) -> Any:
    return Cast(expression, BigIntegerField())


def _sums(names: Mapping[str, str]) -> dict[str, Any]:
    year = Case(
        When(period=Period.MONTH, then=_whole(F("amount_fen") * Value(MONTHS, output_field=BigIntegerField()))),
        default=F("amount_fen"),
        output_field=BigIntegerField(),
    )
    return {code: _whole(Sum(year, filter=Q(kind=kind))) for kind, code in names.items()}


def _states() -> dict[str, Any]:
    found = {code: Max(Value(1), filter=Q(kind=kind)) for kind, code in STATES.items()}
    grade, kind = (Cast(Substr("code", place, 1), IntegerField()) for place in (3, 1))
    return found | {
        "heaviest": Min(grade * 10 + kind, filter=Q(kind="disability", code__contains=".")),
        "labour": Max(_numbered("code", LABOUR), filter=Q(kind="labour_capacity")),
        "jobless": Max(_one_if(code="jobless"), filter=Q(kind="employment")),
        "clergy_since": Max(_day_number("holds_from"), filter=Q(kind="clergy")),
    }


def _property(on: date) -> dict[str, Any]:
    vehicle, house = Q(kind="vehicle"), Q(kind="house")
    passenger = vehicle & Q(use="passenger", count__gt=0)
    mobility = vehicle & Q(use="mobility_aid", count__gt=0)
    return {
        "financial": _whole(Sum("amount_fen", filter=Q(kind__in=FINANCIAL_KINDS))),
        "vehicles": Count("pk", filter=vehicle),
        "unknown_use": Count("pk", filter=vehicle & Q(use="", count__gt=0)),
        "passenger": _whole(Sum("count", filter=passenger)),
        "mobility": _whole(Sum("count", filter=mobility)),
        "unvalued": Count("pk", filter=passenger & Q(amount_fen=0)),
        "worth": _whole(Sum("amount_fen", filter=passenger)),
        "houses": _whole(Sum("count", filter=house)),
        "lately": Count("pk", filter=house & Q(count__gt=0, acquired_on__gt=_long_ago(on))),
    }


def _long_ago(on: date) -> date:
    """Return the last day that lies RECENT_YEARS back."""
    day = date(on.year - RECENT_YEARS, on.month, min(on.day, 28))
    while age_on(day + timedelta(days=1), on) >= RECENT_YEARS:
        day += timedelta(days=1)
    return day


# ---- what is made of it


class _Assembly:
    """Puts the tables beside the members; every table has each key once."""

    def __init__(self, on: date, members: Table, tables: Mapping[str, Table]) -> None:
        self.on = on
        self.tables = tables
        self.members = {name: _numbers(members, name).values for name in ("household_id", "person_id", "related")}
        self.members["division"] = self._of_members("homes", "division", "household_id")
        self.members["born"] = self._of_members("births", "born", "person_id")
        order = np.lexsort(self._in_order())
        self.members = {name: values[order] for name, values in self.members.items()}
        self.household_of, self.person_of = self.members["household_id"], self.members["person_id"]
        starts = (
            np.flatnonzero(np.r_[True, self.household_of[1:] != self.household_of[:-1]])
            if len(self.household_of)
            else np.zeros(0, int)
        )
        self.starts = starts
        self.homes = self.household_of[starts]
        self.facts: dict[str, Column] = {}

    def _of_members(self, table: str, name: str, key: str) -> Any:
        """Return what a table of ids says of each member."""
        at, found = _places(_numbers(self.tables[table], "id").values, self.members[key])
        return _taken(_numbers(self.tables[table], name), at, found).values

    def _in_order(self) -> tuple[Any, ...]:
        """Return by what the members stand in order, the last first: their household, its head, then by age."""
        one = self.members
        is_other = one["related"] != int(Relation.HEAD)
        return one["person_id"], one["born"], is_other, one["household_id"], one["division"]

    def registry(self, known_at: datetime) -> Registry:
        self._people()
        self._property()
        offsets = {PERSON: np.r_[self.starts, len(self.household_of)].astype(np.int32), SUPPORTER: self._supporters()}
        columns = Columns(len(self.homes), offsets)
        for fact in SHARED_FACTS:
            rows = columns.rows(fact.scope)
            column = self.facts.get(fact.code) or Column(np.zeros(rows, np.int64), np.zeros(rows, bool))
            # A number that does not fit stays out of bounds rather than coming round to a lawful one.
            fits = column.values if fact.type == "fen" else np.clip(column.values, NARROWEST, NARROWER)
            pieces.put(columns, fact, fits, column.known)
        divisions = self.members["division"][self.starts]
        supporters, supported = (self.beside[name] for name in ("id", "person_id"))
        return Registry(self.on, known_at, columns, self.homes, divisions, self.person_of, supporters, supported)

    def _people(self) -> None:
        everywhere = np.ones(len(self.person_of), bool)
        ages = _years(self.members["born"], self.on)
        self.facts["age_years"] = Column(ages, everywhere)
        self.facts["relation"] = Column(self.members["related"], everywhere)
        keys = self.household_of << PERSON_BITS | self.person_of
        for name, codes in (("incomes", INCOME_FACTS), ("expenses", EXPENSE_FACTS)):
            table = self.tables[name]
            theirs = _numbers(table, "household_id").values << PERSON_BITS | _numbers(table, "person_id").values
            at, found = _places(theirs, keys)
            for code in codes.values():
                column = _taken(_numbers(table, code), at, found)
                asked = ages >= EARNING_YEARS if name == "incomes" else everywhere
                self.facts[code] = Column(column.values, column.known & asked)
        self._conditions()

    def _conditions(self) -> None:
        table = self.tables["conditions"]
        at, found = _places(_numbers(table, "person_id").values, self.person_of)
        for code in STATES.values():
            self.facts[code] = _taken(_numbers(table, code), at, found)
        heaviest = _taken(_numbers(table, "heaviest"), at, found)
        self.facts["disability_kind"] = Column(heaviest.values % 10, heaviest.known)
        self.facts["disability_grade"] = Column(heaviest.values // 10, heaviest.known)
        self.facts["labour_capacity"] = _taken(_numbers(table, "labour"), at, found)
        self.facts["is_jobless"] = _taken(_numbers(table, "jobless"), at, found)
        since = _taken(_numbers(table, "clergy_since"), at, found)
        self.facts["clergy_apart_years"] = Column(np.where(since.known, _years(since.values, self.on), 0), since.known)

    def _property(self) -> None:
        area = self._home("areas", "is_urban")
        self.facts["uses_urban_standard"] = area
        self.facts["financial_assets_fen"] = self._home("assets", "financial")
        self.facts["houses"] = self._home("assets", "houses")
        vehicles, unknown = (self._home("assets", name).values for name in ("vehicles", "unknown_use"))
        passenger, mobility, worth = (self._home("assets", name) for name in ("passenger", "mobility", "worth"))
        told = (vehicles > 0) & (unknown == 0)
        self.facts["passenger_cars"] = Column(passenger.values + mobility.values, told)
        self.facts["mobility_vehicles"] = Column(mobility.values, told & mobility.known)
        valued = self._home("assets", "unvalued").values == 0
        self.facts["cars_value_fen"] = Column(worth.values, told & (passenger.known | mobility.known) & valued)
        lately = self._home("assets", "lately").values > 0
        bought = self._home("declarations", "bought")
        self.facts["bought_house_in_3_years"] = Column(np.where(lately, 1, bought.values), lately | bought.known)
        self.facts["employs_others"] = self._home("declarations", "employs")
        support = self._home("declarations", "support")
        self.facts["support_payment_fen"] = Column(support.values * WINDOW_MONTHS, support.known)

    def _home(self, table: str, name: str) -> Column:
        at, found = _places(_numbers(self.tables[table], "household_id").values, self.homes)
        return _taken(_numbers(self.tables[table], name), at, found)

    def _supporters(self) -> Any:
        """Put the supporters in the order of the households; return where each household's begin."""
        table = self.tables["supporters"]
        theirs = _numbers(table, "household_id").values
        order = np.argsort(self.homes)
        place = np.searchsorted(self.homes[order], theirs)
        place = np.minimum(place, max(len(self.homes) - 1, 0))
        kept = self.homes[order][place] == theirs if len(self.homes) else np.zeros(len(theirs), bool)
        home = order[place[kept]]
        sorting = np.argsort(home, kind="stable")

        def column(name: str) -> Column:
            whole = _numbers(table, name)
            return Column(whole.values[kept][sorting], whole.known[kept][sorting])

        income, agreed = column("income_month_fen"), column("agreed_month_fen")
        self.beside = {name: column(name).values for name in ("id", "person_id")}
        self.facts["supporter_relation"] = column("kind_number")
        self.facts["supporter_age_years"] = Column(_years(column("born").values, self.on), column("born").known)
        self.facts["supporter_income_fen"] = Column(income.values * WINDOW_MONTHS, income.known)
        self.facts["supported_people"] = column("supported_count")
        self.facts["agreed_support_fen"] = Column(agreed.values * WINDOW_MONTHS, agreed.known)
        counts = np.bincount(home, minlength=len(self.homes))
        return np.r_[0, np.cumsum(counts)].astype(np.int32)


def _numbers(table: Table, name: str) -> Column:
    column = table[name]
    assert isinstance(column, Column)  # noqa: S101 - asked for as numbers
    return column


def _places(keys: Any, wanted: Any) -> tuple[Any, Any]:
    """Return where each wanted key stands among the keys, and whether it does."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    at = order[place]
    return at, keys[at] == wanted


def _taken(column: Column, at: Any, found: Any) -> Column:
    if not len(column.values):
        return Column(np.zeros(len(at), np.int64), np.zeros(len(at), bool))
    known = found & column.known[at]
    return Column(np.where(known, column.values[at], 0), known)


def _years(days: Any, on: date) -> Any:
    """Return full years since days written as numbers (`kernel.idnumber.age_on` for arrays)."""
    return on.year - days // 10_000 - (days % 10_000 > on.month * 100 + on.day)
