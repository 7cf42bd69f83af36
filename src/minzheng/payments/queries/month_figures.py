"""Who was paid for a month: what statistics count.

民政统计口径: a person counts if paid for the month, the amount is what was paid, new is the first paid month, exit the
first unpaid one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from minzheng.accounts.scope import area_q
from minzheng.casework.models import Decision
from minzheng.kernel.division import Area
from minzheng.kernel.idnumber import age_on
from minzheng.kernel.month import Month
from minzheng.payments.enums import ARRIVED_STATUSES
from minzheng.payments.models import PayLine
from minzheng.registry.models import Person, StandardArea

AT_ONCE = 400
ELDERLY_YEARS, ADULT_YEARS = 60, 18


@dataclass(frozen=True)
class MonthFigures:
    """Households and persons paid for a month at a place, and fen."""

    households: int
    persons: int
    elderly: int
    adults: int
    minors: int
    women: int
    fen: int
    new: int
    exits: int
    opening: int

    @property
    def average_fen(self) -> int | None:
        """Return fen per person, rounded half up; None if nobody was paid."""
        return (2 * self.fen + self.persons) // (2 * self.persons) if self.persons else None


def month_figures(*, month: Month, program: str, place: str, area_kind: str = "") -> MonthFigures:
    """Count what was paid for a month at a division, of one standard ("urban", "rural") or of both."""
    now = _paid(month, program, place, area_kind)
    before = {person for row in _paid(month.previous(), program, place, area_kind) for person in row[2]}
    covered = {person for row in now for person in row[2]}
    ages, women = _ages(covered, month)
    minors = sum(age < ADULT_YEARS for age in ages.values())
    elderly = sum(age >= ELDERLY_YEARS for age in ages.values())
    return MonthFigures(
        households=len({row[0] for row in now}),
        persons=len(covered),
        elderly=elderly,
        adults=len(ages) - minors - elderly,
        minors=minors,
        women=women,
        fen=sum(row[1] for row in now),
        new=len(covered - before),
        exits=len(before - covered),
        opening=len(before),
    )


def year_to_month(*, month: Month, program: str, place: str, area_kind: str = "") -> tuple[int, int]:
    """Return persons counted once for each month paid (人次) and fen, from January on."""
    persons = fen = 0
    one = Month(month.year, 1)
    while one <= month:
        rows = _paid(one, program, place, area_kind)
        persons += sum(len(row[2]) for row in rows)
        fen += sum(row[1] for row in rows)
        one = one.next()
    return persons, fen


def _paid(month: Month, program: str, place: str, area_kind: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return household, fen and persons of everything paid for the month; a due paid in two portions counts once."""
    rows = PayLine.objects.filter(
        area_q("division_code", Area.of(place)), status__in=ARRIVED_STATUSES, month=str(month), run__program=program
    )
    dues = rows.order_by().values("due_id", "household_id", "decision_id").annotate(fen=Sum("paid_fen"))
    found = list(dues.values_list("household_id", "fen", "decision_id"))
    if area_kind:
        wanted = _of_kind({row[0] for row in found}, month, area_kind)
        found = [row for row in found if row[0] in wanted]
    people = _covered(row[2] for row in found)
    return [(household, fen, people.get(decision, ())) for household, fen, decision in found]


def _of_kind(households: set[int], month: Month, area_kind: str) -> set[int]:
    kept: set[int] = set()
    ids = sorted(households)
    for start in range(0, len(ids), AT_ONCE):
        rows = StandardArea.objects.latest_versions().holding_on(month.last_day)
        rows = rows.filter(household__in=ids[start : start + AT_ONCE], area_kind=area_kind)
        kept.update(rows.values_list("household_id", flat=True))
    return kept


def _covered(decisions: Iterable[int]) -> dict[int, tuple[int, ...]]:
    ids = sorted(set(decisions))
    found: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = Decision.objects.filter(pk__in=ids[start : start + AT_ONCE]).values_list("pk", "covered_person_ids")
        found |= {pk: tuple(people) for pk, people in rows}
    return found


def _ages(people: set[int], month: Month) -> tuple[dict[int, int], int]:
    ages: dict[int, int] = {}
    women = 0
    ids = sorted(people)
    for start in range(0, len(ids), AT_ONCE):
        rows = Person.objects.filter(pk__in=ids[start : start + AT_ONCE]).values_list("pk", "birth_date", "sex")
        for pk, born, sex in rows:
            ages[pk] = age_on(born, month.last_day)
            women += sex == "2"
    return ages, women
