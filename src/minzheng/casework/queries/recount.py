"""Deadlines that the calendar would count differently today: given before a notice was known, or before a day changed.

Nothing moves by itself: whoever moves them (domain.recount) does so by name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minzheng.casework.enums import CLOSED_STATES, HANGING_STATES, State, Station
from minzheng.casework.models import Case, Publicity, Supplement
from minzheng.casework.queries.clock import SUPPLEMENT_DAYS, limit_of, rules_of
from minzheng.kernel.moment import local_day
from minzheng.services.calendar.queries import Deadline, add_calendar_days

AT_ONCE = 200


@dataclass(frozen=True)
class Recounted:
    """One deadline: the day it was given, what the calendar counts now, and the day that would stand.

    A shorter count takes nothing away: what was given stays, so that no step is late by it (通用程序 2.1).
    """

    case: Case
    given: date
    counted: Deadline
    posting: Publicity | None = None
    supplement: Supplement | None = None

    @property
    def day(self) -> date:
        """Return the day that stands after the recount."""
        return max(self.given, self.counted.day)

    @property
    def is_moved(self) -> bool:
        """Say whether the last day would change."""
        return self.day != self.given

    @property
    def is_settled(self) -> bool:
        """Say whether a provisional day becomes certain."""
        return self.case.is_due_provisional and not self.counted.provisional

    @property
    def station_label(self) -> str:
        """Return what the deadline is of."""
        return str(Station(self.case.station).label)


def recounted(case: Case, *, posting: Publicity | None = None, supplement: Supplement | None = None) -> Deadline | None:
    """Count the case's present deadline anew; None where none runs or where an agreement, not a count, set the day."""
    if case.due_on is None or case.state in {*CLOSED_STATES, State.REVIEW_DUE}:
        return None
    if case.state in HANGING_STATES:
        if posting is None:
            return None
        return add_calendar_days(posting.posted_on, rules_of(case, posting.posted_on).publicity_days)
    if case.state == State.SUPPLEMENT_NEEDED:
        return None if supplement is None else add_calendar_days(local_day(supplement.asked_at), SUPPLEMENT_DAYS)
    return limit_of(case, case.station, case.station_since_on)


def affected() -> list[Recounted]:
    """Return the deadlines of the declared area that count differently now, in order of the day given."""
    return sorted(_affected(), key=lambda row: (row.given, row.case.pk))


def provisional_count() -> int:
    """Count the open deadlines of the declared area that ran through a year not announced yet."""
    return Case.objects.filter(is_due_provisional=True).exclude(state__in=CLOSED_STATES).count()


def _affected() -> Iterator[Recounted]:
    rows = Case.objects.filter(due_on__isnull=False).exclude(state__in=CLOSED_STATES)
    cases = list(rows.select_related("applicant", "household").order_by("pk"))
    for start in range(0, len(cases), AT_ONCE):
        part = cases[start : start + AT_ONCE]
        ids = [case.pk for case in part]
        hung = {
            row.case_id: row for row in Publicity.objects.filter(case__in=ids, closed_at__isnull=True).order_by("pk")
        }
        asked = {
            row.case_id: row for row in Supplement.objects.filter(case__in=ids, answered_at__isnull=True).order_by("pk")
        }
        for case in part:
            posting, supplement = hung.get(case.pk), asked.get(case.pk)
            counted = recounted(case, posting=posting, supplement=supplement)
            if counted is None or case.due_on is None:
                continue
            row = Recounted(
                case, case.due_on, counted,
                posting if case.state in HANGING_STATES else None,
                supplement if case.state == State.SUPPLEMENT_NEEDED else None,
            )  # fmt: skip
            if counted.day != row.given or row.is_settled:
                yield row
