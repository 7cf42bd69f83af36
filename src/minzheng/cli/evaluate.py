"""`minzheng evaluate`: what the law of a day and a place says of one family. Needs no database.

Exit code 0 when a result was reached, whatever it is; 2 when the question itself was wrong.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.programs import catalogue
from minzheng.rules import strict_yaml
from minzheng.rules.evaluation import (
    ELIGIBLE,
    INCOMPLETE,
    MONTH,
    QUARTER,
    REFUSED,
    Evaluation,
    Finding,
    MissingFact,
    TraceLine,
)
from minzheng.rules.wording import say

USAGE = "用法：minzheng evaluate 项目代码 --on 日期 --at 区划代码 --facts 文件 [--figures 文件] [--json]"
HELP = f"""{USAGE}

  项目代码    {{programs}}
  --on        按哪一天的规定，例如 2026-11-24
  --at        哪个地方，区划代码，例如 420581
  --facts     家庭情况，YAML 或 JSON，格式同项目 examples.yaml 中的 facts
  --figures   代替现行指标的数值，格式同项目 parameters.yaml，或“指标代码: 数值”
  --json      输出 JSON（格式见 docs/reference/evaluate.schema.json）"""
OUTCOMES = {ELIGIBLE: "符合条件", REFUSED: "不符合条件", INCOMPLETE: "事实不全，不能作出结论"}
CADENCES = {MONTH: "每月", QUARTER: "每季"}
MARKS = {True: "符合  ", False: "不符合", None: "不清楚"}
ASIDE = "不涉及"


class UsageRefused(Refused):
    """The command line was not understood."""


class _Parser(argparse.ArgumentParser):
    """Refuses in Chinese instead of leaving with argparse's own sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageRefused(f"命令写得不对（{message}）。\n{USAGE}")


def run(argv: list[str]) -> int:
    """Evaluate one family and print the result; return the exit code."""
    try:
        if not argv or argv[0] in {"-h", "--help"}:
            print(HELP.format(programs=listed(catalogue.codes())))
            return 0
        asked = _parser().parse_args(argv)
        result = _evaluate(asked)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(result)))
    return 0


def _parser() -> _Parser:
    parser = _Parser(prog="minzheng evaluate", add_help=False, allow_abbrev=False)
    parser.add_argument("program")
    for option in ("--on", "--at", "--facts"):
        parser.add_argument(option, required=True)
    parser.add_argument("--figures")
    parser.add_argument("--json", action="store_true")
    return parser


def _evaluate(asked: argparse.Namespace) -> Evaluation:
    try:
        on = date.fromisoformat(asked.on)
    except ValueError as error:
        raise UsageRefused(f"“{asked.on}”不是日期。--on 请写成 2026-11-24 这样。") from error
    loaded = catalogue.get(asked.program)
    facts = strict_yaml.load_file(Path(asked.facts))
    figures = strict_yaml.load_file(Path(asked.figures)) if asked.figures else None
    return loaded.evaluate(facts=facts, on=on, at=asked.at, figures=figures)


def _lines(result: Evaluation) -> Iterator[str]:
    name = catalogue.get(result.program).program.name
    yield f"{name} · {result.on} · {result.at} · 规则 {result.rule_version}"
    yield f"结论：{OUTCOMES[result.outcome]}"
    if result.outcome == ELIGIBLE:
        yield f"{CADENCES[result.cadence]}：{format_yuan(result.amount_fen)}元"
    if result.layer_label:
        yield f"层次：{result.layer_label}"
    yield from (f"注意：{warning}" for warning in result.warnings)
    yield ""
    yield "条件"
    for finding in result.conditions:
        yield from _condition(finding)
    if result.missing:
        yield ""
        yield "缺少的事实"
        for fact in result.missing:
            yield f"  {_whose(fact)}：{fact.label}（{fact.code}）"
    yield ""
    yield "计算"
    for line in (one for one in result.trace if not one.is_nothing):
        yield f"  {_whose(line)} {line.label}：{say(line.value, line.unit)}"
        yield f"      {clauses(f'{one.label} {say(one.value, one.unit)}' for one in line.inputs)}"
        yield f"      依据 {line.law}"
    yield ""
    yield "指标"
    for figure in result.figures:
        status = "" if figure.status == "official" else "（示例值）"
        value = say(figure.value, figure.unit)
        yield f"  {figure.name}：{value}，自{figure.from_date}，{figure.where}，{figure.reference}{status}"


def _condition(finding: Finding) -> Iterator[str]:
    mark = MARKS[finding.passed] if finding.arises else ASIDE
    yield f"  {mark} {finding.label}（{finding.law}）"
    if finding.needs:
        differs = f"；相差：{finding.differs}" if finding.differs else ""
        yield f"         需要：{finding.needs}；现为：{finding.has or '不清楚'}{differs}"


def _whose(one: MissingFact | TraceLine) -> str:
    if one.supporter is not None:
        return f"第{one.supporter + 1}名赡养人"
    return "家庭" if one.member is None else f"第{one.member + 1}人"
