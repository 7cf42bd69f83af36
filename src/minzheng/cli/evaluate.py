"""`minzheng evaluate`: what the law of a day and a place says of one family. Needs no database.

Exit code 0 when a result was reached, whatever it is; 2 when the question itself was wrong.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from minzheng.cli import claims
from minzheng.cli.speech import marked as _
from minzheng.cli.usage import Parser, UsageRefused
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.programs import catalogue
from minzheng.rules import strict_yaml
from minzheng.rules.evaluation import (
    ELIGIBLE,
    INCOMPLETE,
    MONTH,
    ONCE,
    QUARTER,
    REFUSED,
    Evaluation,
    Finding,
    MissingFact,
    TraceLine,
)
from minzheng.rules.smallest_change import Change, smallest_changes
from minzheng.rules.wording import say

USAGE = _("用法：minzheng evaluate 项目代码 --on 日期 --at 区划代码 --facts 文件 [--figures 文件] [--alters] [--json]")
USAGE_OF_A_YEAR = _("　　　minzheng evaluate 项目代码 --at 区划代码 --claims 文件 [--figures 文件] [--json]")
HELP = _(
    "  项目代码    {programs}\n"
    "  --on        按哪一天的规定，例如 2026-11-24\n"
    "  --at        哪个地方，区划代码，例如 420581\n"
    "  --facts     家庭情况，YAML 或 JSON，格式同项目 examples.yaml 中的 facts\n"
    "  --claims    同一人一年的各笔，YAML 或 JSON 的列表，每笔有 date 和 facts；按年累计的项目才有\n"
    "  --figures   代替现行指标的数值，格式同项目 parameters.yaml，或“指标代码: 数值”\n"
    "  --alters    不符合条件时，另说哪一项事实单独不同，结果就会不同，各差多少\n"
    "  --json      输出 JSON（格式见 docs/reference/evaluate.schema.json）"
)
OUTCOMES = {ELIGIBLE: _("符合条件"), REFUSED: _("不符合条件"), INCOMPLETE: _("事实不全，不能作出结论")}
CADENCES = {MONTH: _("每月"), QUARTER: _("每季"), ONCE: _("一次性")}
MARKS = {True: _("符合") + "  ", False: _("不符合"), None: _("不清楚")}
ASIDE = _("不涉及")


def run(argv: list[str]) -> int:
    """Evaluate one family and print the result; return the exit code."""
    try:
        if not argv or argv[0] in {"-h", "--help"}:
            print(f"{USAGE}\n{USAGE_OF_A_YEAR}\n\n{HELP.format(programs=listed(catalogue.codes()))}")
            return 0
        asked = _parser().parse_args(argv)
        found, said = _year(asked) if asked.claims else _single(asked)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    if asked.json:
        # For programs: as it is, whatever language people read.
        print(json.dumps(found, ensure_ascii=False, indent=2), file=getattr(sys.stdout, "plain", sys.stdout))
    else:
        print("\n".join(said))
    return 0


def _single(asked: argparse.Namespace) -> tuple[Any, Iterator[str]]:
    result = _evaluate(asked)
    if not asked.alters:
        return result.as_dict(), _lines(result)
    if asked.figures:
        raise UsageRefused(_("--alters 按现行指标找，不能再写 --figures。"))
    law, facts = catalogue.get(asked.program), strict_yaml.load_file(Path(asked.facts))
    changes = smallest_changes(law, facts, on=date.fromisoformat(asked.on), at=asked.at)
    found = result.as_dict() | {"alters": [one.as_dict() for one in changes]}
    return found, chain(_lines(result), _alters(result, changes))


def _alters(result: Evaluation, changes: Sequence[Change]) -> Iterator[str]:
    """Say which fact alone would alter the refusal."""
    if result.outcome != REFUSED:
        return
    yield ""
    yield _("哪一项不同，结果就会不同")
    if not changes:
        yield _("  没有哪一项事实单独不同就会改变结果")
    for one in changes:
        told = {"whose": _whose(one), "label": one.label, "was": say(one.was, one.unit), "to": say(one.to, one.unit)}
        yield _("  %(whose)s %(label)s：现为%(was)s，改为%(to)s") % told
        if one.outcome == ELIGIBLE:
            yield _("      符合条件，每次%(yuan)s元") % {"yuan": format_yuan(one.amount_fen)}
        else:
            yield _("      不再因此不符合，还要看没有登记的事实")


def _year(asked: argparse.Namespace) -> tuple[Any, Iterator[str]]:
    if asked.on or asked.facts or asked.alters:
        raise UsageRefused(_("--claims 的每一笔自带日期和事实，不能再写 --on、--facts 和 --alters。"))
    program = catalogue.get(asked.program)
    year = claims.reckon(program, Path(asked.claims), at=asked.at, figures=_figures(asked))
    return year.as_dict(), claims.lines(year, program)


def _figures(asked: argparse.Namespace) -> Any:
    return strict_yaml.load_file(Path(asked.figures)) if asked.figures else None


def _parser() -> Parser:
    parser = Parser("minzheng evaluate", USAGE)
    parser.add_argument("program")
    parser.add_argument("--at", required=True)
    for option in ("--on", "--facts", "--claims", "--figures"):
        parser.add_argument(option)
    for option in ("--alters", "--json"):
        parser.add_argument(option, action="store_true")
    return parser


def _evaluate(asked: argparse.Namespace) -> Evaluation:
    if not asked.on or not asked.facts:
        raise UsageRefused(_("命令写得不对（%(message)s）。\n%(USAGE)s") % {"message": "--on, --facts", "USAGE": USAGE})
    try:
        on = date.fromisoformat(asked.on)
    except ValueError as error:
        raise UsageRefused(_("“%(on)s”不是日期。--on 请写成 2026-11-24 这样。") % {"on": asked.on}) from error
    loaded = catalogue.get(asked.program)
    facts = strict_yaml.load_file(Path(asked.facts))
    return loaded.evaluate(facts=facts, on=on, at=asked.at, figures=_figures(asked))


def _lines(result: Evaluation) -> Iterator[str]:
    name = catalogue.get(result.program).program.name
    yield _("%(name)s · %(on)s · %(at)s · 规则 %(rule_version)s") % {
        "name": name,
        "on": result.on,
        "at": result.at,
        "rule_version": result.rule_version,
    }
    yield _("结论：%(outcome)s") % {"outcome": OUTCOMES[result.outcome]}
    yield from _decided(result)
    yield from (_("注意：%(warning)s") % {"warning": warning} for warning in result.warnings)
    yield ""
    yield _("条件")
    for finding in result.conditions:
        yield from _condition(finding)
    if result.missing:
        yield ""
        yield _("缺少的事实")
        for fact in result.missing:
            yield f"  {_whose(fact)}：{fact.label}（{fact.code}）"
    yield ""
    yield _("计算")
    for line in (one for one in result.trace if not one.is_nothing):
        yield f"  {_whose(line)} {line.label}：{say(line.value, line.unit)}"
        yield f"      {clauses(f'{one.label} {say(one.value, one.unit)}' for one in line.inputs)}"
        yield _("      依据 %(law)s") % {"law": line.law}
    yield ""
    yield _("指标")
    for figure in result.figures:
        status = "" if figure.status == "official" else _("（示例值）")
        value = say(figure.value, figure.unit)
        yield _("  %(name)s：%(value)s，自%(from_date)s，%(where)s，%(reference)s%(status)s") % {
            "name": figure.name,
            "value": value,
            "from_date": figure.from_date,
            "where": figure.where,
            "reference": figure.reference,
            "status": status,
        }


def _decided(result: Evaluation) -> Iterator[str]:
    if result.outcome == ELIGIBLE:
        yield _("%(cadence)s：%(yuan)s元") % {
            "cadence": CADENCES[result.cadence],
            "yuan": format_yuan(result.amount_fen),
        }
        if result.closing_fen != result.amount_fen:
            yield _("每年最后一次：%(yuan)s元") % {"yuan": format_yuan(result.closing_fen)}
    if result.layer_label:
        yield _("层次：%(layer_label)s") % {"layer_label": result.layer_label}
    if result.decider_label:
        yield _("由谁决定：%(decider)s") % {"decider": result.decider_label}
    if result.is_urgent:
        yield _("按紧急程序办理")


def _condition(finding: Finding) -> Iterator[str]:
    mark = MARKS[finding.passed] if finding.arises else ASIDE
    yield f"  {mark} {finding.label}（{finding.law}）"
    if finding.needs:
        differs = _("；相差：%(differs)s") % {"differs": finding.differs} if finding.differs else ""
        yield _("         需要：%(needs)s；现为：%(has)s%(differs)s") % {
            "needs": finding.needs,
            "has": finding.has or _("不清楚"),
            "differs": differs,
        }


def _whose(one: MissingFact | TraceLine | Change) -> str:
    if one.supporter is not None:
        return _("第%(supporter)s名赡养人") % {"supporter": one.supporter + 1}
    return _("家庭") if one.member is None else _("第%(member)s人") % {"member": one.member + 1}
