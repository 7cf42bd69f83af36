"""Deadlines: each station's limit under the path in force at acceptance, and how it was counted."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from minzheng.casework.enums import CLOSED_STATES, STATION_OF, Level, State, Station
from minzheng.casework.models import Case
from minzheng.programs import catalogue
from minzheng.rules.evaluation import ONCE
from minzheng.rules.program import Limit, StationPath, Step
from minzheng.services.calendar.queries import Deadline, add_calendar_days, add_working_days, working_days_left

# Local: how long a household has to bring what was missing (民政通用程序参数 supplement.days，示例值).
SUPPLEMENT_DAYS = 30
# The applicant, not the office, is waited for, or nobody is: no limit of a station runs.
_NO_CLOCK = {
    *CLOSED_STATES,
    State.SUPPLEMENT_NEEDED,
    State.DRAFT,
    State.ACTIVE,
    State.CHANGE_PROPOSED,
    State.OPINION_HEARD,
    State.SUSPENDED,
}


@dataclass(frozen=True)
class Counted:
    """One limit of a case: what, from when, until when, how it was counted, by which law.

    `days_left` are working days; below 0 is late.
    """

    code: str
    label: str
    since_on: date
    day: date
    provisional: bool
    counted: str
    law: str
    days_left: int | None = None

    @property
    def is_late(self) -> bool:
        """Say whether the last day has passed."""
        return self.days_left is not None and self.days_left < 0


def path_of(case: Case) -> StationPath:
    """Return the path in force when the case was accepted (a later, shorter limit makes no step late)."""
    return catalogue.get(case.program).program.path_on(case.path_from, case.path_area)


def is_once(case: Case) -> bool:
    """Say whether what the case is for is given once, and is over when it is given."""
    return bool(catalogue.get(case.program).program.cadence == ONCE)


def rules_of(case: Case, day: date) -> StationPath:
    """Return the path in force on the day of a step: what is done follows the law of the day it is done on.

    A day before the first path known (an old case taken over) follows the path the case came under.
    """
    program = catalogue.get(case.program).program
    return program.path_on(max(day, case.path_from), case.path_area)


def whole_limit(case: Case) -> Limit | None:
    """Return the limit of the whole road: the longer one once a ground was recorded, the one of a delegated case."""
    path = path_of(case)
    if case.extension_ground and path.extended is not None:
        return path.extended
    return path.delegated if case.decides == Level.TOWNSHIP and path.delegated is not None else path.whole


def whole_deadline(case: Case) -> Deadline | None:
    """Count the whole limit from acceptance, or from the application where the law of acceptance says so."""
    limit = whole_limit(case)
    if limit is None or case.accepted_on is None:
        return None
    since = case.opened_on if limit.since == "application" else case.accepted_on
    return (add_working_days if limit.kind == "working" else add_calendar_days)(since, limit.days)


def step_of(case: Case, station: str) -> Step | None:
    """Return the path's step at a station, or None if this program does not stop there."""
    return path_of(case).step(station)


def has_station(case: Case, station: str) -> bool:
    """Say whether the path always stops at this station."""
    return path_of(case).always(station)


def station_in(case: Case, state: State) -> Station:
    """Return the station whose clock runs in a state; a path without a means check goes on to the visit."""
    station = STATION_OF[state]
    if state == State.ACCEPTED and not has_station(case, Station.MEANS_CHECK):
        return Station.HOUSEHOLD_VISIT
    return station


def limit_of(case: Case, station: str, start: date, state: State | None = None) -> Deadline | None:
    """Count the station's limit from `start`; None if the path sets none or nobody's clock runs."""
    step = step_of(case, station)
    now = state or State(case.state)
    days = path_of(case).objection_days
    if now == State.COUNTY_OBJECTED and days is not None:
        return add_working_days(start, days)
    # The days of a posting begin when it hangs; the law sets none for hanging it.
    if step is None or step.limit_days is None or now in {*_NO_CLOCK, State.PROPOSED}:
        return None
    count = add_working_days if step.limit_kind == "working" else add_calendar_days
    return count(start, step.limit_days)


def how_counted(case: Case) -> str:
    """Return how the present deadline was counted, without a query; empty where an act set the day."""
    again = limit_of(case, case.station, case.station_since_on) if case.due_on else None
    return again.counted if again is not None and again.day == case.due_on else ""


def _label(case: Case, step: Step | None) -> str:
    label = str(Station(case.station).label)
    return gettext("%(station)s（启动）") % {"station": label} if step is not None and step.limit_starts else label


def deadlines(case: Case, today: date) -> list[Counted]:
    """Return the limit of the present station and the limit of the whole case, each with how it was counted."""
    found = []
    if case.due_on and case.state not in _NO_CLOCK:
        step = step_of(case, case.station)
        again = limit_of(case, case.station, case.station_since_on)
        found.append(
            Counted(
                case.station, _label(case, step), case.station_since_on, case.due_on,
                case.is_due_provisional,
                again.counted if again and again.day == case.due_on else gettext("以办理时确定的最后一日为准。"),
                step.law if step else "", working_days_left(today, case.due_on),
            )
        )  # fmt: skip
    limit, whole = whole_limit(case), whole_deadline(case)
    if limit and whole and case.accepted_on and case.state not in {*_NO_CLOCK, State.CONFIRMED, State.REVIEW_DUE}:
        since = case.opened_on if limit.since == "application" else case.accepted_on
        found.append(
            Counted(
                "whole", gettext("全程（含公示）"), since, whole.day, whole.provisional, whole.counted, limit.law,
                working_days_left(today, whole.day),
            )
        )  # fmt: skip
    return found
