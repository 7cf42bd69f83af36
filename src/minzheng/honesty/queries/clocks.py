"""The clocks of a file: each last day with how it was counted and by which clause."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from minzheng.honesty.enums import UNDECIDED_STATES, FileState
from minzheng.honesty.models import AdvanceNotice, HonestyFile
from minzheng.services.calendar.queries import Deadline, count_period, working_days_left
from minzheng.statute.period import has_period, period


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit: what, until when, how counted, by which law."""

    code: str
    label: str
    day: date
    provisional: bool
    counted: str
    law: str
    days_left: int


def deadline(code: str, start: date) -> Deadline:
    """Count a period of the statute from a day."""
    rule = period(code, start)
    return count_period(start, rule.count, rule.unit)


def hearing_deadline(notice: AdvanceNotice) -> Deadline | None:
    """Return the last day to ask for a hearing; None before the notice is served."""
    return deadline("hearing_request", notice.served_on) if notice.served_on else None


def clocks(file: HonestyFile, notice: AdvanceNotice | None, today: date) -> list[Clock]:
    """Return the clocks that run in the file's present state, the nearest first."""
    found = []
    if file.state in UNDECIDED_STATES and has_period("penalty_decision", file.opened_on):
        found.append(_clock("penalty_decision", _("立案后作出决定"), file.opened_on, today))
    if file.state == FileState.TOLD and notice is not None and notice.served_on and notice.is_larger_fine:
        found.append(_clock("hearing_request", _("当事人要求听证"), notice.served_on, today))
    return sorted(found, key=lambda one: one.day)


def _clock(code: str, label: str, start: date, today: date) -> Clock:
    counted = deadline(code, start)
    return Clock(
        code, label, counted.day, counted.provisional, counted.counted, period(code, start).reference,
        working_days_left(today, counted.day),
    )  # fmt: skip
