"""What every peer reckons: one layout's steps in the plan's order, without supporters outside the household.

The families of the comparison have no such supporters on any side, so what is added up over them is nothing; our own
engine keeps the steps and finds no rows. A figure that the law lets a city or a county set is looked up by place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from minzheng.rules.declare import SUPPORTER
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import Layout
from minzheng.rules.plan import FACT, FIGURE, FORMULA, TOTAL, PlanStep

from .formulas import Term, Words, said

LEFT_OUT = ("unknown", "missing")
"""Peers know nothing of missing facts."""
ELIGIBLE = 2
LOCAL = {"city", "county"}
"""Who sets a figure that peers look up by place."""


@dataclass
class Rules:
    """The steps of a layout with the figures of all places: `local`, by code, a list in the order of the places."""

    layout: Layout
    figures: Mapping[str, Any]
    places: Sequence[str]
    local: Mapping[str, list[int]]

    @classmethod
    def of(cls, engine: Fused, places: Sequence[str]) -> "Rules":
        """Return the rules that an engine was made for, at these places; of one place nothing is looked up."""
        program, on = engine.program, engine.on
        there = [program.figure_values(on=on, at=place) for place in places]
        setters = {step.code: program.figures[step.code].setter_on(on) for step in engine.layout.figures}
        local = [code for code, one in setters.items() if one and LOCAL & set(one.levels) and len(places) > 1]
        return cls(engine.layout, there[0], places, {code: [values[code] for values in there] for code in local})

    @cached_property
    def steps(self) -> list[PlanStep]:
        """Formulas and totals in order; supporters' left out."""
        found = (step for step in self.layout.steps if step.kind in (FORMULA, TOTAL))
        return [step for step in found if SUPPORTER not in (step.scope, step.over)]

    def facts(self, scope: str) -> list[PlanStep]:
        """Return the facts of households or persons, by code."""
        return sorted(self.layout.facts[scope], key=lambda step: step.code)

    @cached_property
    def nothing(self) -> dict[str, int]:
        """Totals over supporters: nobody, nothing."""
        found = [step for step in self.layout.steps if step.kind == TOTAL and step.over == SUPPORTER]
        return {step.code: False if step.is_bool else 0 for step in found}

    @cached_property
    def outputs(self) -> list[str]:
        """What is asked for, in order, that a peer can answer."""
        return [one.name for one in self.layout.outputs if one.name not in LEFT_OUT]

    @cached_property
    def passes(self) -> list[int]:
        """The passes over the members in which something is left to do."""
        return sorted({step.pass_number for step in self.steps})

    def of_pass(self, number: int, scope: str, kind: str) -> list[PlanStep]:
        """Return the formulas of a pass and scope, or the totals of a pass."""
        return [s for s in self.steps if (s.pass_number, s.scope, s.kind) == (number, scope, kind)]

    def names(self, step: PlanStep, words: Words, *, figure: str = "{}") -> dict[str, Term]:
        """Return what the parameters of a formula are called; `figure`: how a figure is written."""
        return {name: self.term(name, words, figure=figure) for name in step.needs}

    def term(self, name: str, words: Words, *, figure: str = "{}") -> Term:
        """Return what a fact, figure or result is called."""
        if name in self.nothing:
            return words.literal(self.nothing[name])
        step = self.layout.step(name)
        if name in self.local:
            return Term(name)
        if step.kind == FIGURE:
            return Term(figure.format(self.figures[name]), is_scalar=True)
        is_narrow = bool(step.fact and not step.fact.is_bool and step.fact.type != "fen")
        return Term(name, is_narrow=is_narrow and step.kind == FACT)

    def formula(self, step: PlanStep, names: Mapping[str, Term], words: Words) -> Term:
        """Return a formula over whole columns, or what it is where it does not arise."""
        assert step.function is not None
        term = said(step.function, names, words)
        if not step.only_if:
            return term
        assert step.otherwise is not None
        return words.choice(names.get(step.only_if) or Term(step.only_if), term, words.literal(step.otherwise))

    def result(self, output: str, words: Words) -> Term:
        """Return one of the results over the household's columns; an intermediate is there already."""
        if output == "failed":
            return self._failed(words)
        if output == "outcome":
            eligible = words.literal(ELIGIBLE)
            return words.choice(Term("(failed == 0)"), eligible, words.literal(0))
        if output == "amount_fen":
            return words.choice(Term("(outcome == 2)"), Term(self.layout.amount), words.literal(0))
        if output == "layer":
            term = words.literal(0)
            for number, step in reversed(list(enumerate(self.layout.layers, start=1))):
                term = words.choice(Term(step.code), words.literal(number), term)
            return term
        return Term(output)

    def _failed(self, words: Words) -> Term:
        bits = [
            words.choice(Term(step.code), words.literal(0), words.literal(1 << number)).text
            for number, step in enumerate(self.layout.conditions)
        ]
        return Term(f"({' + '.join(bits)})")

    @property
    def results(self) -> list[str]:
        """The results that are no step of the plan, each after what it rests on."""
        order = ("failed", "outcome", "amount_fen", "layer")
        wanted = set(self.outputs)
        if wanted & {"outcome", "amount_fen"}:
            wanted |= {"failed", "outcome"}
        return [name for name in order if name in wanted]
