"""Paying back: a plan in parts, receipts against it, and the end of the file when nothing is left.

A refund returns to the funds that paid the months concerned (payments.domain.recovery); what was paid before this
system kept the books, fines and surcharges go to the treasury and move no fund.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.honesty.domain import road
from minzheng.honesty.domain.investigation import latest
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.enums import ReceiptKind
from minzheng.honesty.models import HonestyFile, Instalment, InstalmentPlan, Receipt, Ruling
from minzheng.honesty.queries.position import Days, Position, position
from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.moment import local_day
from minzheng.payments.domain import recovery
from minzheng.statute.period import figure, months_after


class PlanRefused(HonestyRefused):
    """The plan does not add up, or runs too long."""


class ReceiptRefused(HonestyRefused):
    """The receipt cannot be recorded so."""


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a plan as agreed."""

    due_on: date
    refund_fen: Fen
    fine_fen: Fen


def equal_shares(*, refund_fen: Fen, fine_fen: Fen, count: int, first_on: date) -> list[Share]:
    """Return `count` monthly parts: first what must be given back, then the fine; odd fen fall to the first parts."""
    if count < 1:
        raise PlanRefused(_("分期至少一期。"))
    total = refund_fen + fine_fen
    found, given = [], 0
    for number in range(count):
        part = total // count + (number < total % count)
        to_refund = min(part, max(0, refund_fen - given))
        given += part
        found.append(Share(months_after(first_on, number) if number else first_on, to_refund, part - to_refund))
    return [share for share in found if share.refund_fen or share.fine_fen]


@transaction.atomic
def agree_plan(*, ruling: Ruling, by: Staff, at: datetime, request: str, shares: Sequence[Share]) -> InstalmentPlan:
    """Agree to payment in parts, at the person's request (行政处罚法 第六十六条). Replaces an earlier plan.

    Raises PlanRefused: the parts are not exactly what is left, days are not in order, or it runs too long.
    """
    file = ruling.file
    road.require(file=file, verb="agree_plan", by=by)
    day = local_day(at)
    if ruling.served_on is None:
        raise PlanRefused(_("决定书尚未登记送达，送达后才能批准分期。"))
    if not request.strip():
        raise PlanRefused(_("分期须有当事人申请，请写明申请的理由。"))
    _require_sums(position(ruling, day), shares)
    days = [share.due_on for share in shares]
    if days != sorted(set(days)) or days[0] < day:
        raise PlanRefused(_("各期应缴日期须从早到晚、不重复，第一期不早于今天。"))
    longest = figure("instalment_months_max", place=file.case.division_code, on=day)
    if days[-1] > months_after(day, longest.value):
        raise PlanRefused(
            _("分期最长%(n)s个月（%(reference)s），最后一期%(last)s过晚。")
            % {"n": longest.value, "reference": longest.reference, "last": days[-1]}
        )
    before = InstalmentPlan.objects.filter(ruling=ruling, replaced_by__isnull=True).first()
    plan = InstalmentPlan.objects.create(
        ruling=ruling, request=request.strip(), agreed_by=by, agreed_at=at, agreed_on=day, replaces=before
    )
    Instalment.objects.bulk_create(
        Instalment(plan=plan, seq=seq, due_on=one.due_on, refund_fen=one.refund_fen, fine_fen=one.fine_fen)
        for seq, one in enumerate(shares, start=1)
    )
    road.write_note(
        file=file, action="honesty.plan_agreed", by=by, at=at, reason=request.strip(),
        details={"plan": [[one.due_on.isoformat(), one.refund_fen, one.fine_fen] for one in shares]},
    )  # fmt: skip
    return plan


