"""The decision: what must be paid back, what fine is laid, and the paper that says why and how to object.

Four eyes: who opened, investigated or told cannot decide. The fine is checked again against the law of this day.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.honesty.domain import investigation as investigations
from minzheng.honesty.domain import paper, road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.domain.telling import FineOutOfRange, require_lawful, require_refund, require_service
from minzheng.honesty.enums import FileState, RulingKind, Wrong
from minzheng.honesty.models import (
    AdvanceNotice,
    Hearing,
    HonestyFile,
    Investigation,
    PoliceTransfer,
    Ruling,
    RulingChange,
    Statement,
)
from minzheng.honesty.queries.clocks import deadline, hearing_deadline
from minzheng.honesty.queries.lawful import Answer, lawful_of
from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words


@transaction.atomic
def decide(
    *, file: HonestyFile, by: Staff, at: datetime, refund_fen: Fen, fine_fen: Fen, reason: str,
    is_warned: bool = False,
) -> Ruling:  # fmt: skip
    """Decide, print and keep the paper. Never heavier than what was told in advance.

    Raises FineOutOfRange, RefundTooHigh, TwoPeopleNeeded, HonestyRefused (not heard yet, days still running).
    """
    step = road.require(file=file, verb="decide", by=by)
    found = investigations.latest(file)
    _require_another(file, found, by)
    day = local_day(at)
    answer = lawful_of(file, found, day)
    require_lawful(answer, fine_fen)
    require_refund(found, refund_fen)
    if refund_fen == fine_fen == 0:
        raise HonestyRefused(_("没有要退回的款项，也不罚款。请办理“不予处理”结案。"))
    if not reason.strip():
        raise HonestyRefused(_("请写明决定的理由，包括对陈述、申辩意见的采纳情况。"))
    _require_told(file, refund_fen, fine_fen, day)
    _require_no_crime(file, fine_fen)
    kind = RulingKind.PENALTY if fine_fen else RulingKind.RECOVERY
    number = paper.number_of(file.case.division_code, day, "民罚" if fine_fen else "民追")
    with as_kept():
        kept = lawful_of(file, found, day)
        data = _data(file, found, kept, number=number, day=day, sums=(refund_fen, fine_fen), reason=reason.strip(),
                     is_warned=is_warned)  # fmt: skip
    paper.require_remedies(data)
    pdf, sha256 = paper.printed(paper.RULING_TEMPLATE, data, form=kind.value, at=at)
    row = Ruling(
        file=file, investigation=found, kind=kind, document_number=number, refund_fen=refund_fen, fine_fen=fine_fen,
        is_warned=is_warned, lawful=kept.as_dict(), reason=reason.strip(), data=data, sha256=sha256, decided_by=by,
        decided_at=at, decided_on=day,
    )  # fmt: skip
    row.file_pdf.save(paper.file_name(), pdf, save=False)
    row.save(force_insert=True)
    road.move(file=file, step=step)
    road.write_note(
        file=file, action="honesty.decided", by=by, at=at, reason=reason.strip(),
        details={"document": number, "refund_fen": refund_fen, "fine_fen": fine_fen, "content_sha256": sha256},
    )  # fmt: skip
    return row


@transaction.atomic
def serve(*, ruling: Ruling, by: Staff, at: datetime, served_on: date, method: str) -> Ruling:
    """Record that the decision reached the person: the days to pay and to object run from then."""
    file = ruling.file
    road.require(file=file, verb="serve_ruling", by=by)
    require_service(ruling, ruling.decided_on, served_on, method, local_day(at))
    ruling.served_by, ruling.served_at, ruling.served_on, ruling.service_method = by, at, served_on, method
    ruling.pay_by_on = deadline("penalty_payment", served_on).day
    ruling.save(update_fields=["served_by", "served_at", "served_on", "service_method", "pay_by_on"])
    details = {"document": ruling.document_number, "served_on": served_on.isoformat(), "method": method}
    road.write_note(file=file, action="honesty.ruling_served", by=by, at=at, details=details)
    return ruling


@transaction.atomic
def change(
    *, ruling: Ruling, by: Staff, at: datetime, order_number: str, ordered_on: date, refund_fen: Fen, fine_fen: Fen,
    reason: str,
) -> RulingChange:  # fmt: skip
    """Lower the sums, or take them away, as a review body or a court decided; never raise them.

    Earlier plans of payment end: what is left may be planned anew. By another person than who decided.
    """
    file = ruling.file
    road.require(file=file, verb="change_ruling", by=by)
    permissions.require_other_person(by, earlier=ruling.decided_by, what=_("本案的决定"))
    if not order_number.strip() or not reason.strip():
        raise HonestyRefused(_("请填写复议决定书或裁判文书的文号和变更的内容。"))
    if not ruling.decided_on <= ordered_on <= local_day(at):
        raise HonestyRefused(_("文书日期应在原决定之后、今天之前。"))
    before = RulingChange.objects.filter(ruling=ruling).order_by("-pk").first() or ruling
    if not (0 <= refund_fen <= before.refund_fen and 0 <= fine_fen <= before.fine_fen):
        raise FineOutOfRange(
            _("变更后不得重于原决定：退回¥%(refund)s元、罚款¥%(fine)s元。请核对复议决定或判决。")
            % {"refund": format_yuan(before.refund_fen), "fine": format_yuan(before.fine_fen)}
        )
    row = RulingChange.objects.create(
        ruling=ruling, order_number=order_number.strip(), refund_fen=refund_fen, fine_fen=fine_fen,
        reason=reason.strip(), ordered_on=ordered_on, pay_by_on=deadline("penalty_payment", local_day(at)).day,
        changed_by=by, changed_at=at,
    )  # fmt: skip
    road.write_note(
        file=file, action="honesty.ruling_changed", by=by, at=at, reason=row.reason,
        details={"order": row.order_number, "refund_fen": refund_fen, "fine_fen": fine_fen},
    )  # fmt: skip
    return row


def _require_another(file: HonestyFile, found: Investigation, by: Staff) -> None:
    permissions.require_other_person(by, earlier=file.opened_by, what=_("本案卷的立案"))
    permissions.require_other_person(by, earlier=found.recorded_by, what=_("本案的调查"))
    if by.pk in found.investigator_ids:
        raise permissions.TwoPeopleNeeded(_("您（%(name)s）是本案调查人，决定须由另一人作出。") % {"name": by.name})
    notice = AdvanceNotice.objects.filter(file=file).select_related("issued_by").first()
    if notice is not None:
        permissions.require_other_person(by, earlier=notice.issued_by, what=_("本案的事先告知"))


def _require_told(file: HonestyFile, refund_fen: Fen, fine_fen: Fen, day: date) -> None:
    notice = AdvanceNotice.objects.filter(file=file).first()
    if notice is None:
        if fine_fen:
            raise HonestyRefused(_("罚款前须先制发事先告知书并送达（行政处罚法第四十四条）。请先办理事先告知。"))
        if not Statement.objects.filter(file=file).exists():
            raise HonestyRefused(_("追回救助款前须先听取当事人意见。请先登记当事人的陈述、申辩。"))
        return
    if notice.served_on is None:
        raise HonestyRefused(_("事先告知书尚未登记送达，不能作出决定。请先登记送达。"))
    if fine_fen > notice.fine_fen or refund_fen > notice.refund_fen:
        raise FineOutOfRange(
            _(
                "决定不得重于事先告知（行政处罚法第四十五条）：告知退回¥%(refund)s元、罚款¥%(fine)s元。请按不高于告知的金额作出决定。"
            )
            % {"refund": format_yuan(notice.refund_fen), "fine": format_yuan(notice.fine_fen)}
        )
    last = hearing_deadline(notice)
    waits = file.state == FileState.TOLD and notice.is_larger_fine and fine_fen
    if waits and last is not None and day <= last.day:
        raise HonestyRefused(
            _("当事人要求听证的期限到%(last)s为止（%(counted)s），次日起才能作出决定。")
            % {"last": last.day, "counted": last.counted}
        )


def _require_no_crime(file: HonestyFile, fine_fen: Fen) -> None:
    """What the police have before them is not fined beside them; what was received may still be asked back."""
    sent = PoliceTransfer.objects.filter(file=file).first()
    if sent is None or not fine_fen or sent.answer_kind == "returned":
        return
    words = _("公安机关已立案侦查") if sent.answered_on else _("公安机关尚未答复")
    raise HonestyRefused(
        _("本案已于%(day)s移送%(organ)s，%(words)s，现在不能罚款（行政处罚法第二十七条）；可以只责令退回。")
        % {"day": sent.sent_on, "organ": sent.organ, "words": words}
    )


def _data(
    file: HonestyFile, found: Investigation, answer: Answer, *, number: str, day: date, sums: tuple[Fen, Fen],
    reason: str, is_warned: bool,
) -> dict[str, Any]:  # fmt: skip
    refund_fen, fine_fen = sums
    title = _("行政处罚决定书") if fine_fen else _("责令退回救助款决定书")
    return {
        **paper.head(file, title=title, number=number, on=day),
        "kind": "penalty" if fine_fen else "recovery",
        **paper.found(found),
        "heard": _heard(file),
        "decision": _decided(found, refund_fen, fine_fen, is_warned=is_warned),
        "range": [*answer.sentences, *_law(answer, fine_fen)],
        "reason": reason,
        "how_to_pay": _how_to_pay(fine_fen),
        "remedies": paper.remedies(file.case.division_code, day),
    }


def _law(answer: Answer, fine_fen: Fen) -> list[str]:
    """Name the clause the decision rests on; an innocent overpayment rests on none of the penalties."""
    if answer.lawful is None or not answer.lawful.holds.reference:
        return []
    law = answer.lawful.holds.reference
    return [_("处罚依据：%(law)s。") % {"law": law} if fine_fen else _("处理依据：%(law)s。") % {"law": law}]


def _heard(file: HonestyFile) -> list[str]:
    said = [
        _("%(day)s陈述、申辩：%(text)s") % {"day": day_words(one.made_on), "text": one.text}
        for one in Statement.objects.filter(file=file).order_by("pk")
    ]
    hearing = Hearing.objects.filter(file=file, held_at__isnull=False).select_related("chair").first()
    if hearing is not None:
        said.append(
            _("%(day)s听证：%(text)s")
            % {"day": day_words(hearing.meets_on) if hearing.meets_on else "", "text": hearing.minutes}
        )
    return said or [_("当事人在规定期限内没有提出陈述、申辩。")]


def _decided(found: Investigation, refund_fen: Fen, fine_fen: Fen, *, is_warned: bool) -> list[str]:
    lines = []
    if is_warned:
        lines.append(_("对您给予批评教育。"))
    if refund_fen:
        lines.append(_("责令退回多领的救助款%(sum)s。") % {"sum": paper.money(refund_fen)})
    if fine_fen:
        lines.append(_("处以罚款%(sum)s。") % {"sum": paper.money(fine_fen)})
    elif found.finding == Wrong.INNOCENT:
        lines.append(_("多发不是您的过错造成的，不予处罚，只追回本金。"))
    return lines


def _how_to_pay(fine_fen: Fen) -> list[str]:
    lines = [_("请自收到本决定书之日起15日内缴清。确有困难的，可以申请延期或者分期（行政处罚法第六十六条）。")]
    if fine_fen:
        lines.append(
            _("到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款不超过罚款数额（行政处罚法第七十二条）。")
        )
    return lines
