"""Telling the person before a decision: facts, grounds, the proposed sums, and the right to speak and to be heard.

行政处罚法 第四十四条、第四十五条、第六十三条。What is proposed is first checked against the law of both days.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.honesty.domain import investigation as investigations
from minzheng.honesty.domain import paper, road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.enums import ServiceMethod
from minzheng.honesty.models import AdvanceNotice, HonestyFile, Investigation, Statement
from minzheng.honesty.queries.lawful import Answer, lawful_of
from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.statute.period import LocalFigure, figure, period


class FineOutOfRange(HonestyRefused):
    """The fine lies outside what the law of the act and of the decision allow."""


class RefundTooHigh(HonestyRefused):
    """More is asked back than was received without right."""


@transaction.atomic
def tell(*, file: HonestyFile, by: Staff, at: datetime, refund_fen: Fen, fine_fen: Fen, grounds: str) -> AdvanceNotice:
    """Issue the notice in advance, printed and kept.

    Raises FineOutOfRange, RefundTooHigh (with the numbers and both laws), HonestyRefused.
    """
    step = road.require(file=file, verb="tell", by=by)
    found = investigations.latest(file)
    day = local_day(at)
    answer = lawful_of(file, found, day)
    require_lawful(answer, fine_fen)
    require_refund(found, refund_fen)
    if refund_fen == fine_fen == 0:
        raise HonestyRefused(_("没有拟退回的款项，也没有拟罚款，不用告知。查无问题的，请办理“不予处理”。"))
    if not grounds.strip():
        raise HonestyRefused(_("请写明拟作出决定的理由，当事人据此陈述、申辩。"))
    threshold = figure("fine_larger_threshold_fen", place=file.case.division_code, on=day)
    is_larger = fine_fen > 0 and fine_fen >= threshold.value
    with as_kept():
        kept = lawful_of(file, found, day)
        data = _data(file, found, kept, day=day, sums=(refund_fen, fine_fen), grounds=grounds.strip(),
                     rights=_rights(day, threshold, is_larger=is_larger))  # fmt: skip
    pdf, sha256 = paper.printed(paper.NOTICE_TEMPLATE, data, form="penalty_advance", at=at)
    notice = AdvanceNotice(
        file=file, investigation=found, document_number=data["number"], refund_fen=refund_fen, fine_fen=fine_fen,
        grounds=grounds.strip(), lawful=kept.as_dict(), is_larger_fine=is_larger, threshold=_frozen(threshold),
        data=data, sha256=sha256, issued_by=by, issued_at=at,
    )  # fmt: skip
    notice.file_pdf.save(paper.file_name(), pdf, save=False)
    notice.save(force_insert=True)
    road.move(file=file, step=step)
    road.write_note(
        file=file, action="honesty.told", by=by, at=at, reason=grounds.strip(),
        details={"document": data["number"], "refund_fen": refund_fen, "fine_fen": fine_fen, "content_sha256": sha256},
    )  # fmt: skip
    return notice


@transaction.atomic
def serve(*, notice: AdvanceNotice, by: Staff, at: datetime, served_on: date, method: str) -> AdvanceNotice:
    """Record that the notice reached the person; the days to ask for a hearing run from then."""
    file = notice.file
    road.require(file=file, verb="serve_notice", by=by)
    require_service(notice, local_day(notice.issued_at), served_on, method, local_day(at))
    notice.served_by, notice.served_at, notice.served_on, notice.service_method = by, at, served_on, method
    notice.save(update_fields=["served_by", "served_at", "served_on", "service_method"])
    details = {"document": notice.document_number, "served_on": served_on.isoformat(), "method": method}
    road.write_note(file=file, action="honesty.notice_served", by=by, at=at, details=details)
    return notice


@transaction.atomic
def state(*, file: HonestyFile, by: Staff, at: datetime, text: str, made_on: date) -> Statement:
    """Record what the person says; nobody's defence makes the decision heavier (行政处罚法 第四十五条)."""
    road.require(file=file, verb="state", by=by)
    if not text.strip():
        raise HonestyRefused(_("请如实记录当事人的陈述、申辩；当事人没有意见的，也请写明。"))
    if not file.opened_on <= made_on <= local_day(at):
        raise HonestyRefused(_("陈述日期应在立案之后、今天之前。"))
    row = Statement.objects.create(file=file, text=text.strip(), made_on=made_on, recorded_by=by, recorded_at=at)
    road.write_note(file=file, action="honesty.stated", by=by, at=at, details={"statement": row.pk}, reason=row.text)
    return row


