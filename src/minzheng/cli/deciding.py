"""The verbs `determine`, `decide`, `sheet` and `alters`: the rules propose, named people decide, the sheet says why."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import calculation_sheet, decision, determination, recertification
from minzheng.casework.enums import Outcome, ProposalState, State
from minzheng.casework.models import Case, Determination, ReviewProposal
from minzheng.cli.speech import marked as _
from minzheng.desk.alters import alter_lines
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.services.audit.domain.record import record_read
from minzheng.services.calendar import clock

_MANY = 200


class NotFound(Refused):
    """No such person, case or proposal in this person's area."""


def run_determine(argv: list[str]) -> int:
    """`minzheng determine --month 2026-11 --as USER`: review every active case; proposals only, pay is unchanged."""
    parser = argparse.ArgumentParser(prog="minzheng determine")
    parser.add_argument("--month", required=True, help=_("复核月份，例如 2026-11"))
    parser.add_argument("--as", dest="user", required=True, help=_("由谁办理（用户名）"))
    options = parser.parse_args(argv)
    month, by, at = Month.parse(options.month), person(options.user), clock.now()
    with within(by.area):
        made = recertification.review_month(month=month, by=by, at=at)
        rows = ReviewProposal.objects.filter(pk__in=[proposal.pk for proposal in made]).select_related(
            "case__applicant"
        )
        active = Case.objects.filter(state__in=[State.ACTIVE, State.CHANGE_PROPOSED, State.OPINION_HEARD]).count()
        print(
            _("%(month)s 复核：在保 %(active)s 户，新提出复核建议 %(n)s 条。建议不改变发放，须由另一人决定。")
            % {"month": month, "active": active, "n": len(made)}
        )
        for row in rows.order_by("number")[:_MANY]:
            print(_proposal_line(row))
        if len(made) > _MANY:
            print(_("……另有 %(n)s 条，见待办。") % {"n": len(made) - _MANY})
    return 0


