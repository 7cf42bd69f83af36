"""The verb `differences`: what should have been paid beside what was; confirming by a second person."""

import argparse
from collections.abc import Sequence
from datetime import datetime

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.models import Case
from minzheng.cli.deciding import NotFound, person
from minzheng.cli.speech import marked as _
from minzheng.differences.domain import computation, settlement
from minzheng.differences.enums import Cause, ProposalKind
from minzheng.differences.models import Computation
from minzheng.differences.queries.proposals import left_out, proposals, ready_to_confirm
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.payments.queries.programs import program_or_only
from minzheng.services.calendar import clock

SHOWN = 20


def run(argv: Sequence[str]) -> int:
    """`minzheng differences --from MONTH --program P --as USER`; `--continue NUMBER`; `--confirm NUMBER`."""
    parser = argparse.ArgumentParser(prog="minzheng differences", description=_("核算过去各月应发与已发的差额"))
    parser.add_argument("--as", dest="user", required=True, metavar=_("用户名"), help=_("由谁办理（用户名）"))
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--from", dest="first", metavar=_("月份"), help=_("从哪个月核算起，例如 2026-07"))
    how.add_argument("--continue", dest="resume", metavar=_("编号"), help=_("中断的核算从停下的地方继续"))
    how.add_argument("--confirm", metavar=_("编号"), help=_("由另一人成批确认这次核算的补发"))
    parser.add_argument("--program", default="", help=_("救助项目代码；只有一个项目时可不写"))
    parser.add_argument("--cause", choices=Cause.values, default=Cause.CHECK.value, help=_("原因"))
    parser.add_argument("--reason", default="", help=_("说明：依据哪份文件，或者得知了什么"))
    parser.add_argument("--case", default="", metavar=_("办件编号"), help=_("只核算这一个办件"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        if options.confirm:
            _confirm(_found(options.confirm), by, at)
        elif options.resume:
            _compute(_found(options.resume), by, at)
        else:
            case = Case.objects.filter(number=options.case).first() if options.case else None
            if options.case and case is None:
                raise NotFound(_("没有编号为“%(number)s”的办件。") % {"number": options.case})
            row = computation.start(
                program=program_or_only(options.program), first=Month.parse(options.first), cause=options.cause,
                reason=options.reason or _("命令行核算"), by=by, at=at, case=case,
            )  # fmt: skip
            _compute(row, by, at)
    return 0


def _compute(row: Computation, by: Staff, at: datetime) -> None:
    def told(done: int) -> None:
        print(_("  已核算 %(done)s/%(total)s 户") % {"done": done, "total": row.total}, flush=True)

    done = computation.run(computation=row, by=by, at=at, told=told)
    print(
        _("核算 %(number)s：%(first)s 至 %(last)s，%(n)s 户，%(changed)s 户有差额。")
        % {
            "number": done.number, "first": done.first_month, "last": done.last_month, "n": done.done,
            "changed": done.changed,
        }
    )  # fmt: skip
    print(
        _("应补发 %(arrears)s 元，应追回 %(recovery)s 元。")
        % {"arrears": format_yuan(done.arrears_fen), "recovery": format_yuan(done.recovery_fen)}
    )
    for one in proposals(computation=done)[:SHOWN]:
        words = {
            "case": one.case.number, "kind": ProposalKind(one.kind).label, "n": one.month_count,
            "yuan": format_yuan(one.total_fen),
        }  # fmt: skip
        print(_("  %(case)s %(kind)s %(n)s 个月 %(yuan)s 元") % words)
    for row_out in left_out(done)[:SHOWN]:
        words = {"case": row_out.case.number, "months": " ".join(row_out.months), "why": row_out.reason}
        print(_("  %(case)s %(months)s 未能核算：%(why)s") % words)
    print(_("下一步：由另一人在“差额核算”逐户确认，或 minzheng differences --confirm %(n)s") % {"n": done.number})


def _confirm(row: Computation, by: Staff, at: datetime) -> None:
    done, fen = 0, 0
    for one in ready_to_confirm(row).select_related("case").order_by("pk"):
        try:
            settlement.confirm(proposal=one, by=by, at=at, reason=row.reason)
        except Refused as why:
            print(f"  {one.case.number}：{why}")
        else:
            done, fen = done + 1, fen + one.total_fen
    print(_("已确认补发 %(n)s 户，合计 %(yuan)s 元，列入下一次发放。") % {"n": done, "yuan": format_yuan(fen)})


def _found(number: str) -> Computation:
    row: Computation | None = Computation.objects.filter(number=number).first()
    if row is None:
        raise NotFound(_("没有编号为“%(number)s”的差额核算。") % {"number": number})
    return row
