"""`minzheng screen what-if`: what figures, place or day changed would mean for the families of files. No database.

Exit code 0 when all was counted, 2 when the question itself or the data was wrong, 130 when it was stopped.
"""

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minzheng.cli.speech import marked as _
from minzheng.cli.usage import Parser, UsageRefused
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.programs import catalogue
from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError
from minzheng.screening.counting import words
from minzheng.screening.counting.workbook import workbook

USAGE = _(
    "用法：minzheng screen what-if 项目代码 --families 路径 --on 日期 [--figure 指标代码=数值]… [--figures 文件]\n"
    "　　　　　　　　　　　　　[--then 日期] [--as-place 区划代码] [--place 区划代码] [--workers 个数]\n"
    "　　　　　　　　　　　　　[--json] [--xlsx 文件]"
)
HELP = _(
    "  项目代码     {programs}\n"
    "  --families   家庭数据：Parquet 文件或者文件夹；谁在领写在 paid_fen 等列（docs/reference/families.md）\n"
    "  --on         现在按哪一天的规定，例如 2026-11-24\n"
    "  --figure     改哪个数，可以写多次；单位同项目 parameters.yaml，金额是整数分\n"
    "  --figures    改的数写在文件里，格式同项目 parameters.yaml，或“指标代码: 数值”\n"
    "  --then       改按哪一天的规定\n"
    "  --as-place   改用哪个地方的标准\n"
    "  --place      只在这个地方改，其余家庭不变\n"
    "  --workers    本机同时算几片，缺省为处理器个数\n"
    "  --json       输出 JSON\n"
    "  --xlsx       另存为 Excel 工作簿"
)
TENTHS = 10


def run(argv: list[str]) -> int:
    """Count what a change comes to and print it; return the exit code."""
    try:
        if not argv or argv[0] in {"-h", "--help"}:
            print(f"{USAGE}\n\n{HELP.format(programs=listed(catalogue.codes()))}")
            return 0
        given = _parser().parse_args(argv)
        told = _counted(given)
        if given.xlsx:
            content = workbook(told["title"], told["changes"], told, lambda code: code)
            Path(given.xlsx).write_bytes(content)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("已停下，什么也没有写。"), file=sys.stderr)
        return 130
    if given.json:
        print(json.dumps(told, ensure_ascii=False, indent=2), file=getattr(sys.stdout, "plain", sys.stdout))
    else:
        print("\n".join(_lines(told, given)))
    return 0


def _parser() -> Parser:
    parser = Parser("minzheng screen what-if", USAGE)
    parser.add_argument("program")
    for option in ("--on", "--families"):
        parser.add_argument(option, required=True)
    for option in ("--figures", "--then", "--as-place", "--place", "--xlsx"):
        parser.add_argument(option)
    parser.add_argument("--figure", action="append", default=[])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    return parser


def _counted(given: argparse.Namespace) -> dict[str, Any]:
    """Return what it comes to, with what was asked, JSON-ready."""
    for module in ("numba", "pyarrow"):
        if importlib.util.find_spec(module) is None:
            raise RuleError(
                _("没有安装成批计算所需的组件。请运行 pip install 'minzheng[%(extra)s]'。") % {"extra": "scale"}
            )
    if given.workers < 1:
        raise UsageRefused(_("--workers 应为1以上的整数。"))
    families = Path(given.families)
    if not families.exists():
        raise UsageRefused(_("没有 %(families)s 这个文件或者文件夹。") % {"families": families})
    day = _day(given.on, "--on")
    parameters = {
        "figures": _figures(given), "place": given.place, "as_place": given.as_place,
        "on": _day(given.then, "--then") if given.then else None,
    }  # fmt: skip
    from minzheng.screening.bulk import what_if  # noqa: PLC0415 - optional dependency

    question, todo = what_if.asked(given.program, day, parameters, families)
    change, law = question.change, question.law
    found = what_if.count(question, todo, workers=given.workers, progress=_Progress())
    return {
        "program": given.program, "title": law.program.name, "on": day.isoformat(),
        "rule_version": law.rule_version(day), "changes": words.changes(change, law, day, lambda code: code),
        "figures": dict(change.figures), "figures_before": dict(change.was), "then": change.on.isoformat(),
        "then_rule_version": law.rule_version(change.on), "place": change.place, "as_place": change.as_place,
        **found.as_dict(),
    }  # fmt: skip


def _figures(given: argparse.Namespace) -> dict[str, Any]:
    found = dict(strict_yaml.load_file(Path(given.figures)) or {}) if given.figures else {}
    for pair in given.figure:
        code, sign, value = pair.partition("=")
        if not sign or not value.strip().lstrip("-").isdecimal():
            raise UsageRefused(
                _("--figure 应写成“指标代码=整数”，例如 dibao_line_urban_fen=80000，不是“%(pair)s”。") % {"pair": pair}
            )
        found[code.strip()] = int(value)
    return found


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        told = {"on": text, "option": option}
        raise UsageRefused(_("“%(on)s”不是日期。%(option)s 请写成 2026-11-24 这样。") % told) from error


@dataclass
class _Progress:
    """Moves the bar of a terminal; elsewhere says each tenth, so that a log shows how far it is."""

    said: int = -1

    def __call__(self, done: int, of: int) -> None:
        """Say it on the error stream: what is printed is the answer alone."""
        percent = done * 100 // of if of else 100
        line = f"  {done:,}/{of:,}  {percent}%"
        if sys.stderr.isatty():
            print(f"\r{line}", end="" if done < of else "\n", file=sys.stderr, flush=True)
        elif percent // TENTHS > self.said:
            print(line, file=sys.stderr, flush=True)
            self.said = percent // TENTHS


def _lines(told: Mapping[str, Any], given: argparse.Namespace) -> list[str]:
    whole = told["whole"]
    lines = [
        _("%(name)s · %(on)s · 规则 %(rule_version)s") % {
            "name": told["title"], "on": told["on"], "rule_version": told["rule_version"]},
        *told["changes"], "", words.lead(whole), *words.sentences(whole), "",
    ]  # fmt: skip
    for one in words.side_lines(whole):
        before, after, change = (
            format_yuan(value) if one.is_money else f"{value:,}" for value in (one.before, one.after, one.change)
        )
        lines.append(f"  {one.label}  {before} → {after}  （{change}）")
    lines += ["", _("各乡镇（户：新进、多得、不变、少得、退出；全部办理一个月相差元）")]
    for one in told["townships"]:
        numbers = "  ".join(f"{one[code]:,}" for code in words.MOVES)
        lines.append(f"  {one['code']}  {numbers}  {format_yuan(words.difference(one, 'full_month_fen'))}")
    if given.xlsx:
        lines += ["", _("工作簿在 %(xlsx)s。") % {"xlsx": given.xlsx}]
    return lines
