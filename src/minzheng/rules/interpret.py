"""One family: the plan's functions called in order, with what is missing and a trace.

Unknown is not zero. A result is incomplete if a fact it names, or a result it names, is incomplete: declared dependency,
never what the words happen to need. Three values exist at one place only, `_outcome`.
Missing facts are kept as bits of an int: household facts first, then the person facts of each member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.rules.declare import CONDITION, LAYER
from minzheng.rules.errors import FactsRefused
from minzheng.rules.evaluation import ELIGIBLE, INCOMPLETE, REFUSED, Finding, Input, MissingFact, TraceLine
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec
from minzheng.rules.findings import finding
from minzheng.rules.plan import FACT, FORMULA, TOTAL, Plan, PlanStep
from minzheng.rules.wording import Value

GIVEN = "fact"
DEFAULT = "default"
NOT_ASKED = "does_not_apply"


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


class Interpreter:
    """Runs one plan. Made once per plan; holds no state of a family."""

    def __init__(self, plan: Plan, facts: Sequence[FactSpec]) -> None:
        self.plan = plan
        self.household_facts = {fact.code: fact for fact in facts if fact.scope == "household"}
        self.person_facts = {fact.code: fact for fact in facts if fact.scope == "person"}
        self.asked_household = [step.fact for step in plan.steps if step.fact and step.scope == "household"]
        self.asked_person = [step.fact for step in plan.steps if step.fact and step.scope == "person"]
        self.asked_person.sort(key=lambda fact: bool(fact.ask_when))
        self.asked_household.sort(key=lambda fact: bool(fact.ask_when))
        self.reckoned = [step for step in plan.steps if step.kind in (FORMULA, TOTAL)]
        self.bits = {fact.code: number for number, fact in enumerate(self.asked_household)}
        self.bits |= {fact.code: number for number, fact in enumerate(self.asked_person)}
        self.conditions = plan.of_role(CONDITION)
        self.layers = plan.of_role(LAYER)
        self.labels = {step.code: (step.label, step.unit, step.kind) for step in plan.steps}

    def run(self, facts: Mapping[str, Any], figures: Mapping[str, Value]) -> Reckoned:
        """Reckon one family; raise FactsRefused for names nobody knows and values out of bounds."""
        members = check_facts(facts, self.household_facts, self.person_facts)
        family = _Family(self, facts, members, figures)
        for step in self.reckoned:
            if step.kind == TOTAL:
                family.total(step)
            elif step.scope == "person":
                family.person(step)
            else:
                family.household(step)
        return self._outcome(family)

    def _outcome(self, family: "_Family") -> Reckoned:
        """Refused if a condition is known to fail; else incomplete if a condition or the amount is unknown; else eligible."""
        amount_step = self.plan.amount
        values, masks = family.values, family.masks
        found = tuple(finding(step, values, unknown=bool(masks.get(step.code))) for step in self.conditions)
        needed = 0
        for step in (*self.conditions, amount_step):
            needed |= masks.get(step.code, 0)
        if any(one.passed is False for one in found):
            outcome = REFUSED
        else:
            outcome = INCOMPLETE if needed else ELIGIBLE
        amount = values[amount_step.code] if outcome == ELIGIBLE else 0
        layer, layer_label = self._layer(family)
        return Reckoned(
            outcome,
            amount,
            layer,
            layer_label,
            found,
            self._name_missing(needed, len(family.people)),
            tuple(family.trace),
        )

    def _layer(self, family: "_Family") -> tuple[str | None, str]:
        for step in self.layers:
            if family.masks.get(step.code):
                return None, ""
            if family.values[step.code]:
                return step.layer, step.label
        return "none", ""

    def _name_missing(self, mask: int, size: int) -> tuple[MissingFact, ...]:
        if not mask:
            return ()
        found = [
            MissingFact(fact.code, fact.label, None)
            for number, fact in enumerate(self.asked_household)
            if mask >> number & 1
        ]
        start = len(self.asked_household)
        width = len(self.asked_person)
        for member in range(size):
            shift = start + member * width
            found += [
                MissingFact(fact.code, fact.label, member)
                for number, fact in enumerate(self.asked_person)
                if mask >> (shift + number) & 1
            ]
        return tuple(found)


class _Family:
    """The values, masks and trace of one run. A value whose mask is not 0 is None and never given to a formula."""

    def __init__(
        self,
        by: Interpreter,
        facts: Mapping[str, Any],
        members: Sequence[Mapping[str, Any]],
        figures: Mapping[str, Value],
    ) -> None:
        self.by = by
        self.values: dict[str, Any] = dict(figures)
        self.masks: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        self.trace: list[TraceLine] = []
        self.people: list[tuple[dict[str, Any], dict[str, int], dict[str, str]]] = []
        bits = by.bits
        for fact in by.asked_household:
            _take(fact, facts, self.values, self.masks, self.sources, 1 << bits[fact.code])
        start, width = len(by.asked_household), len(by.asked_person)
        for number, member in enumerate(members):
            values: dict[str, Any] = {}
            masks: dict[str, int] = {}
            sources: dict[str, str] = {}
            shift = start + number * width
            for fact in by.asked_person:
                _take(fact, member, values, masks, sources, 1 << (shift + bits[fact.code]))
            self.people.append((values, masks, sources))

    def household(self, step: PlanStep) -> None:
        """Reckon one household formula."""
        value = _call(step, (self.values,), (self.masks,), self.masks)
        self.values[step.code] = value
        self._line(step, value, None, (self.values,), (self.sources,))

    def person(self, step: PlanStep) -> None:
        """Reckon one person formula for each member."""
        for number, (values, masks, sources) in enumerate(self.people):
            value = _call(step, (values, self.values), (masks, self.masks), masks)
            values[step.code] = value
            self._line(step, value, number, (values, self.values), (sources, self.sources))

    def total(self, step: PlanStep) -> None:
        """Reckon one total over the members."""
        mask = 0
        total = 0
        of, where = step.of, step.where
        for values, masks, _sources in self.people:
            if masks:
                mask |= masks.get(of, 0) | masks.get(where, 0)
            if not mask and (not where or values[where]):
                total += values[of] if of else 1
        value: Any = None
        if mask:
            self.masks[step.code] = mask
        else:
            value = total > 0 if step.total == "any" else total
        self.values[step.code] = value
        inputs = tuple(
            Input(step.of or step.where, f"第{number}人", values[step.of or step.where], self.by.labels[step.of or step.where][1], FORMULA)
            for number, (values, _masks, _sources) in enumerate(self.people, start=1)
        ) if step.of or step.where else ()  # fmt: skip
        self.trace.append(TraceLine(step.code, step.label, step.law, value, step.unit, None, inputs))

    def _line(
        self,
        step: PlanStep,
        value: Any,
        member: int | None,
        places: tuple[Mapping[str, Any], ...],
        sources: tuple[Mapping[str, str], ...],
    ) -> None:
        labels = self.by.labels
        inputs = []
        for name in step.needs:
            label, unit, kind = labels[name]
            at = 0 if name in places[0] else 1
            source = sources[at].get(name, kind) if kind == FACT else kind
            inputs.append(Input(name, label, places[at][name], unit, source))
        self.trace.append(TraceLine(step.code, step.label, step.law, value, step.unit, member, tuple(inputs)))


def _call(
    step: PlanStep, places: tuple[Mapping[str, Any], ...], masks: tuple[Mapping[str, int], ...], own: dict[str, int]
) -> Any:
    mask = 0
    arguments = []
    near = places[0]
    for name in step.needs:
        at = 0 if name in near else 1
        arguments.append(places[at][name])
        if masks[at]:
            mask |= masks[at].get(name, 0)
    if mask:
        own[step.code] = mask
        return None
    return step.function(*arguments)  # type: ignore[misc] # a formula step has a function


def _take(
    fact: FactSpec,
    given: Mapping[str, Any],
    values: dict[str, Any],
    masks: dict[str, int],
    sources: dict[str, str],
    bit: int,
) -> None:
    """Put one fact into its place: as given, as not asked, as the law's default, or as missing."""
    code = fact.code
    value = given.get(code)
    if value is not None:
        values[code] = value
        sources[code] = GIVEN
        return
    for ask in fact.ask_when:
        other = values.get(ask.fact)
        if other is not None and other < ask.at_least:
            values[code] = fact.not_asked
            sources[code] = NOT_ASKED
            return
    if fact.default is not None:
        values[code] = fact.default
        sources[code] = DEFAULT
        return
    values[code] = None
    masks[code] = bit


