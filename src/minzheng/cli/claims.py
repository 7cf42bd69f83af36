"""`minzheng evaluate PROGRAM --claims`: a year's claims of one person in order, what each gets and what is left."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from minzheng.cli.speech import marked as _
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import clauses
from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError
from minzheng.rules.evaluation import ELIGIBLE, REFUSED
from minzheng.rules.load import LoadedProgram
from minzheng.rules.running import Claim, Line, Year, reckon_year
from minzheng.rules.wording import say

KEYS = ("date", "facts")


def reckon(program: LoadedProgram, path: Path, *, at: str, figures: Any) -> Year:
    """Return the year of a file of claims; raise RuleError for a file that is none, and whatever reckoning raises."""
    if not program.program.carried:
        raise RuleError(_("%(name)s不按年累计，请用 --on 和 --facts 试算。") % {"name": program.program.name})
    return reckon_year(program, _claims(path), at=at, figures=figures)


def lines(year: Year, program: LoadedProgram) -> Iterator[str]:
    """Say each claim in a few lines, then the year."""
    labels = {fact.code: fact.label for fact in program.all_facts}
    for number, line in enumerate(year.lines, start=1):
        yield _head(number, line)
        for finding in line.evaluation.failed:
            yield _("  不符合：%(label)s（%(law)s）") % {"label": finding.label, "law": finding.law}
            if finding.needs:
                yield _("         需要：%(needs)s；现为：%(has)s") % {"needs": finding.needs, "has": finding.has}
        for fact in line.evaluation.missing:
            yield _("  缺少：%(label)s（%(code)s）") % {"label": fact.label, "code": fact.code}
        for code, after in line.after.items():
            if after != line.before[code]:
                yield f"  {labels[code]}：{say(line.before[code], 'fen')} → {say(after, 'fen')}"
    yield ""
    yield _("全年合计：%(yuan)s元") % {"yuan": format_yuan(year.total_fen)}
    warnings = dict.fromkeys(one for line in year.lines for one in line.evaluation.warnings)
    yield from (_("注意：%(warning)s") % {"warning": warning} for warning in warnings)


def _head(number: int, line: Line) -> str:
    found = line.evaluation
    words = {
        ELIGIBLE: _("救助%(yuan)s元") % {"yuan": format_yuan(found.amount_fen)},
        REFUSED: _("不予救助"),
    }
    said = words.get(found.outcome, _("事实不全，不能作出结论"))
    layer = [found.layer_label] if found.layer_label else []
    return _("第%(n)s笔 · %(on)s：%(said)s") % {"n": number, "on": found.on, "said": clauses([said, *layer])}


def _claims(path: Path) -> list[Claim]:
    rows = strict_yaml.load_file(path)
    if not isinstance(rows, list):
        raise RuleError(_("%(path)s：应是各笔的列表，每笔有 date 和 facts。") % {"path": path})
    return [_claim(row, f"{path} 第{number}笔") for number, row in enumerate(rows, start=1)]


def _claim(row: Any, where: str) -> Claim:
    found = strict_yaml.refuse_unknown_keys(row, KEYS, KEYS, where)
    if not isinstance(found["date"], date) or not isinstance(found["facts"], dict):
        raise RuleError(_("%(where)s：date 应是日期，例如 2026-07-01；facts 应是一组“事实: 值”。") % {"where": where})
    return Claim(found["date"], found["facts"])
