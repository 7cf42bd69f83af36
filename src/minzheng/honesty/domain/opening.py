"""Opening a file, and closing it where nothing is to be done."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.models import Case, NumberSeries
from minzheng.casework.queries.catalogue import liability_of
from minzheng.casework.queries.members import members_on
from minzheng.honesty.domain import road
from minzheng.honesty.domain.road import COUNTY, TOWNSHIP, HonestyRefused
from minzheng.honesty.enums import ALLEGED
from minzheng.honesty.models import HonestyFile
from minzheng.honesty.queries.clocks import deadline
from minzheng.honesty.queries.promises import promises_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.statute.period import has_period


class CannotOpen(HonestyRefused):
    """The file cannot be opened as asked."""


@transaction.atomic
def open_file(
    *, case: Case, person: Person, by: Staff, at: datetime, wrong: str, facts: str, source: str, discovered_on: date,
    proposes_stop: bool = False,
) -> HonestyFile:  # fmt: skip
    """Open a file on one member of a case's household; the 90 days of the decision begin (行政处罚法 第六十条).

    `proposes_stop` only says so: a stop is made by casework's own acts, after the household was heard.
    """
    permissions.require_role(by, TOWNSHIP, COUNTY)
    permissions.require_area(by, case.division_code)
    day = local_day(at)
    if wrong not in ALLEGED:
        raise CannotOpen(_("请选择立案事由：虚报隐瞒、未按规定告知变化，或非因当事人过错多发。"))
    if not facts.strip() or not source.strip():
        raise CannotOpen(_("请写明反映的问题和发现途径，立案须有事实线索。"))
    if discovered_on > day:
        raise CannotOpen(_("发现日期%(day)s晚于今天，请核对。") % {"day": discovered_on})
    _require_of_household(case, person, discovered_on, at)
    with as_kept():
        counted = deadline("penalty_decision", day) if has_period("penalty_decision", day) else None
    series = f"CX-{case.division_code[:6]}-{day.year}"
    file = HonestyFile(
        number=f"{series}-{NumberSeries.objects.take(series):05d}", case=case, person=person, wrong=wrong,
        matter=liability_of(case.program), facts=facts.strip(),
        source=source.strip(), discovered_on=discovered_on, proposes_stop=proposes_stop, opened_on=day, opened_by=by,
        promised=[promise.as_dict() for promise in promises_of(case)], opened_at=at,
        due_on=counted.day if counted else None, is_due_provisional=bool(counted and counted.provisional),
        due_counted=counted.counted if counted else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError as error:
        raise CannotOpen(
            _("%(name)s在案件%(number)s中已有未决的诚信案卷，请在原案卷中办理。")
            % {"name": person.name, "number": case.number}
        ) from error
    road.write_note(
        file=file, action="honesty.opened", by=by, at=at, reason=facts.strip(),
        details={"number": file.number, "case": case.number, "wrong": wrong, "due_on": str(file.due_on)},
    )  # fmt: skip
    return file


@transaction.atomic
def drop(*, file: HonestyFile, by: Staff, at: datetime, reason: str) -> HonestyFile:
    """Close a file without recovery or fine: nothing was found, or the matter is too slight (行政处罚法 第三十三条)."""
    step = road.require(file=file, verb="drop", by=by)
    permissions.require_other_person(by, earlier=file.opened_by, what=_("本案卷的立案"))
    if not reason.strip():
        raise HonestyRefused(_("不予处理须写明理由，例如查证不属实、情节轻微已改正。"))
    road.move(file=file, step=step)
    road.write_note(file=file, action="honesty.dropped", by=by, at=at, details={}, reason=reason.strip())
    return file


def _require_of_household(case: Case, person: Person, day: date, at: datetime) -> None:
    """A file is on somebody who is or was in the household: an applicant who has left is still answerable."""
    if person.pk == case.applicant_id:
        return
    if person.pk not in {one.pk for one in members_on(case.household, day, at)}:
        raise CannotOpen(
            _("%(name)s在%(day)s不是案件%(number)s的申请人或家庭成员，不能以此人立案。")
            % {"name": person.name, "day": day, "number": case.number}
        )
