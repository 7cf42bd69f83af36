"""Lists of households, page by page, each row with its head and the number of members. Three queries a page."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from minzheng.accounts.scope import area_q
from minzheng.kernel.division import Area
from minzheng.registry.enums import Relation
from minzheng.registry.models import Household, Membership

MOST_ON_A_PAGE = 200
AT_ONCE = 500


@dataclass(frozen=True)
class HouseholdRow:
    """One line of a list."""

    household_id: int
    number: str
    division_code: str
    address: str
    head_name: str
    member_count: int
    closed_on: dt.date | None


@dataclass(frozen=True)
class HouseholdPage:
    """A page of households; `total` counts all pages."""

    rows: tuple[HouseholdRow, ...]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.page_size))


def households_in(*, division_code: str = "", with_closed: bool = False) -> QuerySet[Household]:
    """Return the households of a division (empty: of the area), by village and number; closed ones if asked."""
    rows: QuerySet[Household] = Household.objects.order_by("division_code", "number")
    if division_code:
        rows = rows.filter(area_q("division_code", Area.of(division_code)))
    return rows if with_closed else rows.filter(closed_on__isnull=True)


def household_page(
    *,
    day: dt.date,
    known_at: dt.datetime,
    division_code: str = "",
    page: int = 1,
    page_size: int = 50,
    with_closed: bool = False,
) -> HouseholdPage:
    """Return one page with members as of a day and a moment; a page beyond the last is the last."""
    page_size = min(max(1, page_size), MOST_ON_A_PAGE)
    rows = households_in(division_code=division_code, with_closed=with_closed)
    total = rows.count()
    page = min(max(1, page), max(1, -(-total // page_size)))
    shown = rows_of(rows[(page - 1) * page_size : page * page_size], day=day, known_at=known_at)
    return HouseholdPage(shown, total, page, page_size)


def household_rows(
    *, day: dt.date, known_at: dt.datetime, division_code: str = "", most: int
) -> tuple[HouseholdRow, ...]:
    """Return up to `most` households of a division (empty: of the area) as one list, for a workbook."""
    return rows_of(households_in(division_code=division_code)[:most], day=day, known_at=known_at)


def rows_of(rows: QuerySet[Household], *, day: dt.date, known_at: dt.datetime) -> tuple[HouseholdRow, ...]:
    """Return households, each with its head and the number of members."""
    households = list(rows)
    members = defaultdict(list)
    for start in range(0, len(households), AT_ONCE):
        ids = [each.pk for each in households[start : start + AT_ONCE]]
        present = Membership.objects.as_of(day, known_at).filter(household__in=ids)
        for household_id, relation, name in present.values_list("household_id", "relation", "person__name"):
            members[household_id].append((relation, name))
    return tuple(_row(each, members[each.pk]) for each in households)


def _row(household: Household, members: list[tuple[str, str]]) -> HouseholdRow:
    head = next((name for relation, name in members if relation == Relation.HEAD), "")
    return HouseholdRow(
        household_id=household.pk,
        number=household.number,
        division_code=household.division_code,
        address=household.address,
        head_name=head,
        member_count=len(members),
        closed_on=household.closed_on,
    )
