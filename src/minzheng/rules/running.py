"""A year's claims of one person, one after the other: each is reckoned knowing what the earlier ones came to.

A program names the facts that remember (`Program.carried`). Nothing is stored here: the same claims in the same order
give the same result, so a claim that becomes known late is put in its place and the year is reckoned again.
Unknown is not zero: after a claim that is incomplete nobody knows what is left of a deductible or a cap, so what
follows is incomplete too and names the fact that remembers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minzheng.kernel.fen import Fen
from minzheng.rules.errors import FactsRefused
from minzheng.rules.evaluation import Evaluation
from minzheng.rules.load import LoadedProgram


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: the day whose law applies (of the settlement), and its facts without those that remember."""

    on: date
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One claim as reckoned: what was remembered before and after it (None: unknown), and the evaluation."""

    claim: Claim
    before: Mapping[str, int | None]
    after: Mapping[str, int | None]
    evaluation: Evaluation

    @property
    def amount_fen(self) -> Fen:
        """The aid for this claim, 0 unless eligible."""
        return self.evaluation.amount_fen

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict: the evaluation, with what was remembered before and after."""
        return {**self.evaluation.as_dict(), "before": dict(self.before), "after": dict(self.after)}


@dataclass(frozen=True, slots=True)
class Year:
    """The claims of one calendar year in the order given, and what they leave to be remembered."""

    lines: tuple[Line, ...] = ()
    remembered: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def total_fen(self) -> Fen:
        """The aid of the year in fen; claims that are refused or incomplete count nothing."""
        return sum(line.amount_fen for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict: each claim, the total in fen, and what the year remembers."""
        return {
            "claims": [line.as_dict() for line in self.lines],
            "total_fen": self.total_fen,
            "remembered": dict(self.remembered),
        }


def reckon_year(
    program: LoadedProgram,
    claims: Sequence[Claim],
    *,
    at: str,
    already: Mapping[str, int] | None = None,
    figures: Mapping[str, Any] | None = None,
) -> Year:
    """Return a year's claims reckoned in order at a division.

    `already` is what the year has used up before the first of them (taken over from another system), by fact; `figures`
    as in `evaluate`. Raises FactsRefused for claims of two years, out of order, or that bring a remembering fact
    themselves; and whatever `evaluate` raises.
    """
    carried = program.program.carried
    remembered: dict[str, int | None] = {one.fact: 0 for one in carried}
    _check(claims, set(remembered), already or {})
    remembered |= already or {}
    lines = []
    for claim in claims:
        evaluation = program.evaluate(facts={**claim.facts, **remembered}, on=claim.on, at=at, figures=figures)
        codes = {step.code for step in program.plan_on(claim.on).steps}
        after = {
            one.fact: _sum(remembered[one.fact], evaluation.value(one.adds) if one.adds in codes else 0)
            for one in carried
        }
        lines.append(Line(claim, dict(remembered), after, evaluation))
        remembered = dict(after)
    return Year(tuple(lines), remembered)


def _sum(before: int | None, more: Any) -> int | None:
    return None if before is None or more is None else before + int(more)


def _check(claims: Sequence[Claim], remembering: set[str], already: Mapping[str, int]) -> None:
    unknown = [code for code in already if code not in remembering]
    if unknown:
        raise FactsRefused(f"“{unknown[0]}”不是本项目按年累计的事实。可用的：{'、'.join(sorted(remembering))}。")
    for number, claim in enumerate(claims, start=1):
        given = sorted(remembering & {*claim.facts})
        if given:
            raise FactsRefused(f"第{number}笔：“{given[0]}”由此前各笔累计得出，不能自己填写。")
        earlier = claims[number - 2].on if number > 1 else claim.on
        if claim.on < earlier:
            raise FactsRefused(f"第{number}笔的日期{claim.on}早于前一笔{earlier}。请按结算先后排列。")
        if claim.on.year != claims[0].on.year:
            raise FactsRefused(
                f"第{number}笔（{claim.on}）不在{claims[0].on.year}年。起付标准和年度限额按年计算，请分年办理。"
            )
