"""The rules as one would write them by hand in NumPy: whole columns of 64-bit integers."""

from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.plan import TOTAL, PlanStep

from .formulas import Term, Words
from .rules import Rules


def in_numpy(rules: Rules) -> str:
    """Return a module with `run(columns, offsets of members)`; members are added up by reduceat."""
    return "\n".join(["import numpy as np", "", "", "def run(c, members):", *_Writer(rules).lines()]) + "\n"


class _Writer:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.body: list[str] = ["starts, sizes = members[:-1], np.diff(members)"]
        self.words = Words(self.body)
        self.spread: set[str] = set()

    def lines(self) -> list[str]:
        rules, body = self.rules, self.body
        body += [f'{step.code} = c["{step.code}"]' for scope in (HOUSEHOLD, PERSON) for step in rules.facts(scope)]
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
        rows = "members[-1]" if step.scope == PERSON else "len(starts)"
        self.body.append(f"{step.code} = " + (f"np.full({rows}, {term.text})" if term.is_scalar else term.text))

    def _of_each(self, name: str, term: Term) -> Term:
        """Return a household's value for each of its members."""
        if term.is_scalar or self.rules.layout.step(name).scope == PERSON:
            return term
        if name not in self.spread:
            self.body.append(f"each__{name} = np.repeat({name}, sizes)")
            self.spread.add(name)
        return Term(f"each__{name}", is_narrow=term.is_narrow)


def _reduced(step: PlanStep) -> str:
    of, where = step.of, step.where
    if step.total == "any":
        hit = f"{where} & {of}" if where and of else of or where
        return f"np.logical_or.reduceat({hit}, starts)"
    if not of:
        return f"np.add.reduceat({where}, starts, dtype=np.int64)" if where else "sizes.astype(np.int64)"
    counted = f"np.where({where}, {of}, 0)" if where else of
    return f"np.add.reduceat({counted}, starts, dtype=np.int64)"
