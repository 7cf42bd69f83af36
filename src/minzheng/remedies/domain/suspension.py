"""Stopping the execution of a decision: only by an order, entered here with its number, lifted the same way."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.remedies.domain.road import COUNTY, RemedyRefused
from minzheng.remedies.enums import AGAINST_A_DECISION, State
from minzheng.remedies.models import RemedyFile, SuspensionOrder
from minzheng.services.audit.domain.record import record


@transaction.atomic
def order(*, file: RemedyFile, by: Staff, at: datetime, on: date, document_number: str, reason: str) -> SuspensionOrder:
    """Enter an order of the review body or the court (行政复议法 第四十二条、行政诉讼法 第五十六条)."""
    permissions.require_role(by, COUNTY)
    permissions.require_area(by, file.division_code)
    if file.kind not in AGAINST_A_DECISION or file.state != State.ACCEPTED:
        raise RemedyRefused(_("只有已受理、尚未作出结论的复议和诉讼可以登记停止执行。"))
    if not document_number.strip() or not reason.strip():
        raise RemedyRefused(_("复议、诉讼期间决定不停止执行；停止执行须有文书，请填写文号和理由。"))
    if not file.filed_on <= on <= local_day(at):
        raise RemedyRefused(_("停止执行的日期应在提出之后、今天之前。"))
    if SuspensionOrder.objects.filter(file=file, lifted_on__isnull=True).exists():
        raise RemedyRefused(_("已登记停止执行，恢复执行之前不能再登记。"))
    row = SuspensionOrder.objects.create(
        file=file, document_number=document_number.strip(), reason=reason.strip(), ordered_on=on, entered_by=by,
        entered_at=at,
    )  # fmt: skip
    _note(file, "remedy.suspended", by, at, row)
    return row


@transaction.atomic
def lift(*, file: RemedyFile, by: Staff, at: datetime, on: date, reason: str) -> SuspensionOrder:
    """Enter that the decision is carried out again."""
    permissions.require_role(by, COUNTY)
    permissions.require_area(by, file.division_code)
    row = SuspensionOrder.objects.filter(file=file, lifted_on__isnull=True).first()
    if row is None:
        raise RemedyRefused(_("没有登记停止执行。"))
    if not row.ordered_on <= on <= local_day(at) or not reason.strip():
        raise RemedyRefused(_("请填写恢复执行的依据；日期应在停止执行之后、今天之前。"))
    row.lifted_on, row.lift_reason, row.lifted_by, row.lifted_at = on, reason.strip(), by, at
    row.save(update_fields=["lifted_on", "lift_reason", "lifted_by", "lifted_at"])
    _note(file, "remedy.suspension_lifted", by, at, row)
    return row


def _note(file: RemedyFile, action: str, by: Staff, at: datetime, row: SuspensionOrder) -> None:
    record(
        chain=f"remedy:{file.pk}", at=at, by=by, action=action, object_kind="remedy", object_id=str(file.pk),
        division_code=file.division_code, reason=row.lift_reason or row.reason,
        after={"order": row.document_number, "ordered_on": str(row.ordered_on), "lifted_on": str(row.lifted_on)},
    )  # fmt: skip
