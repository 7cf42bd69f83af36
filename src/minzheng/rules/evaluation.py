"""What the rules say of one family on one day: outcome, amount, every condition, what is missing, how it was reckoned."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from minzheng.rules.wording import Value, say

ELIGIBLE = "eligible"
REFUSED = "refused"
INCOMPLETE = "incomplete"


class Finding(NamedTuple):
    """One condition. `passed` is None when a fact it names is unknown; the texts are empty where nothing is compared."""

    code: str
    label: str
    law: str
    passed: bool | None
    needs: str = ""
    has: str = ""
    differs: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return self._asdict()


class MissingFact(NamedTuple):
    """A fact nobody gave, on which the outcome depends. `member` is the index in `members`, None for the household."""

    code: str
    label: str
    member: int | None

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return self._asdict()


class UsedFigure(NamedTuple):
    """One figure the formulas read: its value that day at that place, since when, set for where, by which instrument."""

    code: str
    name: str
    value: Value
    unit: str
    from_date: str
    where: str
    reference: str
    status: str

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict, with the value in words."""
        shown = [list(pair) for pair in self.value] if isinstance(self.value, tuple) else self.value
        return {**self._asdict(), "value": shown, "text": say(self.value, self.unit)}


class Input(NamedTuple):
    """One value a formula read. `source`: fact, default (the law's, when unknown), does_not_apply, figure, formula, total."""

    code: str
    label: str
    value: Value | None
    unit: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict, with the value in words."""
        shown = [list(pair) for pair in self.value] if isinstance(self.value, tuple) else self.value
        return {**self._asdict(), "value": shown, "text": say(self.value, self.unit)}


class TraceLine(NamedTuple):
    """One formula or total as it was reckoned. `value` is None when a fact it rests on is missing."""

    code: str
    label: str
    law: str
    value: Value | None
    unit: str
    member: int | None
    inputs: tuple[Input, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict, with the value in words."""
        return {
            "code": self.code,
            "label": self.label,
            "law": self.law,
            "value": self.value,
            "text": say(self.value, self.unit),
            "unit": self.unit,
            "member": self.member,
            "inputs": [one.as_dict() for one in self.inputs],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result for one family. `amount_fen` is the household's monthly benefit, 0 unless eligible.

    `layer` is the code of the layer the family falls into ("none" if no layer takes it), None if that is unknown.
    `warnings` are Chinese sentences: a local rule past its own expiry, a value set by a level that no longer may.
    """

    outcome: str
    amount_fen: int
    layer: str | None
    failed: tuple[Finding, ...]
    conditions: tuple[Finding, ...]
    missing: tuple[MissingFact, ...]
    figures: tuple[UsedFigure, ...]
    trace: tuple[TraceLine, ...]
    rule_version: str
    program: str
    on: date
    at: str
    layer_label: str = ""
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict; its schema is docs/reference/evaluate.schema.json."""
        return {
            "program": self.program,
            "on": self.on.isoformat(),
            "at": self.at,
            "outcome": self.outcome,
            "amount_fen": self.amount_fen,
            "layer": self.layer,
            "layer_label": self.layer_label,
            "failed": [one.as_dict() for one in self.failed],
            "conditions": [one.as_dict() for one in self.conditions],
            "missing": [one.as_dict() for one in self.missing],
            "figures": [one.as_dict() for one in self.figures],
            "trace": [one.as_dict() for one in self.trace],
            "warnings": list(self.warnings),
            "rule_version": self.rule_version,
        }
