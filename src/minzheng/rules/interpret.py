"""One family: the plan's functions called in order, with what is missing and a trace.

Unknown is not zero. A result is incomplete if a fact it names, or a result it names, is incomplete: declared
dependency, never what the words happen to need. Three values exist at one place only, `Interpreter._outcome`.
Missing facts are kept as bits of an int: household facts first, then those of each member, then of each supporter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from minzheng.rules.declare import (
    AMOUNT,
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
from minzheng.rules.evaluation import (
    ELIGIBLE,
    INCOMPLETE,
    MONTH,
    QUARTER,
    REFUSED,
    Finding,
    Line,
    MissingFact,
    TraceLine,
)
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
    closing_fen: int
    layer: str | None
    layer_label: str
    cadence: str
    recipients: tuple[int, ...]
    conditions: tuple[Finding, ...]
    missing: tuple[MissingFact, ...]
    trace: tuple[TraceLine, ...]
    decider: str | None
    decider_label: str
    is_urgent: bool | None


@dataclass(frozen=True, slots=True)
class Call:
    """One formula or total made ready: how to fetch its arguments, what its trace lines share.

    `borrowed`: the household results a formula of a person or supporter reads.
    """

    step: PlanStep
    line: Line
    fetch: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    borrowed: tuple[str, ...]


class Interpreter:
    """Runs one plan. Made once per plan; holds no state of a family."""

    def __init__(self, plan: Plan, facts: Sequence[FactSpec]) -> None:
        self.plan = plan
        scopes = (HOUSEHOLD, PERSON, SUPPORTER)
        self.known = [{fact.code: fact for fact in facts if fact.scope == scope} for scope in scopes]
        # What others are asked by comes first.
        asked = sorted((step.fact for step in plan.steps if step.fact), key=lambda fact: bool(fact.ask_when))
        self.household_facts, self.person_facts, self.supporter_facts = (
            [fact for fact in asked if fact.scope == scope] for scope in scopes
        )
        self.conditions = plan.of_role(CONDITION)
        self.amount = plan.amount.code
        self.layers = plan.of_role(LAYER)
        self.deciders = plan.of_role(DECIDER)
        self.urgent = [step.code for step in plan.of_role(URGENT)]
        self.quarterly = [step.code for step in plan.of_role(QUARTERLY)]
        # What the year's last payment comes to: what every payment does, where the rules say nothing of it.
        self.closing = next((step.code for step in plan.of_role(CLOSING)), self.amount)
        self.receives = [step.code for step in plan.of_role(RECEIVES)]
        steps = {step.code: step for step in plan.steps}
        self.calls = [_call(step, steps) for step in plan.steps if step.kind in (FORMULA, TOTAL)]

    def run(self, facts: Mapping[str, Any], figures: Mapping[str, Value]) -> Reckoned:
        """Reckon one family; raise FactsRefused for names nobody knows and values out of bounds."""
        members, supporters = check_facts(facts, *self.known)
        family = _Family(self, facts, members, supporters, figures)
        for call in self.calls:
            if call.step.kind == TOTAL:
                family.total(call)
            elif call.step.scope == HOUSEHOLD:
                family.household(call)
            else:
                family.each(call)
        return self._outcome(family)

    def _outcome(self, family: "_Family") -> Reckoned:
        """Refused if a condition is known to fail; else incomplete if one, or the amount, is unknown; else eligible."""
        values, masks = family.values, family.masks
        found = tuple(finding(step, values, unknown=bool(masks.get(step.code))) for step in self.conditions)
        needed = masks.get(self.amount, 0) | masks.get(self.closing, 0)
        for step in self.conditions:
            needed |= masks.get(step.code, 0)
        known = INCOMPLETE if needed else ELIGIBLE
        outcome = REFUSED if any(one.passed is False for one in found) else known
        amount, closing = (values[self.amount], values[self.closing]) if outcome == ELIGIBLE else (0, 0)
        layer, label = self._first(self.layers, family, none="none")
        decider, decider_label = self._first(self.deciders, family, none="")
        is_urgent = values[self.urgent[0]] if self.urgent else False
        missing = self._name_missing(needed, family) if needed else ()
        is_quarterly = any(values[code] for code in self.quarterly)
        # What is unknown and does not matter (the wages of one who does not count) is no line of the sheet.
        trace = tuple(family.trace)
        if family.lacks_any:
            trace = tuple(line for line in trace if not line.lacks or line.lacks & needed)
        return Reckoned(
            outcome,
            amount,
            closing,
            layer,
            label,
            QUARTER if is_quarterly else MONTH,
            self._recipients(family),
            found,
            missing,
            trace,
            decider,
            decider_label,
            is_urgent,
        )

    def _recipients(self, family: "_Family") -> tuple[int, ...]:
        people = enumerate(family.rows[PERSON])
        return tuple(number for number, (values, _m, _s) in people if all(values[code] for code in self.receives))

    @staticmethod
    def _first(steps: Sequence[PlanStep], family: "_Family", *, none: str) -> tuple[str | None, str]:
        """Return the first layer, or decider, that takes the family; None once one cannot be told."""
        for step in steps:
            if family.masks.get(step.code):
                return None, ""
            if family.values[step.code]:
                return step.layer, step.label
        return none, ""

    def _name_missing(self, mask: int, family: "_Family") -> tuple[MissingFact, ...]:
        slots = [MissingFact(fact.code, fact.label, None) for fact in self.household_facts]
        for member in range(len(family.rows[PERSON])):
            slots += [MissingFact(fact.code, fact.label, member) for fact in self.person_facts]
        for number in range(len(family.rows[SUPPORTER])):
            slots += [MissingFact(fact.code, fact.label, None, number) for fact in self.supporter_facts]
        return tuple(slot for bit, slot in enumerate(slots) if mask >> bit & 1)


class _Family:
    """The values, masks and trace of one run. A value whose mask is not 0 is None and never given to a formula."""

    def __init__(
        self,
        by: Interpreter,
        facts: Mapping[str, Any],
        members: Sequence[Mapping[str, Any]],
        supporters: Sequence[Mapping[str, Any]],
        figures: Mapping[str, Value],
    ) -> None:
        self.trace: list[TraceLine] = []
        self.values: dict[str, Any] = dict(figures)
        self.masks: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        _fill(by.household_facts, facts, 0, (self.values, self.masks, self.sources))
        # The values of each of them begin with the household's, so that one look-up serves a formula.
        self.rows: dict[str, list[Slots]] = {PERSON: [], SUPPORTER: []}
        shift = len(by.household_facts)
        for scope, given, asked in (
            (PERSON, members, by.person_facts),
            (SUPPORTER, supporters, by.supporter_facts),
        ):
            for one in given:
                mine = (self.values.copy(), self.masks.copy(), self.sources.copy())
                _fill(asked, one, shift, mine)
                self.rows[scope].append(mine)
                shift += len(asked)

    @property
    def lacks_any(self) -> bool:
        """Whether anything at all is unknown of this family."""
        return bool(self.masks) or any(masks for rows in self.rows.values() for _values, masks, _sources in rows)

    def household(self, call: Call) -> None:
        """Reckon one household formula."""
        self._reckon(call, [(self.values, self.masks, self.sources)], ())

    def each(self, call: Call) -> None:
        """Reckon one formula for each member, or each supporter."""
        self._reckon(call, self.rows[call.step.scope], call.borrowed)

    def _reckon(self, call: Call, rows: Sequence[Slots], borrowed: tuple[str, ...]) -> None:
        """The innermost loop: everything it needs is at hand before it begins."""
        code, needs, scope, function = call.step.code, call.step.needs, call.step.scope, call.step.function
        fetch, line, trace = call.fetch, call.line, self.trace
        only_if = call.step.only_if
        is_person, is_supporter = scope == PERSON, scope == SUPPORTER
        for number, (values, masks, sources) in enumerate(rows):
            for name in borrowed:
                values[name] = self.values[name]
                if name in self.masks:
                    masks[name] = self.masks[name]
            if only_if and (values[only_if] is False or only_if in masks):
                values[code] = self._unasked(call.step, masks, line, number)
                continue
            arguments = fetch(values)
            mask = 0
            if masks:
                for name in needs:
                    if name in masks:
                        mask |= masks[name]
            value = None
            if mask:
                masks[code] = mask
            else:
                value = function(*arguments)  # type: ignore[misc] # a formula has a function
            values[code] = value
            member, supporter = number if is_person else None, number if is_supporter else None
            trace.append(TraceLine(line, value, member, arguments, sources, supporter, mask))

    def _unasked(self, step: PlanStep, masks: dict[str, int], line: Line, number: int) -> Any:
        """Return what a formula is that does not arise, or of which that cannot be told; no line of the sheet.

        Nothing else it reads is missed: that is asked once it is known to arise.
        """
        mask = masks.get(step.only_if, 0)
        if mask:
            masks[step.code] = mask
        value = None if mask else step.otherwise
        member, supporter = (number if step.scope == scope else None for scope in (PERSON, SUPPORTER))
        self.trace.append(TraceLine(line, value, member, (), self.sources, supporter, mask, is_aside=True))
        return value

    def total(self, call: Call) -> None:
        """Reckon one total: strict over those who belong to it; who is known not to is asked nothing more."""
        step = call.step
        of, where = step.of, step.where
        rows = self.rows[step.over]
        mask = 0
        for values, masks, _sources in rows:
            if masks:
                mask |= masks.get(where, 0)
                if not where or values[where] is not False:
                    mask |= masks.get(of, 0)
        value: Any = None
        if mask:
            self.masks[step.code] = mask
        else:
            counted = [values[of] if of else 1 for values, _m, _s in rows if not where or values[where]]
            value = any(counted) if step.total == "any" else sum(counted)
        self.values[step.code] = value
        shown = tuple(values[of or where] for values, _m, _s in rows) if of or where else ()
        self.trace.append(TraceLine(call.line, value, None, shown, self.sources, None, mask))


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
    line = Line(
        step.code, step.label, step.law, step.unit, reads, step.kind == TOTAL, step.role in (CONDITION, AMOUNT, CLOSING)
    )
    results = (FORMULA, TOTAL)
    borrowed = tuple(name for name in step.needs if steps[name].scope == HOUSEHOLD and steps[name].kind in results)
    return Call(step, line, _fetcher(step.needs), borrowed if step.scope != HOUSEHOLD else ())


def _fetcher(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    if names:
        only = names[0]
        return lambda values: (values[only],)
    return lambda _values: ()
