"""What a fused run reads and writes: the steps that the asked-for outputs need, and a place for each column.

Both the generator and whoever fills the columns follow one layout, so they cannot drift apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from minzheng.rules.declare import (
    CLOSING,
    CONDITION,
    DECIDER,
    HOUSEHOLD,
    LAYER,
    PERSON,
    QUARTERLY,
    RECEIVES,
    SUPPORTER,
    URGENT,
)
from minzheng.rules.errors import RuleError
from minzheng.rules.fact import AskWhen, FactSpec
from minzheng.rules.plan import FACT, FIGURE, FORMULA, TOTAL, Plan, PlanStep

RESULTS = ("outcome", "amount_fen", "failed", "unknown", "missing", "layer")
"""What a screening asks for; `outcome` is one of OUTCOMES, `failed`, `unknown` and `missing` are bits."""
MORE_RESULTS = ("closing_fen", "decider", "is_urgent", "is_quarterly", "recipients")
OF_THE_LACKING = ("unknown", "missing")
"""Results that are 0 for every household that lacks no fact."""
OUTCOMES = ("refused", "incomplete", "eligible")
UNKNOWN = -1
"""A layer, a decider or an urgency that cannot be told."""
MOST_BITS = 63

OUTPUT_TYPES = {
    "outcome": "int8",
    "amount_fen": "int64",
    "closing_fen": "int64",
    "failed": "int64",
    "unknown": "int64",
    "missing": "int64",
    "layer": "int8",
    "decider": "int8",
    "is_urgent": "int8",
    "is_quarterly": "int8",
    "recipients": "int8",
}


@dataclass(frozen=True, slots=True)
class Output:
    """One column that is written: a result, or an intermediate of households, members or supporters.

    An intermediate comes with a second column: 1 where it is known.
    """

    name: str
    scope: str
    type: str
    is_intermediate: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Facts of one scope that may be missing and are asked under the same circumstances: looked at in one go."""

    name: str
    scope: str
    steps: tuple[PlanStep, ...]

    @property
    def ask_when(self) -> tuple[AskWhen, ...]:
        """When they are asked; nothing: always."""
        return asked_when(self.steps[0])


