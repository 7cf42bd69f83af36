"""Reads a program's folder: program.py, parameters.yaml, facts.py, formulas*.py, examples.yaml, letters/."""

import hashlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from minzheng.kernel import arithmetic
from minzheng.kernel.division import full
from minzheng.rules import card, check, letters, plan, strict_yaml
from minzheng.rules import figures as figure_table
from minzheng.rules.declare import Total, declared
from minzheng.rules.errors import RuleError
from minzheng.rules.evaluation import ONCE, Evaluation, UsedFigure
from minzheng.rules.fact import FactSpec
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.rules.interpret import Interpreter
from minzheng.rules.program import Program, Regime
from minzheng.rules.wording import Value

SIX = ("program.py", "parameters.yaml", "facts.py", "formulas.py", "examples.yaml", "letters")
CITATIONS = "citations.py"
"""A seventh file, where a program's formula files share how they cite the law of each regime."""
DIGEST_LENGTH = 12


@dataclass
class LoadedProgram:
    """A program as read and checked. `facts` are the shared facts its formulas read, and its own."""

    folder: Path
    program: Program
    own_facts: tuple[FactSpec, ...]
    figures: dict[str, figure_table.Figure]
    rules: tuple[plan.Rule, ...]
    letters: dict[str, dict[str, Any]]
    plans: dict[str, plan.Plan] = field(default_factory=dict)
    _runners: dict[str, Interpreter] = field(default_factory=dict)
    _resolved: dict[tuple[date, str], figure_table.Resolved] = field(default_factory=dict)
    _versions: dict[date, str] = field(default_factory=dict)
    _entered: dict[tuple[Any, ...], "LoadedProgram"] = field(default_factory=dict)

    @cached_property
    def facts(self) -> tuple[FactSpec, ...]:
        """The facts this program asks: what any of its regimes reads, shared ones first."""
        read = {step.code for one in self.plans.values() for step in one.of_kind(plan.FACT)}
        return tuple(fact for fact in (*SHARED_FACTS, *self.own_facts) if fact.code in read)

    @property
    def all_facts(self) -> tuple[FactSpec, ...]:
        """Every fact that may be given: shared ones this program does not read are accepted and passed over."""
        return (*SHARED_FACTS, *self.own_facts)

    def plan_on(self, day: date) -> plan.Plan:
        """Return the plan of the regime in force on the day; raise NotInForce."""
        return self.plans[self.program.regime_on(day).code]

    def evaluate(
        self, *, facts: Mapping[str, Any], on: date, at: str, figures: Mapping[str, Any] | None = None
    ) -> Evaluation:
        """Return what the rules of the day say of a family at a division.

        `figures` replaces figures: `{code: value}` or the shape of parameters.yaml.
        Raises NotInForce, NoFigure, FactsRefused, RuleError (a bad override).
        """
        regime = self.program.regime_on(on)
        resolved = self._figures_for(regime, on, at, figures)
        found = self._runners[regime.code].run(facts, resolved.values)
        return Evaluation(
            outcome=found.outcome,
            amount_fen=found.amount_fen,
            layer=found.layer,
            layer_label=found.layer_label,
            failed=tuple(one for one in found.conditions if one.passed is False),
            conditions=found.conditions,
            missing=found.missing,
            figures=tuple(resolved.used.values()),
            trace=found.trace,
            warnings=tuple(resolved.warnings),
            cadence=ONCE if self.program.cadence == ONCE else found.cadence,
            closing_fen=found.closing_fen,
            recipients=found.recipients,
            decider=found.decider,
            decider_label=found.decider_label,
            is_urgent=found.is_urgent,
            rule_version=self.rule_version(on) + ("+figures" if figures else ""),
            program=self.program.code,
            on=on,
            at=full(at),
        )

    def with_local(self, key: tuple[Any, ...], content: Mapping[str, list[dict[str, Any]]]) -> "LoadedProgram":
        """Return the program with values that people entered (`rules.figures.with_entered`); one for each `key`.

        Everything else, the formulas above all, is shared: the same functions reckon with the other figures.
        """
        if key not in self._entered:
            if len(self._entered) >= MOST_ENTERED:
                self._entered.clear()
            figures = figure_table.with_entered(self.figures, content, "录入的标准")
            self._entered[key] = replace(self, figures=figures, _resolved={}, _versions={}, _entered={})
        return self._entered[key]

    def figure(self, code: str, *, on: date, at: str) -> UsedFigure:
        """Return one figure as it holds at a division on a day, with its reference; raise NoFigure."""
        return figure_table.resolve(self.figures, [code], at, on).used[code]

    def figure_values(self, *, on: date, at: str, figures: Mapping[str, Any] | None = None) -> Mapping[str, Value]:
        """Return every figure that the day's formulas read, as it holds at a division; raise NoFigure.

        `figures` replaces figures as in `evaluate`.
        """
        return self._figures_for(self.program.regime_on(on), on, at, figures).values

    def expired_rules(self, *, on: date, at: str) -> tuple[figure_table.ExpiredRule, ...]:
        """Return the local documents that ended by their own words and are still reckoned with; raise NotInForce."""
        return tuple(self._figures_for(self.program.regime_on(on), on, at, None).expired)

    def rule_version(self, on: date) -> str:
        """Return regime and digest: another one when a formula, a fact or a figure valid on that day is changed."""
        if on not in self._versions:
            regime = self.program.regime_on(on)
            self._versions[on] = f"{regime.code}-{self._digest(regime, on)}"
        return self._versions[on]

    def _figures_for(
        self, regime: Regime, on: date, at: str, override: Mapping[str, Any] | None
    ) -> figure_table.Resolved:
        codes = [step.code for step in self.plans[regime.code].of_kind(plan.FIGURE)]
        if override:
            replaced = {**self.figures, **figure_table.read_overrides(override, self.figures, "figures")}
            return figure_table.resolve(replaced, codes, at, on)
        if (on, at) not in self._resolved:
            if len(self._resolved) > LARGEST_CACHE:
                self._resolved.clear()
            self._resolved[on, at] = figure_table.resolve(self.figures, codes, at, on)
        return self._resolved[on, at]

    def _digest(self, regime: Regime, on: date) -> str:
        digest = hashlib.sha256()
        for step in self.plans[regime.code].steps:
            text = source_of(step.function) + constants_of(step.function) if step.function else ""
            parts = (step.code, step.kind, step.total, step.over, step.of, step.where, step.role, step.fact, text)
            digest.update(repr(parts).encode())
            if step.kind == plan.FIGURE:
                rows = [one for one in self.figures[step.code].values if one.holds_on(on)]
                digest.update(repr((rows, self.figures[step.code].setter_on(on))).encode())
        digest.update(inspect.getsource(arithmetic).encode())
        return digest.hexdigest()[:DIGEST_LENGTH]


