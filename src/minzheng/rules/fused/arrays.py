"""Columns as NumPy arrays, and the types of the loop's arguments. Imported only with the extra `[scale]`."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
from numba import types

from minzheng.rules.declare import PERSON, SUPPORTER
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec
from minzheng.rules.fused.blocks import parameters
from minzheng.rules.fused.columns import BIT, Columns, check_size, out_of_bounds, width
from minzheng.rules.fused.layout import OF_THE_LACKING, Layout, is_settled, spec_of
from minzheng.rules.fused.table import BEYOND, FigureTable

DTYPES = {"int64": np.int64, "int32": np.int32, "int8": np.int8, BIT: np.uint8}
OFFSETS = np.int32
LINE = 64
"""Bytes that a processor takes from memory at once: an array begins with them."""
CHUNK, SHARES = 16_384, 8
"""Households that one thread takes at a time at least; into how many shares each thread's work is cut, so that a slow
one is helped out."""
EIGHT = np.unpackbits(np.arange(256, dtype=np.uint8), bitorder="little").view(np.int64)
"""For each byte, its bits a byte each."""


def signature(layout: Layout, kind: str) -> Any:
    """Return the types of the arguments of `run`: what is read may be read-only, as Arrow's buffers are."""
    kinds = {"span": types.int64, "offsets": _array(OFFSETS), "row": _array(np.int32), "figures": _array(np.int64)}
    kinds |= {"eight": _array(np.int64), "numbers": _written(np.int64), "answers": _written(np.uint8)}
    kinds |= {
        "validity": _array(np.uint8),
        "known": _written(np.int8),
        "scale": types.Array(types.int64, 3, "C", readonly=True),
    }
    found = []
    for _name, what, code in parameters(layout, kind):
        if what == "values":
            found.append(_array(DTYPES[width(spec_of(layout.step(code)))]))
        elif what == "written":
            found.append(_written(DTYPES[next(one.type for one in layout.outputs if one.name == code)]))
        else:
            found.append(kinds[what])
    return types.int64(*found)


def _array(dtype: Any) -> Any:
    return types.Array(_type(dtype), 1, "C", readonly=True)


def _written(dtype: Any) -> Any:
    return types.Array(_type(dtype), 1, "C")


def _type(dtype: Any) -> Any:
    return getattr(types, np.dtype(dtype).name)


