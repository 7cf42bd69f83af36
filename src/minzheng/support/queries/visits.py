"""Who is supported at home, when each is to be visited again, which payments nobody has asked about yet.

Whether somebody is supported at home is asked by the fact of a decision in force, never by the name of a program.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from minzheng.casework.queries.stated import Grounds, stated_in_cases, stated_together
from minzheng.kernel.month import Month
from minzheng.payments.enums import ARRIVED_STATUSES
from minzheng.payments.models import PayLine
from minzheng.registry.models import Death, Person
from minzheng.statute.home_rule import tier_of
from minzheng.statute.period import LocalFigure, figure
from minzheng.support.models import Problem, Receipt, SupportVisit

FORM_FACT, AT_HOME = "support_form", 1
ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
UNKNOWN = ""
# Who was never assessed is visited as often as those who need most.
MOST_NEED = "full"


@dataclass(frozen=True)
class Supported:
    """One person supported at home by a decision in force, with the level of self-care it rests on ("": unknown)."""

    person: Person
    grounds: Grounds
    tier: str


@dataclass(frozen=True)
class Turn:
    """When a person is to be visited next, and the payments that arrived and were not yet confirmed in hand."""

    who: Supported
    every: LocalFigure
    last: SupportVisit | None
    due_on: date
    unconfirmed: tuple[PayLine, ...]
    problems: tuple[Problem, ...]

    def is_late(self, today: date) -> bool:
        """Say whether the day has passed."""
        return self.due_on < today


def supported_at_home(
    month: Month, person_ids: Collection[int] | None = None, *, alive_on: date | None = None
) -> dict[int, Supported]:
    """Return by person who is supported at home in a month; scoped to the declared area.

    A decision pays for the month of a death; with `alive_on` who is recorded dead by that day is left out.
    """
    rows = stated_together((FORM_FACT, *ABILITIES), month, person_ids)
    home = {pk: one for pk, one in rows.items() if one.values[FORM_FACT] == AT_HOME}
    people = Person.objects.filter(pk__in=home)
    if alive_on is not None:
        gone = Death.objects.latest_versions().filter(person=OuterRef("pk"), is_withdrawn=False, died_on__lte=alive_on)
        people = people.filter(~Exists(gone))
    known = {person.pk: person for person in people} if home else {}
    return {pk: Supported(known[pk], one, _tier(one)) for pk, one in home.items() if pk in known}


def at_home_in(case_ids: Collection[int], month: Month) -> dict[int, str]:
    """Return, of the people whom these cases pay for, who is supported at home, with the name; one question."""
    found = stated_in_cases((FORM_FACT,), case_ids, month)
    return {pk: name for pk, (name, values) in found.items() if values[FORM_FACT] == AT_HOME}


def turns(today: date, person_ids: Collection[int] | None = None) -> list[Turn]:
    """Return everybody's next turn, the longest overdue first; a fixed number of questions."""
    return turns_of(supported_at_home(Month.of(today), person_ids, alive_on=today), today)


def turns_of(found: Mapping[int, Supported], today: date) -> list[Turn]:
    """Return the next turn of these people."""
    if not found:
        return []
    last = {row.person_id: row for row in _visits(found).order_by("visited_on", "pk")}
    lines, problems = unconfirmed(found.values()), defaultdict(list)
    for problem in open_problems().filter(visit__person_id__in=found):
        problems[problem.visit.person_id].append(problem)
    every: dict[tuple[str, str], LocalFigure] = {}
    rows = []
    for pk, who in found.items():
        key = (who.tier or MOST_NEED, who.grounds.division_code)
        if key not in every:
            every[key] = figure(f"support_visit_days_{key[0]}", place=key[1], on=today)
        since = last[pk].visited_on if pk in last else Month.parse(who.grounds.from_month).first_day
        due_on = since + timedelta(days=every[key].value)
        rows.append(Turn(who, every[key], last.get(pk), due_on, tuple(lines[pk]), tuple(problems[pk])))
    return sorted(rows, key=lambda one: (one.due_on, one.who.person.pk))


def unconfirmed(people: Iterable[Supported]) -> dict[int, list[PayLine]]:
    """Return by person the payments the bank reports paid of which nobody has said that they are in hand."""
    by_case: dict[str, list[int]] = defaultdict(list)
    for one in people:
        by_case[one.grounds.case_number].append(one.person.pk)
    lines = PayLine.objects.filter(case_number__in=by_case, status__in=ARRIVED_STATUSES).order_by("month", "pk")
    said = set(
        Receipt.objects.filter(line__case_number__in=by_case, is_in_hand=True).values_list("line_id", "person_id")
    )
    found: dict[int, list[PayLine]] = defaultdict(list)
    for line in lines:
        for pk in by_case[line.case_number]:
            if (line.pk, pk) not in said:
                found[pk].append(line)
    return found


def visits_of(person: Person) -> QuerySet[SupportVisit]:
    """Return the visits to a person, the newest first, with what was said and found."""
    rows = SupportVisit.objects.filter(person=person).select_related("visited_by")
    return rows.prefetch_related("receipts__line", "problems__settled_by").order_by("-visited_on", "-pk")


def open_problems() -> QuerySet[Problem]:
    """Return what was found and is not settled, the first due first."""
    rows = Problem.objects.filter(settled_at__isnull=True).select_related("visit", "visit__person", "found_by")
    return rows.order_by("due_on", "pk")


def in_hand(found: Mapping[int, Supported], first: date, last: date) -> tuple[int, int]:
    """Return, of the payments that arrived in these days for these people, how many are in hand, and how many came."""
    if not found:
        return 0, 0
    numbers = {one.grounds.case_number for one in found.values()}
    lines = PayLine.objects.filter(
        case_number__in=numbers, status__in=ARRIVED_STATUSES, settled_at__date__range=(first, last)
    )
    said = Receipt.objects.filter(line=OuterRef("pk"), is_in_hand=True)
    counted = lines.aggregate(part=Count("pk", filter=Exists(said)), whole=Count("pk"))
    return counted["part"], counted["whole"]


def _visits(people: Collection[int]) -> QuerySet[SupportVisit]:
    return SupportVisit.objects.filter(person_id__in=people)


def _tier(one: Grounds) -> str:
    if any(code not in one.values for code in ABILITIES):
        return UNKNOWN
    return tier_of(sum(not one.values[code] for code in ABILITIES))
