"""Working days and deadlines.

A period in days does not count the day it starts on; a period in calendar days that ends on a day off ends on the next
working day (民法典 第二百零一条、第二百零三条). Nothing here reads the clock.
"""

import calendar
import datetime as dt
import functools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, listed
from minzheng.services.calendar.models import CalendarDay, CalendarYear

ONE_DAY = dt.timedelta(days=1)
# A file whose time says when the table was last edited on this machine.
MARK = "calendar-edited"


@dataclass(frozen=True)
class Deadline:
    """The last day on which a thing is in time; the day after is late."""

    day: dt.date
    # The count ran through a year whose holidays are not announced yet, so `day` may still move.
    provisional: bool
    # How it was counted, as a sentence for officials.
    counted: str


@dataclass(frozen=True)
class _Table:
    """All rows in memory, some five hundred."""

    special: dict[dt.date, tuple[bool, str]]
    years: frozenset[int]


@functools.lru_cache(maxsize=1)
def _table(_hour: int, _edited: int) -> _Table:
    special = {
        day: (is_workday, note)
        for day, is_workday, note in CalendarDay.objects.values_list("date", "is_workday", "note")
    }
    return _Table(special, frozenset(CalendarYear.objects.values_list("year", flat=True)))


def _current() -> _Table:
    # An edit is seen at once by every process of this machine, on others within the hour.
    return _table(int(time.monotonic() // 3600), _edited())


def _edited() -> int:
    try:
        return _mark().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _mark() -> Path:
    return Path(settings.VAR_DIR) / MARK


def forget() -> None:
    """Read the table anew at the next question; called after every edit, and heard by others once it stands."""
    _table.cache_clear()
    transaction.on_commit(_say_edited)


def _say_edited() -> None:
    _table.cache_clear()
    _mark().touch()


def is_announced(year: int) -> bool:
    """Say whether the year's holiday notice is in the table."""
    return year in _current().years


def is_workday(day: dt.date) -> bool:
    """Say whether offices work on this day; in a year not announced yet, Monday to Friday."""
    return _is_workday(_current(), day)


def add_working_days(start: dt.date, n: int) -> Deadline:
    """Return the n-th working day after `start` (n >= 1)."""
    _require_positive(n)
    table, day, left = _current(), start, n
    while left:
        day += ONE_DAY
        left -= _is_workday(table, day)
    counted = _("自%(start)s的次日起算，第%(n)d个工作日为%(day)s") % {"start": _date(start), "n": n, "day": _date(day)}
    return _deadline(table, start, day, counted)


def add_calendar_days(start: dt.date, n: int) -> Deadline:
    """Return the n-th day after `start` (n >= 1), or the next working day if that is a day off."""
    _require_positive(n)
    end = start + n * ONE_DAY
    counted = _("自%(start)s的次日起算，第%(n)d日为%(day)s") % {"start": _date(start), "n": n, "day": _date(end)}
    return _moved_off_holidays(start, end, counted)


def add_months(start: dt.date, n: int) -> Deadline:
    """Return the corresponding day n months later, or the month's last; moved off days off (民法典 第二百零二条)."""
    _require_positive(n)
    year, month0 = divmod(start.year * 12 + start.month - 1 + n, 12)
    end = dt.date(year, month0 + 1, min(start.day, calendar.monthrange(year, month0 + 1)[1]))
    counted = _("自%(start)s起%(n)d个月，到期日为%(day)s") % {"start": _date(start), "n": n, "day": _date(end)}
    return _moved_off_holidays(start, end, counted)


def count_period(start: dt.date, n: int, unit: str) -> Deadline:
    """Count a period whose unit is data: working (days), calendar (days) or months."""
    return {"working": add_working_days, "calendar": add_calendar_days, "months": add_months}[unit](start, n)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    table = _current()
    return sum(_is_workday(table, day) for day in _days_after(start, end))


def working_days_left(today: dt.date, due: dt.date) -> int:
    """Return the working days from today to the last day: 0 on the last day itself, negative when late.

    Late is late: the rest day after the last day is already -1.
    """
    if today == due:
        return 0
    return working_days_between(today, due) or (1 if today < due else -1)


def _require_positive(n: int) -> None:
    if n < 1:
        message = f"a period has at least one day or month, not {n}"
        raise ValueError(message)


def _is_workday(table: _Table, day: dt.date) -> bool:
    special = table.special.get(day)
    return special[0] if special else day.weekday() < 5


def _days_after(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    for n in range(1, (end - start).days + 1):
        yield start + n * ONE_DAY


def _moved_off_holidays(start: dt.date, end: dt.date, counted: str) -> Deadline:
    table, day = _current(), end
    while not _is_workday(table, day):
        day += ONE_DAY
    if day != end:
        counted = _("%(counted)s，当日休息，顺延至%(day)s") % {"counted": counted, "day": _date(day)}
    return _deadline(table, start, day, counted)


def _deadline(table: _Table, start: dt.date, day: dt.date, counted: str) -> Deadline:
    named = [
        _("%(day)s%(name)s") % {"day": f"{passed:%m-%d}", "name": retell(table.special[passed][1])}
        for passed in _days_after(start, day)
        if passed in table.special
    ]
    if named:
        counted += _("；其间%(days)s") % {"days": listed(named)}
    # The first day counted is the one after the start.
    guessed = [str(year) for year in range((start + ONE_DAY).year, day.year + 1) if year not in table.years]
    if guessed:
        counted += _("；%(years)s年放假安排尚未录入，暂按周一至周五推算") % {"years": listed(guessed)}
    return Deadline(day, bool(guessed), counted + _("。"))


def _date(day: dt.date) -> str:
    return day_words(day)
