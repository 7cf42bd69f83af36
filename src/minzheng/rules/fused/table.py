"""The figures of many places on one day: a table with a row for each place, resolved before the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from minzheng.rules.fused.layout import Layout
from minzheng.rules.load import LoadedProgram

BEYOND = 2**63 - 1
"""Where the unused rows of a scale begin."""


@dataclass(slots=True)
class FigureTable:
    """`values`: the figures of all rows one after the other; `scales`: by code, the (start, value) pairs of each row.

    `rows`: the row of each place asked for so far. Places whose figures are the same share a row.
    """

    program: LoadedProgram
    layout: Layout
    on: date
    override: Mapping[str, Any] | None = None
    values: list[int] = field(default_factory=list)
    scales: dict[str, list[Any]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _adding: Lock = field(default_factory=Lock)

    def rows_of(self, places: Sequence[str]) -> list[int]:
        """Return the row of each place; raise NoFigure for one that lacks a figure on the day."""
        rows = self.rows
        return [rows[place] if place in rows else self.row(place) for place in places]

    def row(self, place: str) -> int:
        """Return the row of a place, resolving its figures the first time."""
        if place not in self.rows:
            resolved = self.program.figure_values(on=self.on, at=place, figures=self.override)
            found = tuple(resolved[step.code] for step in self.layout.figures)
            # Workers share a table: a row has its number and its figures, or neither.
            with self._adding:
                if found not in self._known:
                    self._add(found)
                    self._known[found] = len(self._known)
                self.rows[place] = self._known[found]
        return self.rows[place]

    def _add(self, found: tuple[Any, ...]) -> None:
        for step, value in zip(self.layout.figures, found, strict=True):
            is_scale = isinstance(value, tuple)
            self.values.append(0 if is_scale else value)
            if is_scale:
                self.scales.setdefault(step.code, []).append(value)
