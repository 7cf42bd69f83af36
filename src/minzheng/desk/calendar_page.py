"""The year as a grid: twelve months, each day off or on, with why; who entered it and on what ground."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.queries.recount import provisional_count
from minzheng.desk.guards import covers_county
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words
from minzheng.services.audit.queries import of_chain
from minzheng.services.calendar.models import CalendarDay, CalendarYear

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
FIRST_YEAR, LAST_YEAR = 2004, 2100
SHOWN_CHANGES = 20


@dataclass(frozen=True)
class Cell:
    """One day. `kind` is work, rest, holiday or makeup; `mark` is the character that says so beside the colour."""

    day: dt.date
    kind: str
    mark: Any = ""
    note: str = ""
    is_today: bool = False


def keeps_calendar(staff: Staff) -> bool:
    """Say whether a person may change the calendar."""
    return staff.role == Role.COUNTY_OFFICER and covers_county(staff)


def year_context(year: int, today: dt.date, staff: Staff) -> dict[str, Any]:
    """Return the page of one year."""
    special = {row.date: row for row in CalendarDay.objects.filter(date__year=year).order_by("date")}
    known = CalendarYear.objects.filter(year=year).first()
    names = dict(Staff.objects.filter(username=known.entered_by).values_list("username", "name")) if known else {}
    years = sorted({*CalendarYear.objects.values_list("year", flat=True), today.year, today.year + 1})
    return {
        "year": year,
        "known": known,
        "source": retell(known.source) if known else "",
        "entered_by": names.get(known.entered_by or "", known.entered_by or "") if known else "",
        "months": [_month(year, month, special, today) for month in range(1, 13)],
        "weekdays": WEEKDAYS,
        "special": [
            {"day": row.date, "is_workday": row.is_workday, "note": retell(row.note), "source": retell(row.source)}
            for row in special.values()
        ],
        "earlier": year - 1 if year - 1 >= years[0] else None,
        "later": year + 1 if year + 1 <= years[-1] else None,
        "keeps": keeps_calendar(staff),
        "provisional": provisional_count(),
        "workdays": sum(cell.kind in {"work", "makeup"} for cell in _cells(year, special, today)),
        "changes": list(of_chain("calendar").order_by("-seq")[:SHOWN_CHANGES]),
        "county": settings.COUNTY_CODE,
    }


def _cells(year: int, special: dict[dt.date, CalendarDay], today: dt.date) -> list[Cell]:
    first = dt.date(year, 1, 1)
    days = 366 if calendar.isleap(year) else 365
    return [_cell(first + dt.timedelta(days=n), special, today) for n in range(days)]


def _month(year: int, month: int, special: dict[dt.date, CalendarDay], today: dt.date) -> dict[str, Any]:
    weeks = [
        [_cell(dt.date(year, month, day), special, today) if day else None for day in week]
        for week in calendar.monthcalendar(year, month)
    ]
    return {"title": month_words(f"{year}-{month:02d}"), "weeks": weeks}


def _cell(day: dt.date, special: dict[dt.date, CalendarDay], today: dt.date) -> Cell:
    row = special.get(day)
    if row is not None and row.is_workday:
        return Cell(day, "makeup", _("班"), retell(row.note), day == today)
    if row is not None:
        return Cell(day, "holiday", _("休"), retell(row.note), day == today)
    return Cell(day, "rest" if day.weekday() >= 5 else "work", is_today=day == today)
