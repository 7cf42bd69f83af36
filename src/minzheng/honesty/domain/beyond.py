"""What is handed to others: a suspected crime to the police, a unit's false proof to its supervising authority."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.honesty.domain import road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.enums import PoliceAnswer
from minzheng.honesty.models import HonestyFile, PoliceTransfer, UnitReport
from minzheng.kernel.moment import local_day

# Only the Social Assistance Law speaks of units that issue false proofs (第七十二条).
UNITS_ANSWER_FROM = date(2026, 7, 1)


class TransferRefused(HonestyRefused):
    """Nothing can be handed over, or answered, so."""


@transaction.atomic
def send_to_police(
    *, file: HonestyFile, by: Staff, at: datetime, organ: str, reason: str, documents: Sequence[str], sent_on: date
) -> PoliceTransfer:
    """Hand a suspected crime to the police; a fine waits for their answer, asking back does not."""
    road.require(file=file, verb="send_police", by=by)
    lines = [line.strip() for line in documents if line.strip()]
    if not organ.strip() or not reason.strip() or not lines:
        raise TransferRefused(_("移送须写明接收机关、理由和移送材料清单。"))
    if PoliceTransfer.objects.filter(file=file).exists():
        raise TransferRefused(_("本案已移送公安机关，请登记答复。"))
    _require_between(file.opened_on, sent_on, local_day(at))
    row = PoliceTransfer.objects.create(
        file=file, organ=organ.strip(), reason=reason.strip(), documents=lines, sent_on=sent_on, sent_by=by, sent_at=at
    )
    details = {"organ": row.organ, "sent_on": sent_on.isoformat(), "documents": lines}
    road.write_note(file=file, action="honesty.police_sent", by=by, at=at, details=details, reason=row.reason)
    return row


@transaction.atomic
def record_police_answer(
    *, file: HonestyFile, by: Staff, at: datetime, kind: str, text: str, answered_on: date
) -> PoliceTransfer:
    """Record what the police did with it: filed, or returned for administrative handling."""
    road.require(file=file, verb="answer_police", by=by)
    row = PoliceTransfer.objects.filter(file=file, answered_at__isnull=True).first()
    if row is None:
        raise TransferRefused(_("本案没有等待答复的移送。"))
    if kind not in PoliceAnswer.values or not text.strip():
        raise TransferRefused(_("请选择答复结果并写明答复文书和内容。"))
    _require_between(row.sent_on, answered_on, local_day(at))
    row.answer_kind, row.answer, row.answered_on, row.answered_by, row.answered_at = (
        kind, text.strip(), answered_on, by, at,
    )  # fmt: skip
    row.save(update_fields=["answer_kind", "answer", "answered_on", "answered_by", "answered_at"])
    details = {"answer": kind, "answered_on": answered_on.isoformat()}
    road.write_note(file=file, action="honesty.police_answered", by=by, at=at, details=details, reason=row.answer)
    return row


@transaction.atomic
def report_unit(
    *, file: HonestyFile, by: Staff, at: datetime, unit_name: str, authority: str, proof: str, issued_on: date
) -> UnitReport:
    """Ask the authority over a unit to act on its false proof; before 2026-07-01 no law gave this way."""
    road.require(file=file, verb="report_unit", by=by)
    if not unit_name.strip() or not authority.strip() or not proof.strip():
        raise TransferRefused(_("请写明单位名称、主管机关和虚假证明的内容。"))
    if issued_on < UNITS_ANSWER_FROM:
        raise TransferRefused(
            _("证明出具于%(day)s，社会救助法第七十二条自%(from)s起施行，此前没有提请处理的依据。")
            % {"day": issued_on, "from": UNITS_ANSWER_FROM}
        )
    if issued_on > local_day(at):
        raise TransferRefused(_("证明出具日期晚于今天，请核对。"))
    row = UnitReport.objects.create(
        file=file, unit_name=unit_name.strip(), authority=authority.strip(), proof=proof.strip(), issued_on=issued_on,
        reported_by=by, reported_at=at,
    )  # fmt: skip
    details = {"unit": row.unit_name, "authority": row.authority}
    road.write_note(file=file, action="honesty.unit_reported", by=by, at=at, details=details, reason=row.proof)
    return row


@transaction.atomic
def record_unit_answer(*, report: UnitReport, by: Staff, at: datetime, text: str, answered_on: date) -> UnitReport:
    """Record what the authority did."""
    file = report.file
    road.require(file=file, verb="answer_unit", by=by)
    if report.answered_at is not None:
        raise TransferRefused(_("该单位的处理结果已登记。"))
    if not text.strip():
        raise TransferRefused(_("请写明主管机关的处理结果。"))
    _require_between(local_day(report.reported_at), answered_on, local_day(at))
    report.answer, report.answered_on, report.answered_by, report.answered_at = text.strip(), answered_on, by, at
    report.save(update_fields=["answer", "answered_on", "answered_by", "answered_at"])
    details = {"unit": report.unit_name, "answered_on": answered_on.isoformat()}
    road.write_note(file=file, action="honesty.unit_answered", by=by, at=at, details=details, reason=report.answer)
    return report


def _require_between(first: date, day: date, last: date) -> None:
    if not first <= day <= last:
        raise TransferRefused(
            _("日期%(day)s应在%(first)s至%(last)s之间，请核对。") % {"day": day, "first": first, "last": last}
        )