@cache
def source_of(function: Callable[..., Any]) -> str:
    """Return the text of a function, found once: every day of a year asks for the digest of the same formulas."""
    return inspect.getsource(function)


def constants_of(function: Callable[..., Any]) -> str:
    """Return the constants of its module that a formula names, with their values: changed, they are another rule."""
    plain = inspect.unwrap(function)
    assert isinstance(plain, FunctionType)  # noqa: S101 - formulas are plain functions, the checker saw to it
    named = {name: plain.__globals__.get(name) for name in plain.__code__.co_names}
    return repr(sorted((name, value) for name, value in named.items() if isinstance(value, (int, str, tuple))))


MOST_ENTERED = 64
"""Sets of entered figures that are kept apart: one for each moment at which another became known."""
LARGEST_CACHE = 4096
"""Places and days whose figures are kept; forgotten all at once beyond that."""


def load(folder: Path, defined: figure_table.Defined | None = None) -> LoadedProgram:
    """Return the program of a folder, checked; raise RuleError saying what is wrong, where, and what to write.

    `defined` gives the figures of other programs, for those this one does not define itself.
    """
    for name in SIX:
        if not (folder / name).exists():
            raise RuleError(f"项目文件夹 {folder} 缺少 {name}。每个项目都有：{'、'.join(SIX)}。")
    _fresh_package(folder)
    program = _program(folder)
    own = _own_facts(folder)
    known = _figures(folder, defined)
    rules = tuple(_rules(folder))
    loaded = LoadedProgram(folder, program, own, known, rules, letters.load(folder / "letters"))
    _refuse_two_meanings(loaded)
    _refuse_growth_of_nothing(loaded)
    for regime in program.regimes:
        made = plan.make(regime.code, rules, loaded.all_facts, known)
        check.check(made, known, folder)
        loaded.plans[regime.code] = made
        loaded._runners[regime.code] = Interpreter(made, loaded.all_facts)  # noqa: SLF001 - its own maker
    card.check(program, loaded.all_facts, loaded.plans, folder)
    return loaded


def _package(folder: Path) -> str:
    """Return the name under which the files of a folder are imported: a copy of a program never meets the original."""
    return f"minzheng_program_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"