@transaction.atomic
def receive(
    *, ruling: Ruling, by: Staff, at: datetime, kind: str, amount_fen: Fen, received_on: date, receipt_number: str,
    note: str = "", paused: Days = (),
) -> Receipt:  # fmt: skip
    """Record money that came in. The file is closed by itself when refund, fine and surcharge are all paid.

    Raises ReceiptRefused: more than is left, a number used before, a day in the future.
    """
    file = HonestyFile.objects.select_for_update().select_related("case").get(pk=ruling.file_id)
    road.require(file=file, verb="receive", by=by)
    day = local_day(at)
    if ruling.served_on is None or not ruling.served_on <= received_on <= day:
        raise ReceiptRefused(_("收款日期应在决定书送达之后、今天之前；决定书未送达的请先登记送达。"))
    number = receipt_number.strip()
    if kind not in ReceiptKind.values or not number:
        raise ReceiptRefused(_("请选择款项，并填写票据号。没有票据号的收款不能登记。"))
    before = position(ruling, day, paused=paused)
    left = before.left_of(kind)
    if not 0 < amount_fen <= left:
        raise ReceiptRefused(
            _("%(kind)s尚欠¥%(left)s元，不能登记¥%(sum)s元。多缴的请退还当事人，分属两项的请分两笔登记。")
            % {"kind": ReceiptKind(kind).label, "left": format_yuan(left), "sum": format_yuan(amount_fen)}
        )
    try:
        with transaction.atomic():
            row = Receipt.objects.create(
                ruling=ruling, kind=kind, amount_fen=amount_fen, received_on=received_on, receipt_number=number,
                note=note.strip(), recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ReceiptRefused(
            _("票据号%(number)s已登记过，同一票据不能重复入账。请核对票据号。") % {"number": number}
        ) from error
    to_funds = _give_back(row, by=by, at=at) if kind == ReceiptKind.REFUND else 0
    road.write_note(
        file=file, action="honesty.received", by=by, at=at,
        details={"receipt": number, "kind": kind, "amount_fen": amount_fen, "to_funds_fen": to_funds},
    )  # fmt: skip
    after = position(ruling, day, paused=paused)
    if after.left_fen == 0 and after.surcharge_left_fen == 0:
        _settle(file, by, at, "")
    return row


@transaction.atomic
def cancel(*, receipt: Receipt, by: Staff, at: datetime, reason: str) -> Receipt:
    """Cancel a wrong entry by a row that names it; by another person than the one who wrote it."""
    file = receipt.ruling.file
    road.require(file=file, verb="cancel_receipt", by=by)
    permissions.require_other_person(by, earlier=receipt.recorded_by, what=_("这笔收款的登记"))
    if receipt.cancels_id is not None or Receipt.objects.filter(cancels=receipt).exists():
        raise ReceiptRefused(_("票据号%(number)s的登记已冲销。") % {"number": receipt.receipt_number})
    if not reason.strip():
        raise ReceiptRefused(_("冲销须写明理由。"))
    row = Receipt.objects.create(
        ruling=receipt.ruling, kind=receipt.kind, amount_fen=receipt.amount_fen, received_on=receipt.received_on,
        receipt_number=receipt.receipt_number, note=reason.strip()[:200], cancels=receipt, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    recovery.undo(receipt=_name(receipt), by=by, at=at)
    road.write_note(
        file=file, action="honesty.receipt_cancelled", by=by, at=at, reason=reason.strip(),
        details={"receipt": receipt.receipt_number, "amount_fen": receipt.amount_fen},
    )  # fmt: skip
    return row


@transaction.atomic
def settle(*, ruling: Ruling, by: Staff, at: datetime, reason: str, paused: Days = ()) -> HonestyFile:
    """Close a file on which only a surcharge is left that the bureau does not lay (it may, 行政处罚法 第七十二条)."""
    file = ruling.file
    road.require(file=file, verb="settle", by=by)
    permissions.require_other_person(by, earlier=ruling.decided_by, what=_("本案的决定"))
    now = position(ruling, local_day(at), paused=paused)
    if now.left_fen:
        raise HonestyRefused(
            _("尚欠退款¥%(refund)s元、罚款¥%(fine)s元，不能结案。")
            % {"refund": format_yuan(now.refund_left_fen), "fine": format_yuan(now.fine_left_fen)}
        )
    if not reason.strip():
        raise HonestyRefused(_("不加处罚款而结案的，请写明理由。"))
    _settle(file, by, at, reason.strip())
    return file


def _give_back(receipt: Receipt, *, by: Staff, at: datetime) -> Fen:
    """Book a refund on the funds that paid the months found wrong; return how much of it that was."""
    file = receipt.ruling.file
    months = sorted(str(row["month"]) for row in latest(file).months)
    rest = recovery.book(
        case_number=file.case.number, months=(months[0], months[-1]), amount_fen=receipt.amount_fen,
        receipt=_name(receipt), by=by, at=at,
    )  # fmt: skip
    return receipt.amount_fen - rest


def _name(receipt: Receipt) -> str:
    return f"honesty-{receipt.pk}"


def _settle(file: HonestyFile, by: Staff, at: datetime, reason: str) -> None:
    road.move(file=file, step=road.BY_VERB["settle"])
    road.write_note(file=file, action="honesty.settled", by=by, at=at, details={}, reason=reason)


def _require_sums(now: Position, shares: Sequence[Share]) -> None:
    refund, fine = sum(one.refund_fen for one in shares), sum(one.fine_fen for one in shares)
    if not shares or (refund, fine) != (now.refund_left_fen, now.fine_left_fen):
        raise PlanRefused(
            _("分期合计（退款¥%(refund)s元、罚款¥%(fine)s元）与尚欠（退款¥%(r)s元、罚款¥%(f)s元）不符，请核对。")
            % {
                "refund": format_yuan(refund), "fine": format_yuan(fine), "r": format_yuan(now.refund_left_fen),
                "f": format_yuan(now.fine_left_fen),
            }
        )  # fmt: skip
