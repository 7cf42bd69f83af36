"""One family: the plan's functions called in order, with what is missing and a trace.

Unknown is not zero. A result is incomplete if a fact it names, or a result it names, is incomplete: declared
dependency, never what the words happen to need. Three values exist at one place only, `Interpreter._outcome`.
Missing facts are kept as bits of an int: household facts first, then the person facts of each member.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from minzheng.rules.declare import AMOUNT, CONDITION, LAYER
from minzheng.rules.evaluation import ELIGIBLE, INCOMPLETE, REFUSED, Finding, Line, MissingFact, TraceLine
from minzheng.rules.fact import FactSpec
from minzheng.rules.findings import finding
from minzheng.rules.given import check_facts, take
from minzheng.rules.plan import FORMULA, TOTAL, Plan, PlanStep
from minzheng.rules.wording import Value

Slots = tuple[dict[str, Any], dict[str, int], dict[str, str]]
"""By name: values, masks of what is missing, and where a fact's value comes from if it was not given."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one run over a family found; `Evaluation` is made from it."""

    outcome: str
    amount_fen: int
    layer: str | None
    layer_label: str
    conditions: tuple[Finding, ...]
    missing: tuple[MissingFact, ...]
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One formula or total made ready: how to fetch its arguments, what its trace lines share.

    `borrowed`: the household results a person formula reads.
    """

    step: PlanStep
    line: Line
    fetch: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    borrowed: tuple[str, ...]


class Interpreter:
    """Runs one plan. Made once per plan; holds no state of a family."""

    def __init__(self, plan: Plan, facts: Sequence[FactSpec]) -> None:
        self.plan = plan
        self.known_household = {fact.code: fact for fact in facts if fact.scope == "household"}
        self.known_person = {fact.code: fact for fact in facts if fact.scope == "person"}
        # What others are asked by comes first.
        asked = sorted((step.fact for step in plan.steps if step.fact), key=lambda fact: bool(fact.ask_when))
        self.household_facts = [fact for fact in asked if fact.scope == "household"]
        self.person_facts = [fact for fact in asked if fact.scope == "person"]
        self.conditions = plan.of_role(CONDITION)
        self.layers = plan.of_role(LAYER)
        steps = {step.code: step for step in plan.steps}
        self.calls = [_call(step, steps) for step in plan.steps if step.kind in (FORMULA, TOTAL)]

    def run(self, facts: Mapping[str, Any], figures: Mapping[str, Value]) -> Reckoned:
        """Reckon one family; raise FactsRefused for names nobody knows and values out of bounds."""
        members = check_facts(facts, self.known_household, self.known_person)
        family = _Family(self, facts, members, figures)
        for call in self.calls:
            if call.step.kind == TOTAL:
                family.total(call)
            elif call.step.scope == "person":
                family.person(call)
            else:
                family.household(call)
        return self._outcome(family)

    def _outcome(self, family: "_Family") -> Reckoned:
        """Refused if a condition is known to fail; else incomplete if one, or the amount, is unknown; else eligible."""
        amount_code = self.plan.amount.code
        values, masks = family.values, family.masks
        found = tuple(finding(step, values, unknown=bool(masks.get(step.code))) for step in self.conditions)
        needed = masks.get(amount_code, 0)
        for step in self.conditions:
            needed |= masks.get(step.code, 0)
        known = INCOMPLETE if needed else ELIGIBLE
        outcome = REFUSED if any(one.passed is False for one in found) else known
        amount = values[amount_code] if outcome == ELIGIBLE else 0
        layer, label = self._layer(family)
        missing = self._name_missing(needed, len(family.people)) if needed else ()
        return Reckoned(outcome, amount, layer, label, found, missing, tuple(family.trace))

    def _layer(self, family: "_Family") -> tuple[str | None, str]:
        """Return the first layer that takes the family; None once one cannot be told."""
        for step in self.layers:
            if family.masks.get(step.code):
                return None, ""
            if family.values[step.code]:
                return step.layer, step.label
        return "none", ""

    def _name_missing(self, mask: int, size: int) -> tuple[MissingFact, ...]:
        owners: list[int | None] = [None] * len(self.household_facts)
        facts = list(self.household_facts)
        for member in range(size):
            owners += [member] * len(self.person_facts)
            facts += self.person_facts
        pairs = enumerate(zip(facts, owners, strict=True))
        return tuple(MissingFact(fact.code, fact.label, owner) for bit, (fact, owner) in pairs if mask >> bit & 1)


class _Family:
    """The values, masks and trace of one run. A value whose mask is not 0 is None and never given to a formula."""

    def __init__(
        self,
        by: Interpreter,
        facts: Mapping[str, Any],
        members: Sequence[Mapping[str, Any]],
        figures: Mapping[str, Value],
    ) -> None:
        self.trace: list[TraceLine] = []
        self.values: dict[str, Any] = dict(figures)
        self.masks: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        _fill(by.household_facts, facts, 0, (self.values, self.masks, self.sources))
        # Each member's values begin with the household's, so that one look-up serves a formula.
        self.people: list[Slots] = []
        shift = len(by.household_facts)
        for member in members:
            mine = (self.values.copy(), self.masks.copy(), self.sources.copy())
            _fill(by.person_facts, member, shift, mine)
            self.people.append(mine)
            shift += len(by.person_facts)

    def household(self, call: Call) -> None:
        """Reckon one household formula."""
        _reckon(call, (self.values, self.masks, self.sources), None, self.trace)

    def person(self, call: Call) -> None:
        """Reckon one person formula for each member."""
        for number, place in enumerate(self.people):
            values, masks, _sources = place
            for name in call.borrowed:
                values[name] = self.values[name]
                if name in self.masks:
                    masks[name] = self.masks[name]
            _reckon(call, place, number, self.trace)

    def total(self, call: Call) -> None:
        """Reckon one total over the members: strict, unknown if any member's value is."""
        step = call.step
        of, where = step.of, step.where
        mask = 0
        for _values, masks, _sources in self.people:
            if masks:
                mask |= masks.get(of, 0) | masks.get(where, 0)
        value: Any = None
        if mask:
            self.masks[step.code] = mask
        else:
            counted = [values[of] if of else 1 for values, _m, _s in self.people if not where or values[where]]
            value = any(counted) if step.total == "any" else sum(counted)
        self.values[step.code] = value
        shown = tuple(values[of or where] for values, _m, _s in self.people) if of or where else ()
        self.trace.append(TraceLine(call.line, value, None, shown, self.sources))