class Layout:
    """The needed part of a plan, in its order, with the bit of every fact that may be missing."""

    def __init__(self, plan: Plan, facts: Sequence[FactSpec], outputs: Iterable[str]) -> None:
        """Raise RuleError for an output that the plan does not have, or more nullable facts than bits."""
        self.plan = plan
        self._steps = {step.code: step for step in plan.steps}
        self.outputs = tuple(self._output(name) for name in dict.fromkeys(outputs))
        self.asked = {output.name for output in self.outputs}
        needed = self._needed()
        self.steps = tuple(step for step in plan.steps if step.code in needed)
        order = {fact.code: number for number, fact in enumerate(facts)}
        self.facts = {
            scope: sorted(
                (step for step in self.steps if step.kind == FACT and step.scope == scope),
                key=lambda step: (bool(step.fact and step.fact.ask_when), order[step.code]),
            )
            for scope in (HOUSEHOLD, PERSON, SUPPORTER)
        }
        self.figures = tuple(step for step in self.steps if step.kind == FIGURE)
        nullable = [step for rows in self.facts.values() for step in rows if step.fact and step.fact.default is None]
        if len(nullable) > MOST_BITS or len(plan.of_role(CONDITION)) > MOST_BITS:
            raise RuleError(f"规则 {plan.regime}：可能缺失的事实或者条件超过{MOST_BITS}个，成批计算放不下。")
        self.bits = {step.code: 1 << number for number, step in enumerate(nullable)}
        self.together = _together(nullable)
        self.conditions = plan.of_role(CONDITION)
        self.layers = plan.of_role(LAYER)
        self.deciders = plan.of_role(DECIDER)
        self.urgent = plan.of_role(URGENT)
        self.quarterly = plan.of_role(QUARTERLY)
        self.receives = plan.of_role(RECEIVES)

    @property
    def codes(self) -> set[str]:
        """The codes of the steps that the outputs rest on."""
        return {step.code for step in self.steps}

    @property
    def amount(self) -> str:
        """The code of the amount."""
        return self.plan.amount.code

    @property
    def closing(self) -> str:
        """The code of the year's last payment: the amount where the rules say nothing of it."""
        return next((step.code for step in self.plan.of_role(CLOSING)), self.plan.amount.code)

    @property
    def reckons_outcome(self) -> bool:
        """Whether any asked result rests on the conditions."""
        return bool(self.asked & {"outcome", "amount_fen", "closing_fen", "failed", "unknown", "missing"})

    @cached_property
    def passes(self) -> tuple[int, ...]:
        """The passes that anything is left to do in."""
        return tuple(sorted({step.pass_number for step in self.steps if step.kind in (FORMULA, TOTAL)}))

    @cached_property
    def has_supporters(self) -> bool:
        """Whether anything reads supporters outside the household."""
        return any(SUPPORTER in (step.scope, step.over) for step in self.steps)

    def step(self, code: str) -> PlanStep:
        """Return a step by its code."""
        return self._steps[code]

    def named(self, mask: int) -> tuple[str, ...]:
        """Return the codes of the facts whose bits are set."""
        return tuple(code for code, bit in self.bits.items() if mask & bit)

    def failed_names(self, mask: int) -> tuple[str, ...]:
        """Return the codes of the conditions whose bits are set."""
        return tuple(step.code for number, step in enumerate(self.conditions) if mask >> number & 1)

    def closure(self, roots: Iterable[str], *, within: str) -> set[str]:
        """Return the formulas and facts of one scope that the roots rest on, the roots among them."""
        found: set[str] = set()
        left = [code for code in roots if code]
        while left:
            code = left.pop()
            step = self._steps[code]
            if code in found or step.scope != within or step.kind not in (FACT, FORMULA):
                continue
            found.add(code)
            left += [*step.needs, step.only_if] if step.only_if else step.needs
            left += _asked_by(step)
        return found

    def _output(self, name: str) -> Output:
        if name in RESULTS or name in MORE_RESULTS:
            return Output(name, PERSON if name == "recipients" else HOUSEHOLD, OUTPUT_TYPES[name])
        step = self._steps.get(name)
        if step is None or step.kind not in (FORMULA, TOTAL):
            raise RuleError(f"规则 {self.plan.regime}：没有名为“{name}”的公式、合计或结果，不能输出。")
        return Output(name, step.scope, "int8" if step.is_bool else "int64", is_intermediate=True)

    def _roots(self) -> set[str]:
        of_role = self.plan.of_role
        roots = {output.name for output in self.outputs if output.is_intermediate}
        if self.reckons_outcome:
            roots |= {step.code for step in of_role(CONDITION)} | {self.amount, self.closing}
        by_result = {"layer": LAYER, "decider": DECIDER, "is_urgent": URGENT, "is_quarterly": QUARTERLY}
        for result, role in {**by_result, "recipients": RECEIVES}.items():
            if result in self.asked:
                roots |= {step.code for step in of_role(role)}
        return roots

    def _needed(self) -> set[str]:
        needed: set[str] = set()
        left = list(self._roots())
        while left:
            code = left.pop()
            if code in needed:
                continue
            needed.add(code)
            step = self._steps[code]
            left += [*step.needs, *_asked_by(step)]
            left += [step.only_if] if step.only_if else []
        return needed


def spec_of(step: PlanStep) -> FactSpec:
    """Return what is asked in a step that is a fact."""
    assert step.fact is not None  # noqa: S101 - steps of kind fact have one
    return step.fact


def is_settled(fact: FactSpec) -> bool:
    """Whether a yes or no that nobody gave has one answer whatever else is known: it is put in before the loop."""
    return fact.is_bool and fact.default is not None and (not fact.ask_when or fact.not_asked == fact.default)


def asked_when(step: PlanStep) -> tuple[AskWhen, ...]:
    """Return when a fact is asked; nothing: always."""
    return step.fact.ask_when if step.fact else ()


def _together(nullable: Sequence[PlanStep]) -> tuple[Together, ...]:
    groups: dict[tuple[str, tuple[AskWhen, ...]], list[PlanStep]] = {}
    for step in nullable:
        groups.setdefault((step.scope, asked_when(step)), []).append(step)
    return tuple(
        Together(f"t_{number}", scope, tuple(steps)) for number, ((scope, _asks), steps) in enumerate(groups.items())
    )


def _asked_by(step: PlanStep) -> list[str]:
    return [ask.fact for ask in asked_when(step)]
