"""The verb `pay`: the fund, the list, its signatures, the bank's file and the bank's answer."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain.calculation_sheet import calculation_sheet, sheet_text
from minzheng.casework.enums import DeterminationKind
from minzheng.casework.models import Determination
from minzheng.cli.deciding import person
from minzheng.cli.speech import marked as _
from minzheng.kernel.fen import amount_in_words, format_yuan, parse_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.domain import bank, format_choice, fund, reconcile
from minzheng.payments.domain import check as checking
from minzheng.payments.domain import run as pay_run
from minzheng.payments.domain.run import FOUR
from minzheng.payments.enums import ANSWERABLE_STATES, UNSIGNED_STATES, FundLevel, LineStatus, RunState
from minzheng.payments.formats import codes, load, publication
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries import fund_position, publication_list, run_positions, run_view
from minzheng.payments.queries.bank_formats import format_for
from minzheng.payments.queries.programs import program_codes, program_name, program_or_only
from minzheng.services.audit.domain.record import record_read
from minzheng.services.calendar import clock


class WhichRun(Refused):
    """No run, or more than one, is meant."""


def run(argv: Sequence[str]) -> int:
    """`minzheng pay fund|prepare|check|endorse|approve|cancel|file|formats|result|close|show … --as USER`."""
    options = _parser().parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        options.act(options, by, at)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minzheng pay", description=_("资金、发放清单、银行文件与回盘"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("步骤"))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--as", dest="user", required=True, metavar=_("用户名"), help=_("由谁办理（用户名）"))
    common.add_argument("--program", default="", help=_("救助项目代码；只有一个项目时可不写"))

    add = verbs.add_parser("fund", parents=[common], help=_("登记拨入的资金（财务）"))
    add.add_argument("--open", dest="amount", required=True, metavar=_("金额"), help=_("元，例如 1,500,000.00"))
    add.add_argument("--document", required=True, metavar=_("文号"), help=_("拨款文号；一个文号只入账一次"))
    add.add_argument("--year", type=int, help=_("资金年度，不写则为今年"))
    add.add_argument(
        "--level",
        choices=FundLevel.values,
        default=FundLevel.COUNTY,
        help=_("哪一级的资金：central 中央、province 省级、city 市级、county 县级；不写则为县级"),
    )
    add.set_defaults(act=_fund)

    add = verbs.add_parser("prepare", parents=[common], help=_("编制发放清单"))
    add.add_argument("--month", required=True, help=_("发放月份，例如 2026-11"))
    add.set_defaults(act=_prepare)

    for name, act, sentence in (
        ("check", _check, _("由另一人复核清单")),
        ("endorse", _endorse, _("由局领导签批数额大的清单")),
        ("approve", _approve, _("由第三人审批清单，预留资金")),
        ("close", _close, _("全部明细有回盘后办结")),
        ("show", _show, _("查看批次")),
    ):
        add = verbs.add_parser(name, parents=[common], help=sentence)
        add.add_argument("run", nargs="?", default="", metavar=_("批次"), help=_("批次号；只有一个时可不写"))
        add.set_defaults(act=act)

    add = verbs.add_parser("cancel", parents=[common], help=_("撤销尚未审批的清单"))
    add.add_argument("run", nargs="?", default="", metavar=_("批次"))
    add.add_argument("--reason", required=True, metavar=_("理由"))
    add.set_defaults(act=_cancel)

    add = verbs.add_parser("file", parents=[common], help=_("导出银行文件、公布名单与核算表"))
    add.add_argument("run", nargs="?", default="", metavar=_("批次"))
    add.add_argument("--out", type=Path, default=Path(), metavar=_("目录"))
    add.add_argument("--format", default="", metavar=_("格式"), help=_("银行文件格式；不写则用该项目选定的格式"))
    add.add_argument("--sheets", choices=("pdf", "text", "none"), default="pdf", help=_("核算表的形式"))
    add.set_defaults(act=_file)

    add = verbs.add_parser("result", parents=[common], help=_("导入银行回盘文件"))
    add.add_argument("run", metavar=_("批次"))
    add.add_argument("file", type=Path, metavar=_("文件"))
    add.add_argument("--format", default="", metavar=_("格式"), help=_("按哪种格式读；不写则用导出时的格式"))
    add.set_defaults(act=_result)

    add = verbs.add_parser("formats", parents=[common], help=_("银行文件格式：列出，或为项目选定"))
    add.add_argument("--choose", default="", metavar=_("格式"), help=_("为 --program 选定的格式"))
    add.add_argument(
        "--from", dest="effective_date", type=date.fromisoformat, metavar=_("日期"), help=_("从哪天起用，不写则从今天")
    )
    add.set_defaults(act=_formats)
    return parser


def _fund(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    allocation = fund.open_allocation(
        program=program_or_only(options.program),
        year=options.year or local_day(at).year,
        level=options.level,
        document_number=options.document,
        amount_fen=parse_yuan(options.amount),
        by=by,
        at=at,
    )
    position = fund_position(allocation.fund)
    print(
        _("%(name)s：%(document_number)s 拨入 %(amount_fen)s。")
        % {
            "name": allocation.fund.name,
            "document_number": allocation.document_number,
            "amount_fen": _money(allocation.amount_fen),
        }
    )
    print(_("现可用 %(available_fen)s。") % {"available_fen": _money(position.available_fen)})


def _prepare(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    program = program_or_only(options.program)
    paid = pay_run.prepare(program=program, month=Month.parse(options.month), by=by, at=at, told=_aloud)
    _print_run(paid)
    print(_("下一步：由另一人复核，minzheng pay check %(number)s --as 用户名") % {"number": paid.number})


def _aloud(share: float, what: str) -> None:
    """Say how far a long list is to whoever sits before it; a log needs only the end."""
    if sys.stderr.isatty():
        print(f"{round(share * 100):>3}%  {what}", file=sys.stderr, flush=True)


def _check(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = checking.check(run=_find(options, RunState.DRAFT), by=by, at=at)
    print(_("批次 %(number)s 已由%(name)s复核。") % {"number": paid.number, "name": by.name})
    if paid.signatures == FOUR:
        print(_("下一步：由局领导签批，minzheng pay endorse %(number)s --as 用户名") % {"number": paid.number})
    else:
        _then_approve(paid)


def _endorse(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = checking.endorse(run=_find(options, RunState.CHECKED), by=by, at=at)
    print(_("批次 %(number)s 已由局领导%(name)s签批。") % {"number": paid.number, "name": by.name})
    _then_approve(paid)


def _then_approve(paid: PayRun) -> None:
    print(_("下一步：由第三人审批，minzheng pay approve %(number)s --as 用户名") % {"number": paid.number})


def _approve(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = pay_run.approve(run=_find(options, RunState.CHECKED, RunState.ENDORSED), by=by, at=at)
    print(
        _("批次 %(number)s 已由%(name)s审批：%(line_count)s 笔，%(total_fen)s 已预留。")
        % {"number": paid.number, "name": by.name, "line_count": paid.line_count, "total_fen": _money(paid.total_fen)}
    )
    for position in run_positions(paid):
        print(
            _("%(name)s尚可用 %(available_fen)s。")
            % {"name": position.fund.name, "available_fen": _money(position.available_fen)}
        )
    print(_("下一步：minzheng pay file %(number)s --as 用户名 --out 目录") % {"number": paid.number})


def _cancel(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = pay_run.cancel(run=_find(options, *UNSIGNED_STATES), by=by, at=at, reason=options.reason)
    print(
        _("批次 %(number)s 已撤销，其中 %(line_count)s 笔待遇可列入下一批。")
        % {"number": paid.number, "line_count": paid.line_count}
    )


def _file(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = _find(options, RunState.APPROVED, RunState.SENT)
    files = bank.write_file(run=paid, by=by, at=at, format_code=options.format)
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        _put(out / file.name, bank.open_file(run=paid, by=by, at=at, part=file.part))
    rows = publication_list(paid, on=local_day(at))
    _put(out / f"{paid.number}-公布名单.xlsx", publication.workbook(paid, rows))
    _put(out / f"{paid.number}-公布名单.csv", publication.csv_text(paid, rows).encode("utf-8-sig"))
    for file in files:
        print(
            _("银行文件 %(name)s：%(line_count)s 笔，%(total_fen)s")
            % {"name": out / file.name, "line_count": file.line_count, "total_fen": _money(file.total_fen)}
        )
        print(_("  摘要 SHA-256 %(sha256)s") % {"sha256": file.sha256})
    print(_("公布名单 %(xlsx)s（另有 csv）：%(n)s 笔") % {"xlsx": out / f"{paid.number}-公布名单.xlsx", "n": len(rows)})
    if options.sheets != "none":
        with transaction.atomic():
            purpose = _("命令行导出批次 %(number)s 的核算表") % {"number": paid.number}
            record_read(by=by, at=at, object_kind="run", object_id=str(paid.pk), division_code="", purpose=purpose)
        _write_sheets(paid, out / f"{paid.number}-核算表", is_pdf=options.sheets == "pdf", at=at)


def _put(path: Path, content: bytes) -> None:
    """Write a file so that under its name there is all of it or nothing: half a list must never go to the bank."""
    begun = path.with_name(f"{path.name}.part")
    begun.write_bytes(content)
    begun.replace(path)


def _write_sheets(paid: PayRun, folder: Path, *, is_pdf: bool, at: datetime) -> None:
    """Write one calculation sheet per case of the list.

    A decision shows the calculation it rests on. One taken over rests on none: it shows the month's review, if there
    was one, and a review that comes to another amount is counted aloud.
    """
    lines = list(PayLine.objects.filter(run=paid))
    found = _sheets(paid, lines)
    folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(found, start=1):
        if is_pdf:
            _put(folder / f"{row.case.number}.pdf", calculation_sheet(row, at=at))
        else:
            _put(folder / f"{row.case.number}.txt", sheet_text(row).encode())
        if number % 50 == 0:
            print(_("  核算表 %(number)s/%(n)s") % {"number": number, "n": len(found)}, flush=True)
    paid_fen = {line.case_number: line.amount_fen for line in lines if line.month == paid.month}
    differing = [row for row in found if paid_fen.get(row.case.number, row.amount_fen) != row.amount_fen]
    bare = len({line.case_number for line in lines}) - len(found)
    print(_("核算表 %(folder)s：%(n)s 份") % {"folder": folder, "n": len(found)})
    if differing:
        print(_("  其中 %(n)s 份是复核，金额与原决定不同，本月仍按原决定发放") % {"n": len(differing)})
    if bare:
        print(_("  接管的原决定 %(bare)s 份没有核算，按原决定文号发放") % {"bare": bare})


def _sheets(paid: PayRun, lines: Sequence[PayLine]) -> list[Determination]:
    """Return the calculations of a list, one per case, in order of case number."""
    rows = Determination.objects.select_related("case__applicant").order_by("pk")
    reviews = rows.filter(case__number__in={line.case_number for line in lines}, month=paid.month)
    own = rows.filter(decisions__in={line.decision_id for line in lines})
    found = {row.case.number: row for row in (*reviews.filter(kind=DeterminationKind.REVIEW), *own)}
    return [found[number] for number in sorted(found)]


def _result(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = _find(options, *ANSWERABLE_STATES)
    if not options.file.is_file():
        raise WhichRun(_("找不到文件 %(file)s，请检查路径。") % {"file": options.file})
    content, name = options.file.read_bytes(), options.file.name
    result = reconcile.read_result(run=paid, content=content, name=name, by=by, at=at, format_code=options.format)
    print(_("批次 %(number)s 回盘“%(name)s”：") % {"number": paid.number, "name": result.name})
    print(
        _("  成功 %(paid_count)s 笔，%(paid_fen)s")
        % {"paid_count": result.paid_count, "paid_fen": _money(result.paid_fen)}
    )
    if result.partly_count:
        print(_("  其中部分成功 %(n)s 笔，未付的部分列入下一批") % {"n": result.partly_count})
    print(
        _("  退回 %(returned_count)s 笔，%(returned_fen)s")
        % {"returned_count": result.returned_count, "returned_fen": _money(result.returned_fen)}
    )
    for line in PayLine.objects.filter(run=paid, status=LineStatus.RETURNED, settled_at=at).order_by("seq"):
        print(
            _("    %(serial)s %(payee_name)s 尾号 %(account_last4)s：%(bank_message)s（列入下一批补发）")
            % {
                "serial": line.serial,
                "payee_name": line.payee_name,
                "account_last4": line.account_last4,
                "bank_message": line.bank_message,
            }
        )
    paid.refresh_from_db()
    pending = run_view(paid).of_status(LineStatus.PENDING)
    print(
        _("  待回盘 %(count)s 笔，%(amount_fen)s。现为“%(get_state_display)s”。")
        % {
            "count": pending.count,
            "amount_fen": _money(pending.amount_fen),
            "get_state_display": paid.get_state_display(),
        }
    )


def _formats(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    day = local_day(at)
    if options.choose:
        made = format_choice.choose(
            program=program_or_only(options.program),
            format_code=options.choose,
            effective_date=options.effective_date or day,
            by=by,
            at=at,
        )
        print(
            _("%(program)s自 %(day)s 起用“%(format)s”。")
            % {"program": program_name(made.program), "day": made.effective_date, "format": load(made.format_code).name}
        )
        return
    for code in codes():
        layout = load(code)
        told = _("%(code)s　%(name)s（示例）") if layout.is_illustrative else _("%(code)s　%(name)s")
        print(told % {"code": code, "name": layout.name})
    for program in [options.program] if options.program else program_codes():
        print(_("  %(program)s现用 %(code)s") % {"program": program_name(program), "code": format_for(program, day)})


def _close(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    waiting = (RunState.SENT, RunState.PARTIALLY_RETURNED, RunState.RECONCILED)
    paid = reconcile.close(run=_find(options, *waiting), by=by, at=at)
    print(_("批次 %(number)s 已办结。") % {"number": paid.number})
    for item in run_view(paid).statuses:
        print(
            _("  %(label)s %(count)s 笔，%(amount_fen)s")
            % {"label": item.status.label, "count": item.count, "amount_fen": _money(item.amount_fen)}
        )


def _show(options: argparse.Namespace, _by: Staff, _at: datetime) -> None:
    _print_run(_find(options, *RunState))


def _print_run(paid: PayRun) -> None:
    view = run_view(paid)
    head = _("批次 %(number)s（%(program_name)s %(month)s，%(get_state_display)s）") % {
        "number": paid.number,
        "program_name": paid.program_name,
        "month": paid.month,
        "get_state_display": paid.get_state_display(),
    }
    print(
        _("%(head)s：%(line_count)s 笔，%(person_count)s 人，合计 %(total_fen)s")
        % {
            "head": head,
            "line_count": view.line_count,
            "person_count": view.person_count,
            "total_fen": _money(view.total_fen),
        }
    )
    for town in view.townships:
        print(
            _("  %(name)s　%(lines)s 笔　%(persons)s 人　%(yuan)s 元")
            % {"name": town.name, "lines": town.lines, "persons": town.persons, "yuan": format_yuan(town.amount_fen)}
        )
    for item in view.statuses if paid.state not in (*UNSIGNED_STATES, RunState.CANCELLED) else ():
        print(
            _("  %(label)s %(count)s 笔，%(yuan)s 元")
            % {"label": item.status.label, "count": item.count, "yuan": format_yuan(item.amount_fen)}
        )
    if view.held:
        print(_("暂缓 %(n)s 笔：") % {"n": len(view.held)})
        for held in view.held:
            print(
                _("  %(case_number)s（%(month)s，%(yuan)s 元）：%(reason)s")
                % {
                    "case_number": held.case_number,
                    "month": held.month,
                    "yuan": format_yuan(held.amount_fen),
                    "reason": held.reason,
                }
            )


def _find(options: argparse.Namespace, *states: str) -> PayRun:
    """Return the run named, or the only one in one of the states."""
    if options.run:
        named = PayRun.objects.filter(number=options.run).first()
        if named is None:
            raise WhichRun(
                _("没有批次 %(run)s。用 minzheng pay show --as 用户名 查看，或在网页“发放”中核对批次号。")
                % {"run": options.run}
            )
        return named
    found = list(PayRun.objects.filter(state__in=states).order_by("number"))
    if options.program:
        found = [paid for paid in found if paid.program == options.program]
    if len(found) != 1:
        wanted = listed(str(RunState(state).label) for state in states)
        numbers = listed(f"{paid.number}（{paid.get_state_display()}）" for paid in found) or _("无")
        raise WhichRun(
            _("请写明批次号：状态为“%(wanted)s”的批次有 %(numbers)s。") % {"wanted": wanted, "numbers": numbers}
        )
    return found[0]


def _money(amount_fen: int) -> str:
    return _("%(yuan)s 元（%(amount_fen)s）") % {
        "yuan": format_yuan(amount_fen),
        "amount_fen": amount_in_words(amount_fen),
    }
