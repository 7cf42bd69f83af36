"""One program over one sheet: the pass of the rules engine, and the families read back one by one."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from minzheng.casework.domain.population import Kept
from minzheng.rules.declare import PERSON
from minzheng.rules.evaluation import MONTH, QUARTER, Evaluation
from minzheng.rules.fused.columns import family_at
from minzheng.rules.fused.engine import Fused, Results
from minzheng.rules.fused.layout import OUTCOMES
from minzheng.rules.fused.shelf import Sheet
from minzheng.rules.load import LoadedProgram
from minzheng.screening.counting.tally import ELIGIBLE

OUTPUTS = ("outcome", "amount_fen", "closing_fen", "is_quarterly", "missing", "recipients")
Told = Callable[[int], None]
WORTH_COMPILING = 100_000
"""Households from which on the compiled loop is used, where it is installed."""


@dataclass
class Reckoned:
    """A sheet with what the rules of a day say of each of its families."""

    law: LoadedProgram
    on: date
    sheet: Sheet
    results: Results
    engine: Fused

    def place(self, number: int) -> str:
        """Return the 12-digit division of a family."""
        return f"{self.sheet.keys['division'][number]:012d}"

    def people(self, number: int) -> tuple[int, ...]:
        """Return the persons of a family."""
        marks = self.sheet.columns.offsets[PERSON]
        return tuple(int(pk) for pk in self.sheet.keys["person"][marks[number] : marks[number + 1]])

    def facts(self, number: int) -> dict[str, Any]:
        """Return a family's facts, as they are given for one case."""
        return family_at(self.sheet.columns, self.law.facts, number)

    def evaluate(self, number: int) -> Evaluation:
        """Return the full reading of one family, in words; the same result as the pass found."""
        return self.law.evaluate(facts=self.facts(number), on=self.on, at=self.place(number))

    def kept(self, number: int) -> Kept:
        """Return a family's case for comparison with what is decided."""
        marks, people = self.sheet.columns.offsets[PERSON], self.people(number)
        covers = self.results["recipients"][marks[number] : marks[number + 1]]
        outcome = int(self.results["outcome"][number])
        whom = frozenset(pk for pk, is_one in zip(people, covers, strict=True) if is_one)
        return Kept(
            int(self.sheet.keys["case"][number]), people, OUTCOMES[outcome], int(self.results["amount_fen"][number]),
            int(self.results["closing_fen"][number]), QUARTER if self.results["is_quarterly"][number] else MONTH,
            whom if outcome == ELIGIBLE else frozenset(), lambda: self.facts(number),
        )  # fmt: skip

    def missing_facts(self, number: int) -> int:
        """Return of how many different facts a family lacks an answer."""
        return int(self.results["missing"][number]).bit_count()


@dataclass(frozen=True)
class Places:
    """The places of a sheet's families: each is looked up once, whatever the number of families."""

    sheet: Sheet

    @cached_property
    def codes(self) -> list[str]:
        """Return a 12-digit code for each family."""
        numbers = self.sheet.keys["division"]
        known = {number: f"{number:012d}" for number in set(numbers)}
        return [known[number] for number in numbers]

    @cached_property
    def _distinct(self) -> tuple[list[str], Any]:
        """Return each code once, and which of them each family's is; as arrays."""
        import numpy as np  # noqa: PLC0415 - optional dependency

        from minzheng.rules.fused.arrays import as_array  # noqa: PLC0415 - optional dependency

        numbers, which = np.unique(as_array(self.sheet.keys["division"], np.int64), return_inverse=True)
        return [f"{number:012d}" for number in numbers.tolist()], which

    def rows(self, engine: Fused, as_place: str) -> Any:
        """Return each family's row in the figures of an engine; `as_place`: all by the figures of one place.

        Raises NoFigure.
        """
        if as_place:
            return [engine.table.row(as_place)] * self.sheet.columns.count
        if not engine.is_compiled:
            return engine.table.rows_of(self.codes)
        codes, which = self._distinct
        import numpy as np  # noqa: PLC0415 - optional dependency

        return np.asarray(engine.table.rows_of(codes), np.int32)[which]


def reckon(
    law: LoadedProgram, on: date, sheet: Sheet, *, places: Places | None = None, as_place: str = "",
    figures: Mapping[str, Any] | None = None, outputs: Sequence[str] = OUTPUTS, told: Told | None = None,
) -> Reckoned:  # fmt: skip
    """Reckon every family of a sheet by the rules of a day. Raises NotInForce, NoFigure, RuleError (a bad figure)."""
    # Machine code is worth its compiling where there is much to reckon; a county is through before it would be ready.
    few = sheet.columns.count < WORTH_COMPILING
    engine = Fused(law, on, outputs, figures=figures, is_compiled=False if few else None)
    rows = (places or Places(sheet)).rows(engine, as_place)
    results = engine.run_rows(sheet.columns, rows, threads=os.cpu_count() or 1, told=told)
    return Reckoned(law, on, sheet, results, engine)