def _fresh_package(folder: Path) -> None:
    """Make the folder a package of its own, so that its files may import each other; forget what was read before."""
    name = _package(folder)
    for known in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
        del sys.modules[known]
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def _module(folder: Path, name: str) -> ModuleType:
    path = folder / name
    unique = f"{_package(folder)}.{path.stem}"
    spec = importlib.util.spec_from_file_location(unique, path)
    if spec is None or spec.loader is None:
        raise RuleError(f"读不到 {path}。")
    module = importlib.util.module_from_spec(spec)
    sys.modules[unique] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise RuleError(f"{path} 第{error.lineno}行：不是正确的Python（{error.msg}）。") from error
    except RuleError:
        raise
    except Exception as error:
        raise RuleError(f"{path}：载入时出错：{type(error).__name__}: {error}。") from error
    return module


def _program(folder: Path) -> Program:
    found = getattr(_module(folder, "program.py"), "PROGRAM", None)
    if not isinstance(found, Program):
        raise RuleError(f"{folder / 'program.py'}：应定义 PROGRAM = Program(...)。")
    if found.code != folder.name:
        raise RuleError(f"{folder / 'program.py'}：项目代码“{found.code}”与文件夹名“{folder.name}”不同，请改成一致。")
    return found


def _own_facts(folder: Path) -> tuple[FactSpec, ...]:
    found = getattr(_module(folder, "facts.py"), "FACTS", None)
    if not isinstance(found, tuple) or not all(isinstance(one, FactSpec) for one in found):
        raise RuleError(f"{folder / 'facts.py'}：应定义 FACTS = (FactSpec(...), ...)，没有自己的事实就写 FACTS = ()。")
    return found


def own_figures(folder: Path) -> dict[str, figure_table.Figure]:
    """Return the figures that a folder defines itself, without local values and without those of other programs."""
    path = folder / "parameters.yaml"
    return figure_table.read_definitions(strict_yaml.load_file(path), str(path))


def _figures(folder: Path, defined: figure_table.Defined | None) -> dict[str, figure_table.Figure]:
    path = folder / "parameters.yaml"
    known = figure_table.read_definitions(strict_yaml.load_file(path), str(path), defined)
    for packaged in sorted(resources.files("minzheng.standards").iterdir(), key=lambda one: one.name):
        if packaged.name.endswith(".yaml"):
            content = strict_yaml.load_text(packaged.read_text(encoding="utf-8"), packaged.name)
            known = figure_table.with_values(known, content, packaged.name)
    return known


def _rules(folder: Path) -> Sequence[plan.Rule]:
    found: list[plan.Rule] = []
    for path in sorted(folder.glob("formulas*.py")):
        check.refuse_double_names(path)
        module = _module(folder, path.name)
        for name, thing in vars(module).items():
            if isinstance(thing, Total):
                found.append(plan.Rule(name, path.name, thing))
            elif isinstance(thing, FunctionType) and thing.__module__ == module.__name__:
                note = declared(thing)
                if note is not None:
                    found.append(plan.Rule(name, path.name, note, thing))
    return found


def _refuse_two_meanings(loaded: LoadedProgram) -> None:
    """A name is a fact or a figure or a formula, never two of them; regimes that a law names exist."""
    facts = [fact.code for fact in loaded.all_facts]
    names = {rule.name for rule in loaded.rules}
    for code in {*names}:
        if code in facts or code in loaded.figures:
            raise RuleError(f"{loaded.folder}：名字“{code}”既是公式又是事实或指标，请改名。")
    doubled = {code for code in facts if facts.count(code) > 1} | ({*facts} & {*loaded.figures})
    if doubled:
        raise RuleError(f"{loaded.folder}：事实“{'、'.join(sorted(doubled))}”重复定义，或与指标同名。")
    regimes = {regime.code for regime in loaded.program.regimes}
    for rule in loaded.rules:
        law = rule.declaration.law
        unknown = set() if isinstance(law, str) else {*law} - regimes
        if unknown:
            raise RuleError(f"{rule.file}：公式 {rule.name} 的 law 写了没有的规则“{'、'.join(sorted(unknown))}”。")


def _refuse_growth_of_nothing(loaded: LoadedProgram) -> None:
    """The figures a standard grows by are there, and are plain numbers."""
    for code in (code for growth in loaded.program.growth for code in growth.figures):
        if code not in loaded.figures or loaded.figures[code].unit == "scale":
            raise RuleError(f"{loaded.folder / 'program.py'}：growth 写的“{code}”不是数值指标。")