def _reckon(call: Call, place: Slots, member: int | None, trace: list[TraceLine]) -> None:
    step = call.step
    values, masks, sources = place
    arguments = call.fetch(values)
    mask = 0
    if masks:
        for name in step.needs:
            mask |= masks.get(name, 0)
    value = None
    if mask:
        masks[step.code] = mask
    else:
        value = step.function(*arguments)  # type: ignore[misc] # a formula has a function
    values[step.code] = value
    trace.append(TraceLine(call.line, value, member, arguments, sources))


def _fill(
    facts: Sequence[FactSpec],
    given: Mapping[str, Any],
    shift: int,
    into: Slots,
) -> None:
    values, masks, sources = into
    bit = 1 << shift
    for fact in facts:
        value = given.get(fact.code)
        if value is None:
            take(fact, values, masks, sources, bit)
        else:
            values[fact.code] = value
        bit <<= 1


def _call(step: PlanStep, steps: Mapping[str, PlanStep]) -> Call:
    reads = tuple((name, steps[name].label, steps[name].unit, steps[name].kind) for name in step.needs)
    line = Line(step.code, step.label, step.law, step.unit, reads, step.kind == TOTAL, step.role in (CONDITION, AMOUNT))
    results = (FORMULA, TOTAL)
    borrowed = tuple(name for name in step.needs if steps[name].scope == "household" and steps[name].kind in results)
    return Call(step, line, _fetcher(step.needs), borrowed if step.scope == "person" else ())


def _fetcher(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    if names:
        only = names[0]
        return lambda values: (values[only],)
    return lambda _values: ()