def given(columns: Columns, layout: Layout) -> dict[str, Any]:
    """Return the arrays of the columns by argument name."""
    found: dict[str, Any] = {}
    ones = {scope: np.full(columns.rows(scope) // 8 + 1, 255, np.uint8) for scope in layout.facts}
    for scope, steps in layout.facts.items():
        for step in steps:
            fact = spec_of(step)
            values = as_array(columns.values[fact.code], DTYPES[width(fact)])
            bits = columns.validity.get(fact.code)
            given = ones[scope] if bits is None else as_array(bits, np.uint8)
            if is_settled(fact) and bits is not None:
                size = len(ones[scope])
                values = values[:size] | ~given[:size] if fact.default else values[:size] & given[:size]
            found |= {f"c_{fact.code}": values, f"v_{fact.code}": given}
    found["eight"] = EIGHT
    found["members"] = np.asarray(columns.offsets[PERSON], OFFSETS)
    found["supporters"] = np.asarray(columns.offsets[SUPPORTER], OFFSETS)
    return found


def as_array(values: Any, dtype: Any) -> Any:
    """Return a column as an array without copying it where it is one, or bytes, already."""
    if isinstance(values, bytes | bytearray | memoryview):
        return np.frombuffer(values, dtype)
    return np.ascontiguousarray(values, dtype)


def figures_of(table: FigureTable) -> dict[str, Any]:
    """Return the figures, and each scale padded with rows that begin beyond any number."""
    found: dict[str, Any] = {"figures": np.asarray(table.values, np.int64)}
    for code, rows in table.scales.items():
        longest = max(len(pairs) for pairs in rows)
        scale = np.full((len(rows), longest, 2), BEYOND, np.int64)
        for number, pairs in enumerate(rows):
            scale[number, : len(pairs)] = pairs
        found[f"s_{code}"] = scale
    return found


def written(columns: Columns, layout: Layout) -> dict[str, Any]:
    """Return arrays for what is written, by argument name: not filled with anything yet, those of the lacking with 0.

    They lie in two pieces of memory: the system hands out a large one much faster than many, and one of zeros only
    where it is written to.
    """
    shapes: dict[str, tuple[int, Any]] = {}
    for output in layout.outputs:
        shapes[f"o_{output.name}"] = (columns.rows(output.scope), np.dtype(DTYPES[output.type]))
        if output.is_intermediate:
            shapes[f"k_{output.name}"] = (columns.rows(output.scope), np.dtype(np.int8))
    zeros = {name: shapes[name] for name in shapes if name.removeprefix("o_") in OF_THE_LACKING}
    filled = {name: shapes[name] for name in shapes if name not in zeros}
    found = _in_one_piece(filled, np.empty) | _in_one_piece(zeros, np.zeros)
    return {name: found[name] for name in shapes}


def _in_one_piece(shapes: Mapping[str, tuple[int, Any]], make: Callable[..., Any]) -> dict[str, Any]:
    ends = np.cumsum([0, *(-(-rows * dtype.itemsize // LINE) * LINE for rows, dtype in shapes.values())])
    whole = make(int(ends[-1]), np.uint8)
    return {
        name: whole[start : start + rows * dtype.itemsize].view(dtype)
        for start, (name, (rows, dtype)) in zip(ends[:-1].tolist(), shapes.items(), strict=True)
    }


def all_known(arrays: Mapping[str, Any], columns: Columns, layout: Layout, first: int, last: int) -> None:
    """Say of every intermediate of these households that it is known; what lacks a fact is then told apart."""
    for output in layout.outputs:
        if output.is_intermediate:
            marks = columns.offsets.get(output.scope)
            start, end = (first, last) if marks is None else (int(marks[first]), int(marks[last]))
            arrays[f"k_{output.name}"][start:end] = 1


class LentRooms:
    """The rooms that threads work in: as many as work at once, each handed on from one share to the next.

    Rooms of its own for each share would be new memory each time, which the system hands out page by page.
    """

    def __init__(self, sizes: tuple[int, int]) -> None:
        self._sizes = sizes
        self._free: deque[tuple[Any, Any]] = deque()

    @contextmanager
    def one(self) -> Iterator[tuple[Any, Any]]:
        """Lend the rooms of numbers and of answers."""
        try:
            rooms = self._free.pop()
        except IndexError:
            rooms = np.empty(self._sizes[0], np.int64), np.empty(self._sizes[1], np.uint8)
        yield rooms
        self._free.append(rooms)


def shares(count: int, threads: int) -> Iterator[tuple[int, int]]:
    """Cut the households into shares, smaller towards the end: a slow thread keeps the others waiting but little."""
    first, most = 0, count // (threads * SHARES) + 1
    while first < count:
        last = min(first + max(CHUNK, min(most, (count - first) // (2 * threads))), count)
        yield first, last
        first = last


def in_threads(
    work: Callable[[int, int], None], count: int, threads: int, told: Callable[[int], None] | None = None
) -> None:
    """Do the work for all households, in shares spread over threads; it lets go of the interpreter meanwhile.

    `told` hears share by share how many are done; what it raises ends the run, shares not begun are left.
    """
    threads = max(threads, 1)
    if told is None and (threads == 1 or count <= CHUNK):
        work(0, count)
        return
    with ThreadPoolExecutor(threads) as pool:
        try:
            for (_first, last), done in [(span, pool.submit(work, *span)) for span in shares(count, threads)]:
                done.result()
                if told is not None:
                    told(last)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def check_sizes(columns: Columns, scope: str) -> None:
    """Raise FactsRefused for the first household of a wrong size."""
    sizes = np.diff(np.asarray(columns.offsets[scope], OFFSETS)[: columns.count + 1])
    wrong = np.flatnonzero((sizes < (scope == PERSON)) | (sizes > LARGEST_FAMILY))
    if len(wrong):
        check_size(scope, int(sizes[wrong[0]]), int(wrong[0]))


def check_bounds(columns: Columns, fact: FactSpec) -> None:
    """Raise FactsRefused for the first value out of bounds; what was not given may hold anything."""
    rows = columns.rows(fact.scope)
    values = as_array(columns.values[fact.code], DTYPES[width(fact)])[:rows]
    if values.min() >= fact.minimum and values.max() <= fact.maximum:
        return
    wrong = (values < fact.minimum) | (values > fact.maximum)
    bits = columns.validity.get(fact.code)
    if bits is not None:
        wrong &= np.unpackbits(as_array(bits, np.uint8), count=rows, bitorder="little").astype(bool)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise out_of_bounds(fact, row, int(values[row]))
