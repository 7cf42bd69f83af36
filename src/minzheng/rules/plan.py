"""The order of reckoning: an explicit, ordered list of steps for one regime, from which one family is interpreted.

A compiler can later write one loop from the same plan and the same functions. Each step has a pass: person steps of
pass 0 need only facts and figures; a total of pass n sums person steps of pass n; household steps that use it have pass
n; a person formula that needs a household result belongs to pass n + 1, a second run over the members. Supporters
outside the household are rows of their own, with steps and totals like those of members.
"""

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.rules.declare import (
    AMOUNT,
    CLOSING,
    CONDITION,
    DECIDER,
    HOUSEHOLD,
    LAYER,
    QUARTERLY,
    RECEIVES,
    URGENT,
    Compare,
    Declaration,
    States,
    Total,
)
from minzheng.rules.errors import RuleError
from minzheng.rules.fact import FactSpec
from minzheng.rules.figures import Figure

FACT = "fact"
FIGURE = "figure"
FORMULA = "formula"
TOTAL = "total"
ROLES = (AMOUNT, CLOSING, CONDITION, DECIDER, LAYER, QUARTERLY, RECEIVES, URGENT)
CHOSEN = (LAYER, DECIDER)
"""Roles of which the first that takes the household counts."""
OF_WHOM = {"person": "个人", "supporter": "赡养人", "household": "家庭"}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One line of the plan. `needs` are the names it reads, in order; `defaults` those it may go without."""

    code: str
    kind: str
    scope: str
    pass_number: int
    label: str
    law: str
    unit: str
    is_bool: bool
    needs: tuple[str, ...] = ()
    defaults: Mapping[str, int | bool] | None = None
    function: Callable[..., Any] | None = None
    role: str = ""
    total: str = ""
    over: str = ""
    of: str = ""
    where: str = ""
    shows: Compare | States | None = None
    layer: str = ""
    fact: FactSpec | None = None
    place: int = 0
    reads_facts: tuple[FactSpec, ...] = ()
    only_if: str = ""
    otherwise: int | bool | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of one regime in an order in which each finds its needs reckoned."""

    regime: str
    steps: tuple[PlanStep, ...]

    def of_kind(self, kind: str) -> tuple[PlanStep, ...]:
        """Return the steps of one kind: fact, figure, formula or total."""
        return tuple(step for step in self.steps if step.kind == kind)

    def of_role(self, role: str) -> tuple[PlanStep, ...]:
        """Return the formulas of one of ROLES, in the order in which the files tell them."""
        found = (step for step in self.steps if step.role == role)
        return tuple(sorted(found, key=lambda step: step.place))

    @property
    def amount(self) -> PlanStep:
        """The amount; a plan has exactly one."""
        return self.of_role(AMOUNT)[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """One function or total with its name and the file it stands in."""

    name: str
    file: str
    declaration: Declaration | Total
    function: Callable[..., Any] | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether it declares a layer, or who decides."""
        return isinstance(self.declaration, Declaration) and self.declaration.kind in CHOSEN

    @property
    def needs(self) -> tuple[str, ...]:
        """The names it reads, in order."""
        if self.function is not None:
            return tuple(inspect.signature(self.function).parameters)
        total = self.declaration
        return tuple(name for name in (total.of, total.where) if name) if isinstance(total, Total) else ()


def make(regime: str, rules: Iterable[Rule], facts: Sequence[FactSpec], figures: Mapping[str, Figure]) -> Plan:
    """Return the plan of a regime; raise RuleError for names that lead nowhere or in circles."""
    chosen = _in_force(regime, rules)
    maker = _Maker(regime, chosen, {fact.code: fact for fact in facts}, figures)
    # Layers and deciders come last, so that they do not pull a condition out of the order in which people read them.
    for rule in sorted(chosen.values(), key=lambda one: one.is_chosen):
        maker.place(rule.name, rule, ())
    plan = Plan(regime, tuple(sorted(maker.steps.values(), key=_order)))
    if len(plan.of_role(AMOUNT)) != 1:
        raise RuleError(
            f"规则 {regime}：应有且只有一个金额公式（@household.amount），现有{len(plan.of_role(AMOUNT))}个。"
        )
    if not plan.of_role(CONDITION):
        raise RuleError(f"规则 {regime}：没有任何条件公式（@household.condition）。")
    for role in (CLOSING, QUARTERLY, RECEIVES, URGENT):
        if len(plan.of_role(role)) > 1:
            names = "、".join(step.code for step in plan.of_role(role))
            raise RuleError(f"规则 {regime}：{names} 都声明为 {role}，一套规则至多一个。")
    if any(plan.amount.code in step.needs for step in plan.steps):
        raise RuleError(f"规则 {regime}：金额 {plan.amount.code} 是最后一步，其他公式不能再用它。")
    return plan


def _in_force(regime: str, rules: Iterable[Rule]) -> dict[str, Rule]:
    chosen: dict[str, Rule] = {}
    for rule in rules:
        if rule.declaration.law_in(regime) is None:
            continue
        if rule.name in chosen:
            raise RuleError(
                f"{rule.file}：公式 {rule.name} 在规则 {regime} 下有两个版本（另一个在 {chosen[rule.name].file}）。"
                "请让每个版本的 law 只写各自适用的规则。"
            )
        chosen[rule.name] = rule
    return chosen


def _order(step: PlanStep) -> tuple[int, int, bool]:
    """Facts and figures first, then per pass formulas of people, totals, those of the household; layers; the amount.

    Inside that the order of placing stands: sorting is stable, so layers and deciders keep the order of the files.
    """
    if step.kind in (FACT, FIGURE):
        return (0, -1, False)
    if step.role in (*CHOSEN, AMOUNT):
        return (2 if step.role == AMOUNT else 1, 0, True)
    return (0, step.pass_number, step.scope == HOUSEHOLD)


class _Maker:
    """Places rules after what they need, depth first."""

    def __init__(
        self, regime: str, rules: Mapping[str, Rule], facts: Mapping[str, FactSpec], figures: Mapping[str, Figure]
    ) -> None:
        self.regime = regime
        self.rules = rules
        self.facts = facts
        self.figures = figures
        self.steps: dict[str, PlanStep] = {}

    def place(self, name: str, asker: Rule, path: tuple[str, ...]) -> PlanStep:
        """Return the step of a name, placing it and what it needs first."""
        if name in self.steps:
            return self.steps[name]
        if name in path:
            raise RuleError(
                f"{asker.file}：公式互相依赖成圈：{' → '.join((*path[path.index(name) :], name))}。请拆开其中一个。"
            )
        if name in self.rules:
            step = self._rule(self.rules[name], (*path, name))
        elif name in self.facts:
            step = self._fact(self.facts[name], asker)
        elif name in self.figures:
            figure = self.figures[name]
            step = PlanStep(name, FIGURE, "household", 0, figure.name, "", figure.unit, figure.unit == "yes_no")
        else:
            raise self._unknown(name, asker)
        self.steps[name] = step
        return step

    def _fact(self, fact: FactSpec, asker: Rule) -> PlanStep:
        for ask in fact.ask_when:
            other = self.facts.get(ask.fact)
            if other is None or other.scope != fact.scope or other.ask_when:
                raise RuleError(
                    f"事实 {fact.code}：ask_when 指向的“{ask.fact}”"
                    "应是同一人（或同为家庭）的、自身没有 ask_when 的事实。"
                )
            self.place(ask.fact, asker, ())
        is_bool = fact.is_bool
        return PlanStep(fact.code, FACT, fact.scope, 0, fact.label, "", fact.unit, is_bool, fact=fact)

    def _rule(self, rule: Rule, path: tuple[str, ...]) -> PlanStep:
        found = {name: self.place(name, rule, path) for name in rule.needs}
        law = rule.declaration.law_in(self.regime) or ""
        if isinstance(rule.declaration, Total):
            return self._total(rule, rule.declaration, found, law)
        note = rule.declaration
        function = rule.function
        if function is None:
            raise RuleError(f"{rule.file}：公式 {rule.name} 没有函数。")
        across = [(name, step.scope) for name, step in found.items() if step.scope not in (HOUSEHOLD, note.scope)]
        if across:
            name, scope = across[0]
            totals = "supporters" if scope == "supporter" else "members"
            raise RuleError(
                f"{rule.file}：{OF_WHOM[note.scope]}公式 {rule.name} 直接用了{OF_WHOM[scope]}的“{name}”。"
                f'请先声明合计，例如 {totals}.sum(..., of="{name}")。'
            )
        passes = [self._pass_for(note.scope, step) for step in found.values()]
        return PlanStep(
            rule.name,
            FORMULA,
            note.scope,
            max(passes, default=0),
            note.label,
            law,
            note.unit,
            function.__annotations__.get("return") is bool,
            rule.needs,
            _defaults(function),
            function,
            note.kind if note.kind in ROLES else "",
            shows=note.shows,
            layer=note.layer,
            place=len(self.steps),
            reads_facts=tuple(step.fact for step in found.values() if step.fact),
            only_if=note.only_if,
            otherwise=note.otherwise,
        )

    @staticmethod
    def _pass_for(scope: str, need: PlanStep) -> int:
        """A formula of a person or supporter that reads a household result waits for the next pass."""
        waits = scope != HOUSEHOLD and need.scope == HOUSEHOLD and need.kind in (FORMULA, TOTAL)
        return need.pass_number + (1 if waits else 0)

    def _total(self, rule: Rule, total: Total, found: Mapping[str, PlanStep], law: str) -> PlanStep:
        for name, step in found.items():
            if step.scope != total.over:
                raise RuleError(f"{rule.file}：合计 {rule.name} 的“{name}”不是{OF_WHOM[total.over]}的值，不能合计。")
            wants_bool = name == total.where or total.kind == "any"
            if step.is_bool != wants_bool:
                need = "是/否" if wants_bool else "数"
                raise RuleError(f"{rule.file}：合计 {rule.name} 的“{name}”应是{need}。")
        number = max((step.pass_number for step in found.values()), default=0)
        return PlanStep(
            rule.name,
            TOTAL,
            "household",
            number,
            total.label,
            law,
            total.unit,
            total.kind == "any",
            rule.needs,
            total=total.kind,
            over=total.over,
            of=total.of,
            where=total.where,
        )

    def _unknown(self, name: str, asker: Rule) -> RuleError:
        names = [*self.rules, *self.facts, *self.figures]
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"是不是“{near[0]}”？" if near else ""
        return RuleError(
            f"{asker.file}：公式 {asker.name} 需要“{name}”，"
            f"但规则 {self.regime} 下没有这个名字的事实、指标、合计或公式。{hint}"
        )


def _defaults(function: Callable[..., Any]) -> dict[str, int | bool]:
    parameters = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in parameters if one.default is not inspect.Parameter.empty}
