"""The rules as one would write them by hand in NumPy: whole columns of 64-bit integers."""

from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.plan import TOTAL, PlanStep

from .formulas import Term, Words
from .rules import Rules


def in_numpy(rules: Rules) -> str:
    """Return a module with `run(columns, offsets of members)`.

    Members are added up by bincount, three times as quick as reduceat; its floats of 64 bits hold every sum that can
    come up exactly (they do to 2**53, and money is bounded far below).
    """
    return "\n".join(["import numpy as np", "", "", "def run(c, members):", *_Writer(rules).lines()]) + "\n"


class _Writer:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.body: list[str] = ["count = len(members) - 1", "whose = np.repeat(np.arange(count), np.diff(members))"]
        self.words = Words(self.body)
        self.spread: set[str] = set()

    def lines(self) -> list[str]:
        rules, body = self.rules, self.body
        body += [f'{step.code} = c["{step.code}"]' for scope in (HOUSEHOLD, PERSON) for step in rules.facts(scope)]
        body += [f'{code} = np.array({values})[c["place"]]' for code, values in rules.local.items()]
        for step in rules.steps:
            self._step(step)
        body += [f"{name} = {rules.result(name, self.words).text}" for name in rules.results]
        pairs = ", ".join(f'"{name}": {name}' for name in rules.outputs)
        body.append(f"return {{{pairs}}}")
        return [f"    {line}" for line in body]

    def _step(self, step: PlanStep) -> None:
        if step.kind == TOTAL:
            self.body.append(f"{step.code} = {_reduced(step)}")
            return
        names = self.rules.names(step, self.words)
        if step.scope == PERSON:
            names = {name: self._of_each(name, term) for name, term in names.items()}
        term = self.rules.formula(step, names, self.words)
        rows = "len(whose)" if step.scope == PERSON else "count"
        self.body.append(f"{step.code} = " + (f"np.full({rows}, {term.text})" if term.is_scalar else term.text))

    def _of_each(self, name: str, term: Term) -> Term:
        """Return a household's value for each of its members."""
        if term.is_scalar or self.rules.layout.step(name).scope == PERSON:
            return term
        if name not in self.spread:
            self.body.append(f"each__{name} = {name}[whose]")
            self.spread.add(name)
        return Term(f"each__{name}", is_narrow=term.is_narrow)


def _reduced(step: PlanStep) -> str:
    parts = [name for name in (step.of, step.where) if name]
    if step.total == "any":
        return f"np.bincount(whose, {' & '.join(parts)}, count) > 0"
    # A number times yes or no: quicker than a choice, and the same.
    counted = f"np.bincount(whose, {' * '.join(parts)}, count)" if parts else "np.diff(members)"
    return f"{counted}.astype(np.int64)"