def check_facts(
    facts: Mapping[str, Any], household_facts: Mapping[str, FactSpec], person_facts: Mapping[str, FactSpec]
) -> Sequence[Mapping[str, Any]]:
    """Return the members; raise FactsRefused for an unknown name, a wrong type, a value out of bounds, no members."""
    members = facts.get("members")
    if not isinstance(members, Sequence) or isinstance(members, str) or not members:
        raise FactsRefused("事实里没有家庭成员。请在 members 下逐人列出，至少一人。")
    if len(members) > LARGEST_FAMILY:
        raise FactsRefused(f"家庭成员有{len(members)}人，超过{LARGEST_FAMILY}人，请核对。")
    for code, value in facts.items():
        if code != "members":
            _check_one(code, value, household_facts, person_facts, "家庭")
    for number, member in enumerate(members, start=1):
        if not isinstance(member, Mapping):
            raise FactsRefused(f"第{number}名成员应是一组“事实: 值”。")
        for code, value in member.items():
            _check_one(code, value, person_facts, household_facts, f"第{number}名成员")
    return members


def _check_one(
    code: str, value: Any, here: Mapping[str, FactSpec], elsewhere: Mapping[str, FactSpec], whose: str
) -> None:
    fact = here.get(code)
    if fact is None:
        if code in elsewhere:
            place = "members 里每个人名下" if elsewhere[code].scope == "person" else "最外层（家庭）"
            raise FactsRefused(f"{whose}：“{code}”应写在{place}。")
        raise FactsRefused(f"{whose}：没有名为“{code}”的事实，请检查拼写。可用的事实：{'、'.join(here)}。")
    if value is None:
        return
    if fact.is_bool:
        if value is not True and value is not False:
            raise FactsRefused(f"{whose}的{fact.label}（{code}）应为 true 或 false，不是“{value}”。")
        return
    if type(value) is not int:
        raise FactsRefused(f"{whose}的{fact.label}（{code}）应为整数{'（分）' if fact.type == 'fen' else ''}，不是“{value}”。")
    if not fact.minimum <= value <= fact.maximum:
        raise FactsRefused(f"{whose}的{fact.label}（{code}）为{value}，超出{fact.minimum}至{fact.maximum}，请核对。")