def run_decide(argv: list[str]) -> int:
    """`minzheng decide NUMBER --confirm|--refuse|--send-back|--hear|--accept|--dismiss --as USER [--reason TEXT]`."""
    parser = argparse.ArgumentParser(prog="minzheng decide")
    parser.add_argument("number", help=_("案件编号或复核建议编号（FH-…）"))
    how = parser.add_mutually_exclusive_group(required=True)
    for name, sentence in _HOW.items():
        how.add_argument(f"--{name}", dest="how", action="store_const", const=name, help=sentence)
    parser.add_argument("--as", dest="user", required=True, help=_("由谁决定（用户名）"))
    parser.add_argument("--reason", default="", help=_("理由或当事人的意见"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        if options.how in {"confirm", "refuse", "send-back"}:
            case = _case(options.number)
            act = {"confirm": decision.confirm, "refuse": decision.refuse, "send-back": decision.send_back}[options.how]
            act(case=case, by=by, at=at, reason=options.reason)
            print(_("案件 %(number)s：%(label)s。") % {"number": case.number, "label": State(case.state).label})
            _print_decision(case)
            return 0
        proposal = _proposal(options.number)
        if options.how == "hear":
            recertification.hear(proposal=proposal, by=by, at=at, opinion=options.reason)
            print(_("复核建议 %(number)s：已登记当事人意见。") % {"number": proposal.number})
        elif options.how == "accept":
            recertification.accept(proposal=proposal, by=by, at=at, reason=options.reason)
            print(_("复核建议 %(number)s：已采纳。") % {"number": proposal.number})
            _print_decision(proposal.case)
        else:
            recertification.dismiss(proposal=proposal, by=by, at=at, reason=options.reason)
            print(_("复核建议 %(number)s：不采纳。") % {"number": proposal.number})
    return 0


def run_sheet(argv: list[str]) -> int:
    """`minzheng sheet CASE --as USER [--month 2026-11] [--out FILE.pdf]`: the calculation sheet of a case."""
    parser = argparse.ArgumentParser(prog="minzheng sheet")
    parser.add_argument("number", help=_("案件编号"))
    parser.add_argument("--as", dest="user", required=True, help=_("由谁查看（用户名）"))
    parser.add_argument("--month", default="", help=_("哪个月的认定，不写则最近一次"))
    parser.add_argument("--out", type=Path, help=_("写成 PDF 文件；不写则打印到屏幕"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        case = _case(options.number)
        rows = Determination.objects.filter(case=case).select_related("case__applicant").order_by("-pk")
        row = (rows.filter(month=str(Month.parse(options.month))) if options.month else rows).first()
        if row is None:
            raise NotFound(
                _("案件 %(number)s 没有%(month)s的认定，没有计算表可打印。")
                % {"number": case.number, "month": options.month}
            )
        with transaction.atomic():
            record_read(
                by=by, at=at, object_kind="case", object_id=str(case.pk), division_code=case.division_code,
                purpose=_("命令行打印核算表"),
            )  # fmt: skip
        if options.out:
            options.out.write_bytes(calculation_sheet.calculation_sheet(row, at=at))
            print(_("已写入 %(out)s") % {"out": options.out})
        else:
            print(calculation_sheet.sheet_text(row))
    return 0


def run_alters(argv: list[str]) -> int:
    """`minzheng alters CASE --as USER [--month 2026-11] [--json]`: which fact alone would alter a refusal."""
    parser = argparse.ArgumentParser(prog="minzheng alters")
    parser.add_argument("number", help=_("案件编号"))
    parser.add_argument("--as", dest="user", required=True, help=_("由谁查看（用户名）"))
    parser.add_argument("--month", default="", help=_("哪个月的认定，不写则最近一次"))
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        row = _determination(_case(options.number), options.month)
        with transaction.atomic():
            record_read(
                by=by, at=at, object_kind="case", object_id=str(row.case_id), division_code=row.case.division_code,
                purpose=_("命令行查看哪一项不同结果就会不同"),
            )  # fmt: skip
        if options.json:
            found = {
                "case": row.case.number, "program": row.case.program, "month": row.month, "outcome": row.outcome,
                "rule_version": row.rule_version,
                "alters": [{"whose": one.whose, **one.change.as_dict()} for one in determination.would_alter(row)],
            }  # fmt: skip
            print(json.dumps(found, ensure_ascii=False, indent=2), file=getattr(sys.stdout, "plain", sys.stdout))
        else:
            print("\n".join(_alters(row)))
    return 0


def _alters(row: Determination) -> Iterator[str]:
    lines = alter_lines(row)
    if row.outcome != Outcome.REFUSED:
        yield _("案件 %(number)s %(month)s的认定不是不符合条件，没有什么可改。") % {
            "number": row.case.number, "month": row.month,
        }  # fmt: skip
    elif not lines:
        yield _("案件 %(number)s：没有哪一项事实单独不同就会改变结果。") % {"number": row.case.number}
    else:
        yield _("案件 %(number)s：下面任何一项单独不同，结果就会不同。用来核对登记、向当事人说明。") % {
            "number": row.case.number
        }
    for one in lines:
        by = f"（{one['by']}）" if one["by"] else ""
        yield f"  {one['whose']}  {one['label']}  {one['was']} → {one['to']}{by}  {one['then']}"


def _determination(case: Case, month: str) -> Determination:
    rows = Determination.objects.filter(case=case).select_related("case__applicant").order_by("-pk")
    row = (rows.filter(month=str(Month.parse(month))) if month else rows).first()
    if row is None:
        raise NotFound(_("案件 %(number)s 没有%(month)s的认定。") % {"number": case.number, "month": month})
    return row


def person(username: str) -> Staff:
    """Return the account a verb acts as; raise NotFound for an unknown or closed one."""
    found = Staff.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NotFound(
            _("没有用户名为“%(username)s”的在用账号。用 minzheng staff list 查看。") % {"username": username}
        )
    return found


_HOW = {
    "confirm": _("予以确认"),
    "refuse": _("不予确认"),
    "send-back": _("退回补充"),
    "hear": _("登记当事人意见（写在 --reason）"),
    "accept": _("采纳复核建议"),
    "dismiss": _("不采纳复核建议"),
}


def _case(number: str) -> Case:
    case = Case.objects.filter(number=number).select_related("applicant", "household").first()
    if case is None:
        raise NotFound(_("您的管辖区域内没有案件“%(number)s”。请核对编号。") % {"number": number})
    return case


def _proposal(number: str) -> ReviewProposal:
    rows = ReviewProposal.objects.select_related("case__applicant")
    found = rows.filter(number=number).first()
    found = found or rows.filter(case__number=number, state=ProposalState.OPEN).first()
    if found is None:
        raise NotFound(_("您的管辖区域内没有待处理的复核建议“%(number)s”。请核对编号。") % {"number": number})
    return found


def _print_decision(case: Case) -> None:
    last = case.decisions.order_by("-pk").first()
    if last is not None:
        amount = _("，每月 %(yuan)s 元") % {"yuan": format_yuan(last.amount_fen)} if last.amount_fen else ""
        print(
            _("%(document_number)s：%(get_kind_display)s%(amount)s，自 %(from_month)s 起。")
            % {
                "document_number": last.document_number,
                "get_kind_display": last.get_kind_display(),
                "amount": amount,
                "from_month": last.from_month,
            }
        )


def _proposal_line(row: ReviewProposal) -> str:
    now = format_yuan(row.current_amount_fen)
    new = "—" if row.proposed_amount_fen is None else format_yuan(row.proposed_amount_fen)
    reasons = clauses(row.reasons)[:60]
    who = f"{row.case.number}  {row.case.applicant.name}"
    return f"{row.number}  {who}  {row.get_kind_display()}  {now} → {new}  {reasons}"