def require_lawful(answer: Answer, fine_fen: Fen) -> None:
    """Raise FineOutOfRange with both days' law unless the fine is lawful."""
    if fine_fen < 0:
        raise FineOutOfRange(_("罚款金额不能为负数。"))
    if not answer.admits(fine_fen):
        raise FineOutOfRange(
            _("罚款¥%(fine)s元不在法定幅度内，不能作出。%(why)s请改为幅度内的金额，或不罚款。")
            % {"fine": format_yuan(fine_fen), "why": "".join(answer.sentences)}
        )


def require_refund(found: Investigation, refund_fen: Fen) -> None:
    """Raise RefundTooHigh if more is asked back than was received without right."""
    if not 0 <= refund_fen <= found.obtained_fen:
        raise RefundTooHigh(
            _("责令退回¥%(refund)s元超过调查认定的多领金额¥%(obtained)s元。只能追回多领的本金。")
            % {"refund": format_yuan(refund_fen), "obtained": format_yuan(found.obtained_fen)}
        )


def require_service(row: object, issued_on: date, served_on: date, method: str, today: date) -> None:
    """Raise unless the paper was not served yet, and is served after its day by a known way."""
    if getattr(row, "served_on", None) is not None:
        raise HonestyRefused(_("该文书已登记送达。"))
    if not issued_on <= served_on <= today:
        raise HonestyRefused(_("送达日期应在制发之后、今天之前。"))
    if method not in ServiceMethod.values:
        raise HonestyRefused(_("请选择送达方式。"))


def _data(
    file: HonestyFile, found: Investigation, answer: Answer, *, day: date, sums: tuple[Fen, Fen], grounds: str,
    rights: list[str],
) -> dict[str, Any]:  # fmt: skip
    refund_fen, fine_fen = sums
    number = paper.number_of(file.case.division_code, day, "民罚告" if fine_fen else "民追告")
    title = _("行政处罚事先告知书") if fine_fen else _("追回救助款事先告知书")
    return {
        **paper.head(file, title=title, number=number, on=day),
        "kind": "penalty_advance" if fine_fen else "recovery",
        **paper.found(found),
        "grounds": grounds,
        "proposal": _proposal(refund_fen, fine_fen),
        "range": list(answer.sentences),
        "rights": rights,
    }


def _proposal(refund_fen: Fen, fine_fen: Fen) -> list[str]:
    found = []
    if refund_fen:
        found.append(_("责令退回多领的救助款%(sum)s；") % {"sum": paper.money(refund_fen)})
    found.append(_("处以罚款%(sum)s。") % {"sum": paper.money(fine_fen)} if fine_fen else _("不予罚款。"))
    return found


def _rights(day: date, threshold: LocalFigure, *, is_larger: bool) -> list[str]:
    found = [_("您有权陈述和申辩，我局将复核您提出的事实、理由和证据，不会因您的申辩作出更重的处理。")]
    if is_larger:
        rule = period("hearing_request", day)
        found.append(
            _(
                "拟罚款属较大数额（%(reference)s，%(sum)s元以上）。您有权要求听证，可在收到本告知书之日起%(n)d%(unit)s内向我局提出（%(law)s）；逾期未提出的，视为放弃。"
            )
            % {
                "reference": threshold.reference, "sum": format_yuan(threshold.value), "n": rule.count,
                "unit": _("个工作日") if rule.unit == "working" else _("日"), "law": rule.reference,
            }
        )  # fmt: skip
    return found


def _frozen(used: LocalFigure) -> dict[str, object]:
    return {
        "name": used.name, "value": used.value, "reference": used.reference, "status": used.status,
        "from": used.from_date,
    }  # fmt: skip
