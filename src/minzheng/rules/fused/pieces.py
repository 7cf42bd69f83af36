"""Columns put together from pieces, and families picked out of them. Needs NumPy, and nothing else of `[scale]`."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from minzheng.rules.declare import HOUSEHOLD
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec
from minzheng.rules.fused.columns import BIT, ROWS, Columns, width


def joined(pieces: Sequence[Columns], facts: Iterable[FactSpec]) -> Columns:
    """Return the families of all pieces, one after the other."""
    if len(pieces) == 1:
        return pieces[0]
    offsets = {}
    for scope in ROWS:
        sizes = [np.diff(np.asarray(piece.offsets[scope])) for piece in pieces]
        offsets[scope] = _marks(np.concatenate(sizes))
    whole = Columns(sum(piece.count for piece in pieces), offsets)
    for fact in facts:
        values = np.concatenate([values_of(piece, fact) for piece in pieces])
        known = np.concatenate([known_of(piece, fact) for piece in pieces])
        put(whole, fact, values, known)
    whole.checked = set.intersection(*(piece.checked for piece in pieces))
    return whole


def picked(columns: Columns, facts: Iterable[FactSpec], homes: Any) -> Columns:
    """Return these families (by place), in this order."""
    rows = {HOUSEHOLD: homes} | {scope: rows_of(columns, scope, homes) for scope in ROWS}
    offsets = {scope: _marks(np.diff(np.asarray(columns.offsets[scope]))[homes]) for scope in ROWS}
    found = Columns(len(homes), offsets, checked=set(columns.checked))
    for fact in facts:
        chosen = rows[fact.scope]
        put(found, fact, values_of(columns, fact)[chosen], known_of(columns, fact)[chosen])
    return found


def rows_of(columns: Columns, scope: str, homes: Any) -> Any:
    """Return the rows of the members or supporters of these families, family by family."""
    marks = np.asarray(columns.offsets[scope])
    sizes = (marks[1:] - marks[:-1])[homes]
    begins = np.repeat(marks[:-1][homes] - np.r_[0, np.cumsum(sizes)[:-1]], sizes) if len(homes) else sizes
    return begins + np.arange(int(sizes.sum()))


def unlawful(columns: Columns, facts: Iterable[FactSpec]) -> Any:
    """Return for each family whether it has a wrong size or a value out of bounds; the columns are then not checked."""
    wrong = np.zeros(columns.count, bool)
    for number, scope in enumerate(ROWS):
        sizes = np.diff(np.asarray(columns.offsets[scope]))
        wrong |= (sizes > LARGEST_FAMILY) | (sizes == 0 if number == 0 else False)
    for fact in facts:
        if fact.is_bool or not columns.rows(fact.scope):
            continue
        values = values_of(columns, fact)
        if values.min() >= fact.minimum and values.max() <= fact.maximum:
            continue
        rows = np.flatnonzero(((values < fact.minimum) | (values > fact.maximum)) & known_of(columns, fact))
        marks = None if fact.scope == HOUSEHOLD else np.asarray(columns.offsets[fact.scope])
        wrong[rows if marks is None else np.searchsorted(marks, rows, side="right") - 1] = True
    return wrong


def values_of(columns: Columns, fact: FactSpec) -> Any:
    """Return the values of a fact as an array, yes and no a byte each."""
    values, rows = columns.values[fact.code], columns.rows(fact.scope)
    if width(fact) == BIT:
        return np.unpackbits(np.frombuffer(values, np.uint8), count=rows, bitorder="little")
    return np.asarray(values)[:rows]


def known_of(columns: Columns, fact: FactSpec) -> Any:
    """Return for each row whether the fact was given."""
    bits, rows = columns.validity.get(fact.code), columns.rows(fact.scope)
    if bits is None:
        return np.ones(rows, bool)
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=rows, bitorder="little").astype(bool)


def put(columns: Columns, fact: FactSpec, values: Any, known: Any) -> None:
    """Keep a fact: values of its width (unknown: the lowest), and which are known where any is not."""
    lowest = np.where(known, values, 0 if fact.is_bool else fact.minimum)
    columns.values[fact.code] = packed(lowest) if width(fact) == BIT else lowest.astype(width(fact))
    columns.validity[fact.code] = None if known.all() else packed(known)


def packed(answers: Any) -> Any:
    """Return yes and no, eight to a byte, as `columns.packed` does."""
    return np.packbits(np.r_[answers, False].astype(bool), bitorder="little")


def plain(content: Any) -> Any:
    """Return an array as a view that gives Python's own numbers and can be written to a file as it lies."""
    if content is None or not isinstance(content, np.ndarray):
        return content
    code: Any = {"int64": "q", "int32": "i", "uint8": "B", "int8": "b"}[content.dtype.name]
    whole: Any = np.ascontiguousarray(content) if content.size else np.zeros(1, content.dtype)
    view: Any = memoryview(whole).cast("B").cast(code)
    return view[: content.size]


def as_plain(columns: Columns) -> Columns:
    """Return the same columns as plain views: for the loop without machine code, for a file, for single families."""
    return Columns(
        columns.count,
        {scope: plain(marks) for scope, marks in columns.offsets.items()},
        {code: plain(values) for code, values in columns.values.items()},
        {code: plain(bits) for code, bits in columns.validity.items()},
        set(columns.checked),
    )


def _marks(sizes: Any) -> Any:
    return np.r_[0, np.cumsum(sizes)].astype(np.int32)
