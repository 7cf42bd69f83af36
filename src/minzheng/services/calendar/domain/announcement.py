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
def correct(*, day: dt.date, is_workday: bool, note: str, source: str) -> tuple[str, str]:
    """Say of one day of a known year whether offices work; return the words for what it was and what it is now.

    A day that is what its weekday says needs no row and has none. Raises NotAnAnnouncement.
    """
    if not CalendarYear.objects.filter(year=day.year).exists():
        raise NotAnAnnouncement(
            _("%(year)d年的放假安排还没有录入。请先录入全年的通知，再更正其中的一天。") % {"year": day.year}
        )
    if not source.strip():
        raise NotAnAnnouncement(_("请填写更正的依据：通知的名称和文号。"))
    usual = day.weekday() < 5
    if is_workday != usual and not note.strip():
        raise NotAnAnnouncement(_("请填写这一天的说明，例如“国庆节放假”“春节调休上班”。"))
    known = CalendarDay.objects.filter(date=day).first()
    if (known.is_workday if known else usual) == is_workday and (known.note if known else "") == note.strip():
        raise NotAnAnnouncement(_("%(day)s已经是这样登记的，没有更正。") % {"day": day})
    before = words_of(known.is_workday, known.note) if known else words_of(usual, "")
    CalendarDay.objects.filter(date=day).delete()
    if is_workday != usual:
        _write({day: (is_workday, note.strip())}, source.strip())
    forget()
    transaction.on_commit(forget)
    return before, words_of(is_workday, note.strip() if is_workday != usual else "")


def words_of(is_workday: bool, note: str) -> str:  # noqa: FBT001
    """Say what a day is: 工作日, 休息日（国庆节放假）."""
    word = _("工作日") if is_workday else _("休息日")
    return f"{word}（{note}）" if note else str(word)


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
