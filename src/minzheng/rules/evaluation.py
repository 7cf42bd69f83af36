"""What the rules say of one family on one day: outcome, amount, every condition, what is missing, how reckoned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from minzheng.rules.wording import Value, say

MONTH = "month"
QUARTER = "quarter"
ONCE = "once"

ELIGIBLE = "eligible"
REFUSED = "refused"
INCOMPLETE = "incomplete"


class Finding(NamedTuple):
    """One condition. `passed` is None when a fact it names is unknown; texts are empty where nothing is compared.

    `arises` is False for a condition that does not concern this household and is met only for that reason.
    """

    code: str
    label: str
    law: str
    passed: bool | None
    needs: str = ""
    has: str = ""
    differs: str = ""
    arises: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return self._asdict()


class MissingFact(NamedTuple):
    """A fact nobody gave, on which the outcome depends: of a member or a supporter by index, or of the household."""

    code: str
    label: str
    member: int | None
    supporter: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return self._asdict()


class UsedFigure(NamedTuple):
    """One figure the formulas read: its value at that place that day, since when, for where, by what instrument."""

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
    """One value that was read. `source`: fact, default (the law's), does_not_apply, figure, formula, total."""

    code: str
    label: str
    value: Value | None
    unit: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict with the value in words; the bare value stands in the line that reckoned it."""
        return {"code": self.code, "label": self.label, "text": say(self.value, self.unit), "source": self.source}


class Line(NamedTuple):
    """What all trace lines of one formula or total share. `reads`: code, label, unit, kind of each value it reads.

    `is_decisive`: a condition or the amount, told even when it is nothing.
    """

    code: str
    label: str
    law: str
    unit: str
    reads: tuple[tuple[str, str, str, str], ...]
    is_total: bool
    is_decisive: bool


class TraceLine:
    """One formula or total as it was reckoned, for the household, a member or a supporter (by index).

    `value` is None when a fact it rests on is missing; `lacks` are the bits of those facts.

    The inputs are put into words only when someone reads them: a review of a county reads few of its traces.
    """

    __slots__ = ("_arguments", "_line", "_sources", "lacks", "member", "supporter", "value")

    def __init__(  # noqa: PLR0917 - made by the thousand in the innermost loop, where names cost
        self,
        line: Line,
        value: Value | None,
        member: int | None,
        arguments: tuple[Value | None, ...],
        sources: Mapping[str, str],
        supporter: int | None = None,
        lacks: int = 0,
    ) -> None:
        self.supporter = supporter
        self.lacks = lacks
        self._line = line
        self.value = value
        self.member = member
        self._arguments = arguments
        self._sources = sources

    @property
    def code(self) -> str:
        """The formula's name."""
        return self._line.code

    @property
    def label(self) -> str:
        """What it is, in Chinese."""
        return self._line.label

    @property
    def law(self) -> str:
        """The clause it follows."""
        return self._line.law

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return self._line.unit

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was reckoned: the result, and all it read but figures, is zero or no."""
        line = self._line
        if line.is_decisive or self.value is None or self.value:
            return False
        if line.is_total:
            return not any(self._arguments)
        pairs = zip(line.reads, self._arguments, strict=True)
        return not any(value for (_code, _label, _unit, kind), value in pairs if kind != "figure")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What was read: the arguments, or for a total the value of each member."""
        reads = self._line.reads
        if self._line.is_total:
            if not reads:  # how many there are, whoever they are
                return ()
            code, _label, unit, kind = reads[0]
            members = enumerate(self._arguments, start=1)
            return tuple(Input(code, f"第{number}人", value, unit, kind) for number, value in members)
        sources = self._sources
        pairs = zip(reads, self._arguments, strict=True)
        return tuple(
            Input(code, label, value, unit, sources.get(code, kind)) for (code, label, unit, kind), value in pairs
        )

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
            "supporter": self.supporter,
            "inputs": [one.as_dict() for one in self.inputs],
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TraceLine) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.code, self.member, self.supporter, self.value))

    def __repr__(self) -> str:
        return f"TraceLine({self.code}={self.value!r}, member={self.member}, supporter={self.supporter})"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result for one family. `amount_fen` is the household's benefit for one `cadence`, 0 unless eligible.

    `cadence`: "month" or "quarter", the span one payment is for, or "once"; `recipients` are the indexes of the members
    whom the benefit covers, empty where that is unknown.

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
    cadence: str = MONTH
    recipients: tuple[int, ...] = ()

    def value(self, code: str) -> Value | None:
        """Return what a household formula or total came to; None if it is unknown or the day's rules have none."""
        found = (one for one in self.trace if one.code == code and one.member is None and one.supporter is None)
        line = next(found, None)
        return None if line is None else line.value

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict; its schema is docs/reference/evaluate.schema.json. Lines of nothing stay out."""
        return {
            "program": self.program,
            "on": self.on.isoformat(),
            "at": self.at,
            "outcome": self.outcome,
            "amount_fen": self.amount_fen,
            "cadence": self.cadence,
            "recipients": list(self.recipients),
            "layer": self.layer,
            "layer_label": self.layer_label,
            "failed": [one.as_dict() for one in self.failed],
            "conditions": [one.as_dict() for one in self.conditions],
            "missing": [one.as_dict() for one in self.missing],
            "figures": [one.as_dict() for one in self.figures],
            "trace": [one.as_dict() for one in self.trace if not one.is_nothing],
            "warnings": list(self.warnings),
            "rule_version": self.rule_version,
        }
