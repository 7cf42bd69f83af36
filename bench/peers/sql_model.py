"""The rules in SQL for DuckDB: a step of the plan is a column, a pass over the members three named queries."""

from collections.abc import Iterable

from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.plan import FORMULA, TOTAL, PlanStep

from .formulas import SQL_MACRO, SqlWords, Term
from .rules import Rules

BIG = "{}::BIGINT"
"""Figures are 64 bits wide, so that what they are multiplied with is."""


def in_sql(rules: Rules) -> tuple[str, str]:
    """Return what is said once, and the query over the tables household and person."""
    writer = _Writer(rules)
    return SQL_MACRO, writer.query()


class _Writer:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.words = SqlWords()
        self.people, self.homes = "person", "household"
        if rules.local:
            self.homes = "placed"
        self.there: set[str] = set()

    def query(self) -> str:
        parts: list[str] = []
        if self.rules.local:
            parts.append("placed AS (SELECT * FROM household JOIN place USING (place))")
        for number in self.rules.passes:
            parts += self._of_pass(number)
        results = [f"{self.rules.result(name, self.words).text} AS {name}" for name in self.rules.results]
        steps = [name for name in self.rules.outputs if name not in self.rules.results]
        last = f"SELECT {', '.join(['household', *steps, *results])} FROM {self.homes}"
        wanted = f"SELECT {', '.join(['household', *self.rules.outputs])} FROM results"
        return f"WITH {', '.join([*parts, f'results AS ({last})'])} {wanted}"

    def _of_pass(self, number: int) -> list[str]:
        rules = self.rules
        parts = []
        people = rules.of_pass(number, PERSON, FORMULA)
        totals = rules.of_pass(number, HOUSEHOLD, TOTAL)
        homes = rules.of_pass(number, HOUSEHOLD, FORMULA)
        if people:
            borrowed = self._borrowed(people)
            columns = ["p.*", *(f"h.{name}" for name in borrowed), *self._columns(people)]
            join = f" JOIN {self.homes} h USING (household)" if borrowed else ""
            parts.append(f"people{number} AS MATERIALIZED (SELECT {', '.join(columns)} FROM {self.people} p{join})")
            self.people = f"people{number}"
        if totals:
            sums = ", ".join(f"{_summed(step)} AS {step.code}" for step in totals)
            parts.append(f"totals{number} AS (SELECT household, {sums} FROM {self.people} GROUP BY household)")
        if totals or homes:
            join = f" JOIN totals{number} USING (household)" if totals else ""
            columns = ["*", *self._columns(homes)]
            parts.append(f"homes{number} AS MATERIALIZED (SELECT {', '.join(columns)} FROM {self.homes}{join})")
            self.homes = f"homes{number}"
        return parts

    def _borrowed(self, people: Iterable[PlanStep]) -> list[str]:
        """Return what the members' formulas read of the household and have not got yet."""
        found = []
        for name in dict.fromkeys(name for step in people for name in step.needs):
            step = self.rules.layout.step(name)
            term = self.rules.term(name, self.words)
            is_whole = step.scope == HOUSEHOLD or name in self.rules.local
            if not term.is_scalar and is_whole and name not in self.there:
                found.append(name)
        self.there |= set(found)
        return found

    def _columns(self, steps: Iterable[PlanStep]) -> list[str]:
        return [f"{self._formula(step).text} AS {step.code}" for step in steps]

    def _formula(self, step: PlanStep) -> Term:
        return self.rules.formula(step, self.rules.names(step, self.words, figure=BIG), self.words)


def _summed(step: PlanStep) -> str:
    of, where = step.of, step.where
    if step.total == "any":
        return f"bool_or({f'{where} AND {of}' if where and of else of or where})"
    if not of:
        return f"count(*) FILTER ({where})" if where else "count(*)"
    return f"coalesce(sum({of}){f' FILTER ({where})' if where else ''}, 0)::BIGINT"
