"""The verb `import`: try a roster, hand it in, approve or reject it."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere, within
from minzheng.cli.speech import marked as _
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import approve as deciding
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.marking.give_back import marked_workbook
from minzheng.integrations.roster.domain.problem_sheet import as_workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.reading.workbook import open_path
from minzheng.integrations.roster.domain.report import Report
from minzheng.integrations.roster.domain.submit import submit
from minzheng.integrations.roster.models import ImportBatch
from minzheng.kernel.refusal import Refused
from minzheng.services.calendar import clock

SEVERITIES = {"error": _("错误"), "warning": _("提醒"), "note": _("说明")}


class UnknownHere(Refused):
    """No such account or batch."""


def run(argv: list[str]) -> int:
    """`minzheng import FILE --dry-run [--json]`, `import submit FILE --as A`, `import approve|reject BATCH --as B`."""
    verbs: dict[str, Callable[[list[str]], int]] = {"submit": _submit, "approve": _approve, "reject": _reject}
    if argv and argv[0] in verbs:
        return verbs[argv[0]](argv[1:])
    return _dry_run(argv)


def _dry_run(argv: list[str]) -> int:
    """Exit code 0 if every household can be imported, 3 if some cannot, so that a script can tell."""
    parser = _file_parser("minzheng import")
    parser.add_argument("--dry-run", action="store_true", help=_("只预检，不写入任何数据"))
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.add_argument("--as", dest="username", help=_("按此人的管辖范围预检；不写则不限范围"))
    parser.add_argument("--problems", type=Path, metavar="XLSX", help=_("把问题清单另存为 Excel 文件"))
    parser.add_argument("--marked", type=Path, metavar="XLSX", help=_("把原表另存一份，问题单元格着色并加批注"))
    options = parser.parse_args(argv)
    if not options.dry_run:
        raise UnknownHere(_("请写明要做什么：预检加 --dry-run，提交用 minzheng import submit 文件 --as 用户名。"))
    _say(_("正在读取 %(file)s ……") % {"file": options.file})
    by = _staff(options.username) if options.username else None
    with within(by.area) if by else everywhere(_("操作员预检名册")), open_path(options.file) as source:
        report = check(source=source, by=by, at=clock.now(), program=options.program, only_sheet=options.sheet)
        heading = f"{report.file_name}：{report.in_words()}"
        if options.marked:
            _write(options.marked, marked_workbook(source=source, findings=report.problems, heading=heading), of=source)
    if options.problems:
        options.problems.write_bytes(as_workbook(report.problems, heading=heading))
    if options.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print_report(report)
    return 0 if report.good and len(report.good) == len(report.households) else 3


def _write(path: Path, content: bytes, *, of: Source) -> None:
    """Write the marked copy; never over the office's own file."""
    if path.exists() and path.samefile(of.stream.name):
        raise UnknownHere(_("“%(path)s”就是要预检的原表，不能覆盖。请把标注后的表另存为别的文件名。") % {"path": path})
    path.write_bytes(content)
    _say(_("标注问题的原表已另存为 %(path)s。") % {"path": path})


def _submit(argv: list[str]) -> int:
    parser = _file_parser("minzheng import submit")
    parser.add_argument("--as", dest="username", required=True, help=_("提交人的用户名"))
    options = parser.parse_args(argv)
    by = _staff(options.username)
    _say(_("正在检查 %(file)s ……") % {"file": options.file})
    with within(by.area), open_path(options.file) as source:
        batch = submit(source=source, by=by, at=clock.now(), program=options.program, only_sheet=options.sheet)
        print(
            _("已提交，批次号 %(number)s。%(batch)s须由另一名县民政局经办人批准：")
            % {"number": batch.number, "batch": deciding.outcome_in_words(batch)}
        )
        print(_("  minzheng import approve %(number)s --as <用户名>") % {"number": batch.number})
    return 0


def _approve(argv: list[str]) -> int:
    options = _batch_parser("minzheng import approve").parse_args(argv)
    by = _staff(options.username)
    with within(by.area):
        was = _batch(options.number)
        _say(
            _("正在导入批次 %(number)s 的 %(households_good)s 户……")
            % {"number": was.number, "households_good": was.households_good}
        )
        batch = deciding.approve(batch=was, by=by, at=clock.now(), progress=_count_aloud)
        done = _("此前已导入，本次没有改动") if was.state == batch.state else _("已导入")
        print(
            _("批次 %(number)s %(done)s。%(batch)s")
            % {"number": batch.number, "done": done, "batch": deciding.outcome_in_words(batch)}
        )
    return 0


def _reject(argv: list[str]) -> int:
    parser = _batch_parser("minzheng import reject")
    parser.add_argument("--reason", required=True, help=_("退回原因"))
    options = parser.parse_args(argv)
    by = _staff(options.username)
    with within(by.area):
        batch = deciding.reject(batch=_batch(options.number), by=by, at=clock.now(), reason=options.reason)
    print(
        _("批次 %(number)s 已退回，没有导入任何一户。原因：%(reason)s")
        % {"number": batch.number, "reason": batch.reason}
    )
    return 0


def _file_parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog)
    parser.add_argument("file", type=Path, help=_("名册文件（.xlsx、.xls、.csv）"))
    parser.add_argument("--sheet", help=_("只读这张工作表"))
    parser.add_argument("--program", help=_("救助项目代码；不写则按名册版式的默认项目"))
    return parser


def _batch_parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog)
    parser.add_argument("number", help=_("批次号"))
    parser.add_argument("--as", dest="username", required=True, help=_("办理人的用户名"))
    return parser


def _staff(username: str) -> Staff:
    found = Staff.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise UnknownHere(
            _("没有用户名为“%(username)s”的在用账号。请用 minzheng staff list 查看。") % {"username": username}
        )
    return found


def _batch(number: str) -> ImportBatch:
    found = queries.batch(number)
    if found is None:
        raise UnknownHere(_("您的管辖范围内没有批次号为“%(number)s”的导入批次。请核对批次号。") % {"number": number})
    return found


def _print_report(report: Report) -> None:
    for sheet in report.sheets:
        place = _("表头在第 %(header_row)s 行，%(rows)s 行数据") % {
            "header_row": sheet["header_row"],
            "rows": sheet["rows"],
        }
        print(
            _("工作表“%(name)s”：%(layout)s，%(place)s")
            % {"name": sheet["name"], "layout": sheet["layout"], "place": place}
        )
    for problem in report.problems:
        print(f"[{SEVERITIES[problem.severity]}] {problem.place}：{problem.reason}")
    for comparison in report.comparisons:
        for line in comparison.differing:
            print(
                _("[比较] “%(sheet)s”%(place)s：表上 %(theirs)s，系统 %(ours)s")
                % {
                    "sheet": comparison.sheet,
                    "place": " ".join(part for part in (line.place, line.item) if part),
                    "theirs": line.theirs or _("没有"),
                    "ours": line.ours or _("没有"),
                }
            )
    print(_("预检结果（没有写入任何数据）：%(in_words)s") % {"in_words": report.in_words()})


def _count_aloud(done: int) -> None:
    if done % 200 == 0:
        _say(_("  已接管 %(done)s 户") % {"done": done})


def _say(text: str) -> None:
    """Progress goes beside the output, so that JSON stays JSON."""
    print(text, file=sys.stderr)
