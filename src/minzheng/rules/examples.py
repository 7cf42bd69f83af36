"""Worked cases of a program: facts, place, day, and what must come out. Read by tests, and by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError
from minzheng.rules.evaluation import Evaluation, MissingFact

KEYS = ("name", "date", "where", "facts", "figures", "expect", "source")
EXPECTED = (
    "outcome",
    "amount_fen",
    "cadence",
    "closing_fen",
    "decider",
    "urgent",
    "failed",
    "layer",
    "missing",
    "regime",
    "recipients",
    "values",
    "warnings",
)


@dataclass(frozen=True, slots=True)
class Example:
    """One case. `expect` names only what it asserts.

    `missing` lists "fact", "fact@member index" or "fact@supporter index" (such as `fact@supporter0`); `values` are
    household results by code; `warnings` is how many there are.
    """

    name: str
    on: date
    at: str
    facts: Mapping[str, Any]
    figures: Mapping[str, Any] | None
    expect: Mapping[str, Any]

    def found(self, result: Evaluation) -> dict[str, Any]:
        """Return what came out, in the words of `expect` and only where `expect` speaks: equal if the example holds."""
        missing = [f"{one.code}{_whose(one)}" for one in result.missing]
        everything = {
            "outcome": result.outcome,
            "amount_fen": result.amount_fen,
            "cadence": result.cadence,
            "closing_fen": result.closing_fen,
            "decider": result.decider,
            "urgent": result.is_urgent,
            "failed": [one.code for one in result.failed],
            "layer": result.layer,
            "missing": missing,
            "regime": result.rule_version.partition("-")[0],
            "recipients": list(result.recipients),
            "values": {code: result.value(code) for code in self.expect.get("values", {})},
            "warnings": len(result.warnings),
        }
        return {key: everything[key] for key in self.expect}


def _whose(fact: MissingFact) -> str:
    if fact.supporter is not None:
        return f"@supporter{fact.supporter}"
    return "" if fact.member is None else f"@{fact.member}"


def load(path: Path) -> tuple[Example, ...]:
    """Return the examples of a file; raise RuleError for an unknown key, a double name, a missing part."""
    rows = strict_yaml.load_file(path)
    if not isinstance(rows, list):
        raise RuleError(f"{path}：应是例子的列表。")
    found = tuple(_example(row, f"{path} 第{number}个例子") for number, row in enumerate(rows, start=1))
    names = [one.name for one in found]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise RuleError(f"{path}：例子名“{'、'.join(sorted(doubled))}”重复。")
    return found


def _example(row: Any, where: str) -> Example:
    found = strict_yaml.refuse_unknown_keys(row, KEYS, ("name", "date", "where", "facts", "expect"), where)
    expect = strict_yaml.refuse_unknown_keys(found["expect"], EXPECTED, ("outcome", "amount_fen"), f"{where}的 expect")
    if not isinstance(found["date"], date):
        raise RuleError(f"{where}：date 应是日期，例如 2026-07-01。")
    return Example(str(found["name"]), found["date"], str(found["where"]), found["facts"], found.get("figures"), expect)
