"""The verb `pay`: the fund, the list, the second signature, the bank's file and the bank's answer."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain.calculation_sheet import calculation_sheet, sheet_text
from minzheng.casework.enums import DeterminationKind
from minzheng.casework.models import Determination
from minzheng.cli.deciding import person
from minzheng.kernel.fen import amount_in_words, format_yuan, parse_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.domain import bank, fund, reconcile
from minzheng.payments.domain import run as pay_run
from minzheng.payments.enums import ANSWERABLE_STATES, LineStatus, RunState
from minzheng.payments.formats import publication
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries import fund_position, publication_list, run_view
from minzheng.payments.queries.programs import program_or_only
from minzheng.services.audit.domain.record import record_read
from minzheng.services.calendar import clock


class WhichRun(Refused):
    """No run, or more than one, is meant."""


def run(argv: Sequence[str]) -> int:
    """`minzheng pay fund|prepare|approve|cancel|file|result|close|show … --as USER`."""
    options = _parser().parse_args(argv)
    by, at = person(options.user), clock.now()
    with within(by.area):
        options.act(options, by, at)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minzheng pay", description="资金、发放清单、银行文件与回盘")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="步骤")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--as", dest="user", required=True, metavar="用户名", help="由谁办理（用户名）")
    common.add_argument("--program", default="", help="救助项目代码；只有一个项目时可不写")

    add = verbs.add_parser("fund", parents=[common], help="登记拨入的资金（财务）")
    add.add_argument("--open", dest="amount", required=True, metavar="金额", help="元，例如 1,500,000.00")
    add.add_argument("--document", required=True, metavar="文号", help="拨款文号；一个文号只入账一次")
    add.add_argument("--year", type=int, help="资金年度，不写则为今年")
    add.set_defaults(act=_fund)

    add = verbs.add_parser("prepare", parents=[common], help="编制发放清单")
    add.add_argument("--month", required=True, help="发放月份，例如 2026-11")
    add.set_defaults(act=_prepare)

    for name, act, sentence in (
        ("approve", _approve, "由另一人审批清单，预留资金"),
        ("close", _close, "全部明细有回盘后办结"),
        ("show", _show, "查看批次"),
    ):
        add = verbs.add_parser(name, parents=[common], help=sentence)
        add.add_argument("run", nargs="?", default="", metavar="批次", help="批次号；只有一个时可不写")
        add.set_defaults(act=act)

    add = verbs.add_parser("cancel", parents=[common], help="撤销待审批的清单")
    add.add_argument("run", nargs="?", default="", metavar="批次")
    add.add_argument("--reason", required=True, metavar="理由")
    add.set_defaults(act=_cancel)

    add = verbs.add_parser("file", parents=[common], help="导出银行文件、公布名单与核算表")
    add.add_argument("run", nargs="?", default="", metavar="批次")
    add.add_argument("--out", type=Path, default=Path(), metavar="目录")
    add.add_argument("--sheets", choices=("pdf", "text", "none"), default="pdf", help="核算表的形式")
    add.set_defaults(act=_file)

    add = verbs.add_parser("result", parents=[common], help="导入银行回盘文件")
    add.add_argument("run", metavar="批次")
    add.add_argument("file", type=Path, metavar="文件")
    add.set_defaults(act=_result)
    return parser


def _fund(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    allocation = fund.open_allocation(
        program=program_or_only(options.program),
        year=options.year or local_day(at).year,
        document_number=options.document,
        amount_fen=parse_yuan(options.amount),
        by=by,
        at=at,
    )
    position = fund_position(allocation.fund)
    print(f"{allocation.fund.name}：{allocation.document_number} 拨入 {_money(allocation.amount_fen)}。")
    print(f"现可用 {_money(position.available_fen)}。")


def _prepare(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    program = program_or_only(options.program)
    paid = pay_run.prepare(program=program, month=Month.parse(options.month), by=by, at=at)
    _print_run(paid)
    print(f"下一步：由另一人审批，minzheng pay approve {paid.number} --as 用户名")


def _approve(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = pay_run.approve(run=_find(options, RunState.DRAFT), by=by, at=at)
    position = fund_position(paid.fund)
    print(f"批次 {paid.number} 已由{by.name}审批：{paid.line_count} 笔，{_money(paid.total_fen)} 已预留。")
    print(f"{paid.fund.name}尚可用 {_money(position.available_fen)}。")
    print(f"下一步：minzheng pay file {paid.number} --as 用户名 --out 目录")


def _cancel(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = pay_run.cancel(run=_find(options, RunState.DRAFT), by=by, at=at, reason=options.reason)
    print(f"批次 {paid.number} 已撤销，其中 {paid.line_count} 笔待遇可列入下一批。")


def _file(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    paid = _find(options, RunState.APPROVED, RunState.SENT)
    file = bank.write_file(run=paid, by=by, at=at)
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    (out / file.name).write_bytes(bank.open_file(run=paid, by=by, at=at))
    rows = publication_list(paid, on=local_day(at))
    (out / f"{paid.number}-公布名单.xlsx").write_bytes(publication.workbook(paid, rows))
    (out / f"{paid.number}-公布名单.csv").write_text(publication.csv_text(paid, rows), encoding="utf-8-sig", newline="")
    print(f"银行文件 {out / file.name}：{file.line_count} 笔，{_money(file.total_fen)}")
    print(f"  摘要 SHA-256 {file.sha256}")
    print(f"公布名单 {out / f'{paid.number}-公布名单.xlsx'}（另有 csv）：{len(rows)} 笔")
    if options.sheets != "none":
        with transaction.atomic():
            purpose = f"命令行导出批次 {paid.number} 的核算表"
            record_read(by=by, at=at, object_kind="run", object_id=str(paid.pk), division_code="", purpose=purpose)
        _write_sheets(paid, out / f"{paid.number}-核算表", is_pdf=options.sheets == "pdf", at=at)


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
            (folder / f"{row.case.number}.pdf").write_bytes(calculation_sheet(row, at=at))
        else:
            (folder / f"{row.case.number}.txt").write_text(sheet_text(row), encoding="utf-8")
        if number % 50 == 0:
            print(f"  核算表 {number}/{len(found)}", flush=True)
    paid_fen = {line.case_number: line.amount_fen for line in lines if line.month == paid.month}
    differing = [row for row in found if paid_fen.get(row.case.number, row.amount_fen) != row.amount_fen]
    bare = len({line.case_number for line in lines}) - len(found)
    print(f"核算表 {folder}：{len(found)} 份")
    if differing:
        print(f"  其中 {len(differing)} 份是复核，金额与原决定不同，本月仍按原决定发放")
    if bare:
        print(f"  接管的原决定 {bare} 份没有核算，按原决定文号发放")


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
        raise WhichRun(f"找不到文件 {options.file}，请检查路径。")
    result = reconcile.read_result(run=paid, content=options.file.read_bytes(), name=options.file.name, by=by, at=at)
    print(f"批次 {paid.number} 回盘“{result.name}”：")
    print(f"  成功 {result.paid_count} 笔，{_money(result.paid_fen)}")
    print(f"  退回 {result.returned_count} 笔，{_money(result.returned_fen)}")
    for line in PayLine.objects.filter(run=paid, status=LineStatus.RETURNED, settled_at=at).order_by("seq"):
        print(f"    {line.serial} {line.payee_name} 尾号 {line.account_last4}：{line.bank_message}（列入下一批补发）")
    paid.refresh_from_db()
    pending = run_view(paid).of_status(LineStatus.PENDING)
    print(f"  待回盘 {pending.count} 笔，{_money(pending.amount_fen)}。现为“{paid.get_state_display()}”。")


def _close(options: argparse.Namespace, by: Staff, at: datetime) -> None:
    waiting = (RunState.SENT, RunState.PARTIALLY_RETURNED, RunState.RECONCILED)
    paid = reconcile.close(run=_find(options, *waiting), by=by, at=at)
    print(f"批次 {paid.number} 已办结。")
    for item in run_view(paid).statuses:
        print(f"  {item.status.label} {item.count} 笔，{_money(item.amount_fen)}")


def _show(options: argparse.Namespace, _by: Staff, _at: datetime) -> None:
    _print_run(_find(options, *RunState))


def _print_run(paid: PayRun) -> None:
    view = run_view(paid)
    head = f"批次 {paid.number}（{paid.program_name} {paid.month}，{paid.get_state_display()}）"
    print(f"{head}：{view.line_count} 笔，{view.person_count} 人，合计 {_money(view.total_fen)}")
    for town in view.townships:
        print(f"  {town.name}　{town.lines} 笔　{town.persons} 人　{format_yuan(town.amount_fen)} 元")
    for item in view.statuses if paid.state not in (RunState.DRAFT, RunState.CANCELLED) else ():
        print(f"  {item.status.label} {item.count} 笔，{format_yuan(item.amount_fen)} 元")
    if view.held:
        print(f"暂缓 {len(view.held)} 笔：")
        for held in view.held:
            print(f"  {held.case_number}（{held.month}，{format_yuan(held.amount_fen)} 元）：{held.reason}")


def _find(options: argparse.Namespace, *states: str) -> PayRun:
    """Return the run named, or the only one in one of the states."""
    if options.run:
        named = PayRun.objects.select_related("fund").filter(number=options.run).first()
        if named is None:
            raise WhichRun(
                f"没有批次 {options.run}。用 minzheng pay show --as 用户名 查看，或在网页“发放”中核对批次号。"
            )
        return named
    found = list(PayRun.objects.select_related("fund").filter(state__in=states).order_by("number"))
    if options.program:
        found = [paid for paid in found if paid.program == options.program]
    if len(found) != 1:
        wanted = listed(str(RunState(state).label) for state in states)
        numbers = listed(f"{paid.number}（{paid.get_state_display()}）" for paid in found) or "无"
        raise WhichRun(f"请写明批次号：状态为“{wanted}”的批次有 {numbers}。")
    return found[0]


def _money(amount_fen: int) -> str:
    return f"{format_yuan(amount_fen)} 元（{amount_in_words(amount_fen)}）"
