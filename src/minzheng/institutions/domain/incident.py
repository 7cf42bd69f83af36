"""What went wrong and what might: incidents, complaints, checks, and what is put right."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.institutions.domain.road import (
    CARERS,
    DIRECTORS,
    OFFICERS,
    HomeRefused,
    filled,
    locked,
    next_number,
    note,
    note_of,
    require,
)
from minzheng.institutions.enums import Harm
from minzheng.institutions.models import Complaint, Defect, Incident, Institution, Residence, SafetyCheck
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.services.calendar.queries import add_working_days
from minzheng.statute.home_rule import checks, risks
from minzheng.statute.period import figure


@transaction.atomic
def report(
    *, residence: Residence, risk: str, happened_on: date, words: str, harm: str, measures: str, by: Staff,
    at: datetime,
) -> Incident:  # fmt: skip
    """Report that one of the nine risks came true (GB 38600)."""
    home = residence.institution
    require(by, home, *CARERS)
    filled(words, measures, what=_("经过和当场的处理"))
    if risk not in {one.code for one in risks()} or harm not in Harm.values or happened_on > local_day(at):
        raise HomeRefused(_("请选择风险类别和后果，发生日期不能晚于今天。"))
    row = Incident(
        number=next_number("SG", home, at), residence=residence, risk=risk, happened_on=happened_on,
        words=words.strip(), harm=harm, measures=measures.strip(), reported_by=by, reported_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note_of(residence, "home.incident_reported", by=by, at=at, incident=row.number, risk=risk, harm=harm)
    return row


@transaction.atomic
def close_incident(*, incident: Incident, cause: str, by: Staff, at: datetime) -> Incident:
    """Say why it happened and what is changed; not by whoever reported it."""
    row: Incident = locked(incident)
    home = row.residence.institution
    require(by, home, *DIRECTORS, *OFFICERS)
    permissions.require_other_person(by, earlier=row.reported_by, what=_("事件报告"))
    filled(cause, what=_("原因和改进措施"))
    if row.closed_at is not None:
        raise HomeRefused(_("事件%(number)s已结案。") % {"number": row.number})
    row.cause, row.closed_by, row.closed_at = cause.strip(), by, at
    row.save(update_fields=["cause", "closed_by", "closed_at"])
    note_of(row.residence, "home.incident_closed", by=by, at=at, incident=row.number, reason=row.cause)
    return row


@transaction.atomic
def complain(
    *, institution: Institution, said_by: str, text: str, received_on: date, by: Staff, at: datetime
) -> Complaint:
    """Take a complaint down; it is answered within the local number of working days."""
    require(by, institution, *CARERS, *OFFICERS)
    filled(said_by, text, what=_("投诉人和投诉内容"))
    if received_on > local_day(at):
        raise HomeRefused(_("收到日期不能晚于今天。"))
    days = figure("complaint_answer_working_days", place=institution.division_code, on=received_on).value
    with as_kept():
        due = add_working_days(received_on, days)
    row = Complaint(
        number=next_number("TS", institution, at), institution=institution, said_by=said_by.strip(),
        text=text.strip(), received_on=received_on, due_on=due.day, received_by=by, received_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "home.complained", by=by, at=at, complaint=row.number, due_on=row.due_on.isoformat())
    return row


@transaction.atomic
def answer(*, complaint: Complaint, text: str, by: Staff, at: datetime) -> Complaint:
    """Answer a complaint: director or office."""
    row: Complaint = locked(complaint)
    require(by, row.institution, *DIRECTORS, *OFFICERS)
    filled(text, what=_("处理结果和答复"))
    if row.answered_at is not None:
        raise HomeRefused(_("投诉%(number)s已答复。") % {"number": row.number})
    row.answer, row.answered_by, row.answered_at = text.strip(), by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    note(row.institution, "home.complaint_answered", by=by, at=at, complaint=row.number)
    return row


@transaction.atomic
def check(
    *, institution: Institution, kind: str, failed: Collection[str], due_on: date | None, by: Staff, at: datetime,
    words: str = "",
) -> SafetyCheck:  # fmt: skip
    """Check fire or food safety: what failed is to be put right by `due_on`."""
    require(by, institution, *DIRECTORS, *OFFICERS)
    if kind not in checks():
        raise HomeRefused(_("请选择检查种类。"))
    names = {one.code: one.name for one in checks()[kind].items}
    if not set(failed) <= set(names):
        raise HomeRefused(_("不合格的项目不属于这一种检查。"))
    limit = due_on or date.min
    if failed and limit < local_day(at):
        raise HomeRefused(_("有不合格的，请写明整改期限，期限不能早于今天。"))
    row = SafetyCheck(
        number=next_number("JC", institution, at), institution=institution, kind=kind, failed=sorted(failed),
        checked_on=local_day(at), words=words.strip(), checked_by=by, checked_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    for code in sorted(failed):
        _defect(institution, names[code], limit, by=by, at=at, check_of=row)
    note(institution, "home.checked", by=by, at=at, check=row.number, kind=kind, failed=row.failed)
    return row


@transaction.atomic
def mend(*, defect: Defect, remedy: str, by: Staff, at: datetime) -> Defect:
    """Say how a defect was put right; it stands open until another has looked."""
    row: Defect = locked(defect)
    require(by, row.institution, *DIRECTORS)
    filled(remedy, what=_("怎样整改的"))
    if row.mended_at is not None:
        raise HomeRefused(_("整改事项%(number)s已登记整改，等待复查。") % {"number": row.number})
    row.remedy, row.mended_by, row.mended_at = remedy.strip(), by, at
    row.save(update_fields=["remedy", "mended_by", "mended_at"])
    note(row.institution, "home.defect_mended", by=by, at=at, defect=row.number, reason=row.remedy)
    return row


@transaction.atomic
def verify(*, defect: Defect, by: Staff, at: datetime) -> Defect:
    """Look again: an officer, not whoever put it right."""
    row: Defect = locked(defect)
    require(by, row.institution, *OFFICERS)
    if row.mended_at is None or row.verified_at is not None:
        raise HomeRefused(_("整改事项%(number)s还没有登记整改，或已复查。") % {"number": row.number})
    permissions.require_other_person(by, earlier=row.mended_by, what=_("整改"))
    row.verified_by, row.verified_at = by, at
    row.save(update_fields=["verified_by", "verified_at"])
    note(row.institution, "home.defect_verified", by=by, at=at, defect=row.number)
    return row


@transaction.atomic
def find_defect(*, institution: Institution, words: str, due_on: date, by: Staff, at: datetime) -> Defect:
    """Put something on the list of what is to be put right, e.g. what a scored sheet took points off for."""
    require(by, institution, *DIRECTORS, *OFFICERS)
    filled(words, what=_("问题"))
    if due_on < local_day(at):
        raise HomeRefused(_("整改期限不能早于今天。"))
    return _defect(institution, words.strip(), due_on, by=by, at=at)


def _defect(
    institution: Institution, words: str, due_on: date, *, by: Staff, at: datetime,
    check_of: SafetyCheck | None = None,
) -> Defect:  # fmt: skip
    row = Defect(
        number=next_number("ZG", institution, at), institution=institution, check_of=check_of, words=words,
        due_on=due_on, found_by=by, found_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
