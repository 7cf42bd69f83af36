"""The calendar is changed by a named person, and deadlines move only when one moves them.

国务院办公厅 announces each year's holidays late in the year before; until then deadlines are provisional
(docs/adr/0002).
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import close_relatives, flow
from minzheng.casework.models import Case, Publicity, Supplement
from minzheng.casework.queries.recount import Recounted, affected
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record
from minzheng.services.calendar.domain import announcement
from minzheng.services.calendar.models import CalendarDay, CalendarYear

CHAIN = "calendar"


class RecountRefused(Refused):
    """There is nothing to recount, or the reason is missing."""


@transaction.atomic
def announce_year(
    *, year: int, days: Mapping[dt.date, tuple[bool, str]], source: str, by: Staff, at: dt.datetime
) -> CalendarYear:
    """Enter a year's notice (services.calendar.domain.announcement.announce). Open deadlines stay as they were given.

    Raises NotAnAnnouncement, NotAllowed.
    """
    _require_keeper(by)
    before = _rows(year)
    known = announcement.announce(year=year, days=days, source=source.strip(), by=by, at=at)
    _audit(
        "calendar.announced", str(year), by=by, at=at, before=before or None, after={"days": _rows(year)},
        reason=source.strip(),
    )  # fmt: skip
    return known


@transaction.atomic
def correct_day(*, day: dt.date, is_workday: bool, note: str, source: str, by: Staff, at: dt.datetime) -> None:
    """Correct one day of a known year; open deadlines stay as they were given. Raises NotAnAnnouncement, NotAllowed."""
    _require_keeper(by)
    before, after = announcement.correct(day=day, is_workday=is_workday, note=note, source=source)
    _audit("calendar.corrected", day.isoformat(), by=by, at=at, before=before, after=after, reason=source.strip())


@transaction.atomic
def recount(*, by: Staff, at: dt.datetime, reason: str, numbers: Sequence[str] = ()) -> list[Recounted]:
    """Count the open deadlines of the declared area anew (of these cases, if named) and write each that changes.

    A later day moves the deadline; an earlier one leaves it, for a shorter count makes no step late. Cases of the
    person's own close relatives are left to a colleague. Raises RecountRefused, NotAllowed.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    if not reason.strip():
        raise RecountRefused(_("请写明重算的依据，例如“国办发明电〔2026〕号公布2027年放假安排”。"))
    close_relatives.match_for(staff=by, at=at)
    recused = recused_cases(by)
    rows = [row for row in affected() if (not numbers or row.case.number in numbers) and row.case.pk not in recused]
    if not rows:
        raise RecountRefused(_("没有需要重算的时限：按现在的日历，在办案件的时限都没有变化。"))
    for row in rows:
        permissions.require_area(by, row.case.division_code)
        _write(row, by=by, at=at, reason=reason.strip())
    return rows


def _write(row: Recounted, *, by: Staff, at: dt.datetime, reason: str) -> None:
    case = row.case
    details = {
        "station": case.station, "given": row.given.isoformat(), "counted": row.counted.day.isoformat(),
        "due_on": row.day.isoformat(), "provisional": row.counted.provisional, "how": row.counted.counted,
    }  # fmt: skip
    flow.note(case=case, action="recount_deadline", by=by, at=at, details=details, reason=reason)
    # Only if nobody has moved the case since the list was made; else its clock is another one.
    Case.objects.filter(pk=case.pk, state=case.state, due_on=row.given).update(
        due_on=row.day, is_due_provisional=row.counted.provisional
    )
    if row.posting is not None:
        Publicity.objects.filter(pk=row.posting.pk).update(last_on=row.day)
    if row.supplement is not None:
        Supplement.objects.filter(pk=row.supplement.pk).update(due_on=row.day)


def _require_keeper(by: Staff) -> None:
    """The calendar is the whole county's."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, settings.COUNTY_CODE)


def _rows(year: int) -> list[list[object]]:
    rows = CalendarDay.objects.filter(date__year=year).order_by("date")
    return [[row.date.isoformat(), row.is_workday, row.note] for row in rows]


def _audit(
    action: str, object_id: str, *, by: Staff, at: dt.datetime, before: object, after: object, reason: str
) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="calendar", object_id=object_id,
        division_code=settings.COUNTY_CODE, before=before, after=after, reason=reason,
    )  # fmt: skip
