"""For a refusal: the smallest change of one fact after which it would not be refused. Found by asking the rules again.

No algebra over the formulas: the very rules of the case say yes or no, so what is shown is exact. Money is followed to
the fen: twice as far each time until the answer turns, then halved until one fen less no longer turns it. Yes and no
are turned over, counts go step by step, of a list of answers each is tried.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.errors import FactsRefused
from minzheng.rules.evaluation import REFUSED, Evaluation
from minzheng.rules.fact import FactSpec
from minzheng.rules.given import MEMBERS, SUPPORTERS
from minzheng.rules.load import LoadedProgram
from minzheng.rules.plan import FACT, Plan

UNCHANGING = frozenset({"relation"})
"""Who somebody is to the head does not become another thing."""
FURTHEST_STEP = 40
"""A count is followed so far; nobody is told to be forty years older."""
_LISTS = {PERSON: MEMBERS, SUPPORTER: SUPPORTERS}
_ORDER = {"fen": 0, "bool": 1, "int": 2, "choice": 3}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact with the value it has and the nearest one that alters the refusal; `outcome` is what comes of it.

    `member` and `supporter` are indexes, None for the household's own.
    """

    code: str
    label: str
    type: str
    unit: str
    was: int | bool
    to: int | bool
    outcome: str
    amount_fen: int
    member: int | None = None
    supporter: int | None = None

    @property
    def by(self) -> int:
        """How far the value moves."""
        return int(self.to) - int(self.was)

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {**asdict(self), "by": self.by}


def smallest_changes(law: LoadedProgram, facts: Mapping[str, Any], *, on: date, at: str) -> tuple[Change, ...]:
    """Return, for a family that is refused, each fact that alone would alter it, with its smallest change.

    Money first, the smallest sum before the others; nothing for a family that is not refused, nor where no single fact
    suffices. Facts nobody gave are not guessed at.
    """
    result = law.evaluate(facts=facts, on=on, at=at)
    if result.outcome != REFUSED:
        return ()
    shared = _rest_on(law.plan_on(on), result)
    asking = _Asking(law, deepcopy(dict(facts)), on, at)
    found = []
    for spec in law.all_facts:
        if spec.code in shared and spec.code not in UNCHANGING:
            for member, supporter, row in asking.rows(spec.scope):
                if row.get(spec.code) is not None:
                    change = asking.nearest(spec, row, member, supporter)
                    found += [change] if change else []
    return tuple(sorted(found, key=lambda one: (_ORDER[one.type], abs(one.by))))


def _rest_on(plan: Plan, result: Evaluation) -> set[str]:
    """Return the facts on which every failed condition rests: no other fact alone can put all of them right."""
    steps = {step.code: step for step in plan.steps}
    shared: set[str] | None = None
    for condition in result.failed:
        found, left = set(), [condition.code]
        while left:
            step = steps.get(left.pop())
            if step is None or step.code in found:
                continue
            found.add(step.code)
            asked = [ask.fact for ask in step.fact.ask_when] if step.fact else []
            left += [*step.needs, step.of, step.where, step.only_if, *asked]
        mine = {code for code in found if steps[code].kind == FACT}
        shared = mine if shared is None else shared & mine
    return shared or set()


@dataclass(slots=True)
class _Asking:
    """A family whose facts are changed in place, asked about, and put back."""

    law: LoadedProgram
    facts: dict[str, Any]
    on: date
    at: str

    def rows(self, scope: str) -> Iterator[tuple[int | None, int | None, dict[str, Any]]]:
        """Give the places in which a fact of a scope stands."""
        if scope == HOUSEHOLD:
            yield None, None, self.facts
            return
        for number, row in enumerate(self.facts.get(_LISTS[scope]) or ()):
            yield (number, None, row) if scope == PERSON else (None, number, row)

    def nearest(self, spec: FactSpec, row: dict[str, Any], member: int | None, supporter: int | None) -> Change | None:
        """Return the smallest change of one fact that alters the refusal; None if none does."""
        was = row[spec.code]
        if spec.type == "fen":
            candidates = [self._turned(spec, row, was, way) for way in (-1, 1)]
        else:
            candidates = [next((one for one in _others(spec, was) if self._alters(row, spec.code, one)), None)]
        reached = [value for value in candidates if value is not None]
        if not reached:
            return None
        to = min(reached, key=lambda value: abs(int(value) - int(was)))
        row[spec.code] = to
        result = self.law.evaluate(facts=self.facts, on=self.on, at=self.at)
        row[spec.code] = was
        return Change(
            spec.code, spec.label, spec.type, spec.unit, was, to, result.outcome, result.amount_fen, member, supporter
        )

    def _turned(self, spec: FactSpec, row: dict[str, Any], was: int, way: int) -> int | None:
        """Follow money one way to the first value that alters the refusal, to the fen."""
        end = spec.minimum if way < 0 else spec.maximum
        short, step = 0, 1
        while short < abs(end - was):
            far = min(step, abs(end - was))
            if self._alters(row, spec.code, was + way * far):
                return was + way * self._closest(row, spec.code, was, way, (short, far))
            short, step = far, step * 2
        return None

    def _closest(self, row: dict[str, Any], code: str, was: int, way: int, between: tuple[int, int]) -> int:
        short, far = between
        while far - short > 1:
            middle = (short + far) // 2
            if self._alters(row, code, was + way * middle):
                far = middle
            else:
                short = middle
        return far

    def _alters(self, row: dict[str, Any], code: str, value: int | bool) -> bool:  # noqa: FBT001 - a fact is either
        was = row[code]
        row[code] = value
        try:
            return self.law.evaluate(facts=self.facts, on=self.on, at=self.at).outcome != REFUSED
        except FactsRefused:
            return False
        finally:
            row[code] = was


def _others(spec: FactSpec, was: int | bool) -> list[int | bool]:  # noqa: FBT001 - a fact is either
    """Return the values to try instead, the nearest first."""
    if spec.is_bool:
        return [not was]
    if spec.type == "choice":
        return sorted((value for value, _label in spec.choices if value != was), key=lambda value: abs(value - was))
    near = [was + way * step for step in range(1, FURTHEST_STEP + 1) for way in (-1, 1)]
    return [value for value in near if spec.minimum <= value <= spec.maximum]
