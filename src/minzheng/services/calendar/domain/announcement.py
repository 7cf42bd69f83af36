"""A year's holiday notice comes into the table: from the package, or typed in when the State Council announces it."""

import csv
import datetime as dt
from collections.abc import Mapping
from importlib import resources
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.services.calendar.models import CalendarDay, CalendarYear
from minzheng.services.calendar.queries import forget

Days = Mapping[dt.date, tuple[bool, str]]


class NotAnAnnouncement(Refused):
    """The days given cannot be one year's holiday arrangement."""


class Named(Protocol):
    """Whoever types the notice in; services know no staff."""

    username: str


@transaction.atomic
def announce(*, year: int, days: Days, source: str, by: Named, at: dt.datetime) -> CalendarYear:
    """Record the notice for one year, replacing what was known of it: {date: (is_workday, note)}.

    Only days that differ from Monday to Friday may be given; deadlines that were provisional become exact.
    """
    if not source.strip():
        raise NotAnAnnouncement(_("放假安排没有写明依据：请填写国务院办公厅通知的名称和文号。"))
    for day, (is_workday, _note) in sorted(days.items()):
        if day.year != year:
            raise NotAnAnnouncement(
                _("%(day)s 不在 %(year)d 年内：每次只能录入一个年度，请核对日期。") % {"day": day, "year": year}
            )
        if is_workday == (day.weekday() < 5):
            word = _("工作日") if is_workday else _("休息日")
            raise NotAnAnnouncement(
                _("%(day)s 本来就是%(word)s，不需要录入：请只填写与周一至周五不同的日子。") % {"day": day, "word": word}
            )
    CalendarDay.objects.filter(date__year=year).delete()
    known, _created = CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source, "entered_by": by.username, "entered_at": at}
    )
    _write(days, source)
    return known


@transaction.atomic
def load_packaged() -> list[int]:
    """Add the packaged years that are not known yet and return them; a year typed in by the office is left as it is."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    by_year: dict[int, dict[dt.date, tuple[bool, str]]] = {}
    sources: dict[int, str] = {}
    for day, is_workday, note, source in packaged():
        if day.year not in known:
            by_year.setdefault(day.year, {})[day] = (is_workday, note)
            sources[day.year] = source
    CalendarYear.objects.bulk_create(CalendarYear(year=year, source=sources[year]) for year in by_year)
    for year, days in by_year.items():
        _write(days, sources[year])
    return sorted(by_year)


def packaged() -> list[tuple[dt.date, bool, str, str]]:
    """Read the packaged table: (date, is_workday, note, source)."""
    text = (resources.files("minzheng.services.calendar") / "days.csv").read_text(encoding="utf-8")
    return [
        (dt.date.fromisoformat(row["date"]), row["is_workday"] == "1", row["note"], row["source"])
        for row in csv.DictReader(text.splitlines())
    ]


def _write(days: Days, source: str) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_workday=is_workday, note=note, source=source)
        for day, (is_workday, note) in days.items()
    )
    forget()
    # Another thread may have read the table between the line above and the commit.
    transaction.on_commit(forget)
