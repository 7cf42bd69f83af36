"""One program's rules of one day over many families."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.rules.declare import PERSON, SUPPORTER
from minzheng.rules.errors import RuleError
from minzheng.rules.fused import blocks, compiled
from minzheng.rules.fused.columns import Columns, check, check_bounds, check_sizes, given
from minzheng.rules.fused.generate import COMPLETE, GIVEN, LACKING, module_text, parameters
from minzheng.rules.fused.layout import RESULTS, Layout
from minzheng.rules.fused.parts import COMPLETE_BLOCKS, OPEN_BLOCKS
from minzheng.rules.fused.table import FigureTable
from minzheng.rules.load import LoadedProgram

Told = Callable[[int], None]
PIECE = 4_096
"""Households reckoned by the plain loop between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Results:
    """What was written, by name: a sequence with one entry for each household, member or supporter.

    `known`: of the intermediates, 1 where the value is known.
    """

    values: Mapping[str, Any]
    known: Mapping[str, Any]
    layout: Layout

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class Fused:
    """The rules of a program on a day, made ready for many families at once."""

    def __init__(
        self,
        program: LoadedProgram,
        on: date,
        outputs: Iterable[str] = RESULTS,
        *,
        figures: Mapping[str, Any] | None = None,
        is_compiled: bool | None = None,
    ) -> None:
        """`figures` replaces figures as in `evaluate`; `is_compiled`: None takes machine code where it can be had.

        Raises NotInForce, and RuleError for an output nobody reckons or machine code asked for without `[scale]`.
        """
        plan = program.plan_on(on)
        self.program = program
        self.on = on
        self.layout = Layout(plan, program.all_facts, outputs)
        self.table = FigureTable(program, self.layout, on, figures)
        self.is_compiled = compiled.is_available() if is_compiled is None else is_compiled
        if self.is_compiled and not compiled.is_available():
            raise RuleError("没有安装成批计算所需的组件。请运行 pip install 'minzheng[scale]'。")
        self._loops: dict[str, Callable[..., int | None]] = {}
        self._machines: dict[str, compiled.Machine] = {}

    @property
    def facts(self) -> tuple[Any, ...]:
        """The facts that the asked-for outputs rest on."""
        return tuple(step.fact for steps in self.layout.facts.values() for step in steps)

    def text(self, kind: str = GIVEN) -> str:
        """Return the generated module of one of the three plain loops, or of the two over blocks."""
        title = f"{self.program.program.name} {self.layout.plan.regime}"
        write = blocks.module_text if kind in (COMPLETE_BLOCKS, OPEN_BLOCKS) else module_text
        return write(self.layout, title, kind)

    def warm_up(self) -> None:
        """Compile, or fetch from the cache, both loops of machine code: for a worker, before its first shard."""
        for kind in (COMPLETE_BLOCKS, OPEN_BLOCKS) if self.is_compiled else ():
            self._machine(kind)

    def run(self, columns: Columns, places: Sequence[str], *, threads: int = 1, told: Told | None = None) -> Results:
        """Return the results for families at these places (12-digit divisions); raise NoFigure, FactsRefused.

        Machine code takes families of places that stand together, all of one township say, fastest.

        `told` hears, between pieces, how many are done; what it raises ends the run.
        """
        return self.run_rows(columns, self.table.rows_of(places), threads=threads, told=told)

    def run_rows(self, columns: Columns, rows: Any, *, threads: int = 1, told: Told | None = None) -> Results:
        """As `run`, with each family's row in the figure table; households of one row are best beside each other."""
        if not self.is_compiled:
            self.check(columns)
            return self._run_plain(columns, rows, told)
        from minzheng.rules.fused import arrays  # noqa: PLC0415 - optional dependency

        kind = COMPLETE_BLOCKS if columns.is_complete else OPEN_BLOCKS
        written = arrays.written(columns, self.layout)
        named = {**arrays.given(columns, self.layout), **arrays.figures_of(self.table), **written}
        named["row"] = arrays.as_array(rows, arrays.OFFSETS)
        arguments = [named[name] for name, *_rest in blocks.parameters(self.layout, kind)[4:]]
        loop = self._machine(kind)
        lent = arrays.LentRooms(loop.rooms)

        def work(first: int, last: int) -> None:
            arrays.all_known(written, columns, self.layout, first, last)
            with lent.one() as rooms:
                ended = loop.run(first, last, *rooms, *arguments)
            if ended != blocks.SOUND:
                # It looked at every value itself, whatever is said to be checked, and does not say which was wrong.
                columns.checked.clear()
                self.check(columns)

        arrays.in_threads(work, columns.count, threads, told)
        columns.checked |= {*columns.offsets, *(fact.code for fact in self.facts)}
        return self._results(written)

    def check(self, columns: Columns) -> None:
        """Raise FactsRefused for a value out of bounds or a family of a wrong size: no proof would hold for it.

        Whatever filled the columns, nothing is reckoned that was not checked: here or before, or by machine code on
        its way.
        """
        if self.is_compiled:
            from minzheng.rules.fused import arrays  # noqa: PLC0415 - optional dependency

            check(columns, self.facts, arrays.check_sizes, arrays.check_bounds)
        else:
            check(columns, self.facts, check_sizes, check_bounds)

    def _run_plain(self, columns: Columns, rows: Sequence[int], told: Told | None) -> Results:
        written: dict[str, Any] = {}
        for output in self.layout.outputs:
            written[f"o_{output.name}"] = [0] * columns.rows(output.scope)
            if output.is_intermediate:
                written[f"k_{output.name}"] = [1] * columns.rows(output.scope)
        named = {"members": columns.offsets[PERSON], "supporters": columns.offsets[SUPPORTER], "row": rows}
        named |= {"figures": self.table.values, "todo": [0] * columns.count, **written}
        named |= {f"s_{code}": scale for code, scale in self.table.scales.items()}
        named |= given(columns, self.layout)
        _in_pieces(self._plain_work(columns, named), columns.count, PIECE, told or (lambda _done: None))
        return self._results(written)

    def _plain_work(self, columns: Columns, named: Mapping[str, Any]) -> Callable[[int, int], None]:
        """Return what reckons a span of households: the complete loop, or the one of the given and then of the rest."""
        kinds = (COMPLETE,) if columns.is_complete else (GIVEN, LACKING)
        loops = [self._loop(kind) for kind in kinds]
        arguments = [[named[name] for name, *_rest in parameters(self.layout, kind)[2:]] for kind in kinds]

        def work(first: int, last: int) -> None:
            put = loops[0](first, last, *arguments[0])
            if put:
                loops[1](first, first + put, *arguments[1])

        return work

    def _results(self, written: Mapping[str, Any]) -> Results:
        values = {name[2:]: column for name, column in written.items() if name.startswith("o_")}
        known = {name[2:]: column for name, column in written.items() if name.startswith("k_")}
        return Results(values, known, self.layout)

    def _loop(self, kind: str) -> Callable[..., int | None]:
        if kind not in self._loops:
            self._loops[kind] = compiled.plain(self.text(kind), compiled.formulas_of(self.layout))
        return self._loops[kind]

    def _machine(self, kind: str) -> compiled.Machine:
        if kind not in self._machines:
            from minzheng.rules.fused import arrays  # noqa: PLC0415 - optional dependency

            signature = arrays.signature(self.layout, kind)
            self._machines[kind] = compiled.machine(self.text(kind), compiled.formulas_of(self.layout), signature)
        return self._machines[kind]


def _in_pieces(work: Callable[[int, int], None], count: int, piece: int, told: Told) -> None:
    for first in range(0, count, piece):
        last = min(first + piece, count)
        work(first, last)
        told(last)
