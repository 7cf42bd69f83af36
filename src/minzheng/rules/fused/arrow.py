"""Families as Arrow record batches: one row per household, members and supporters as lists of structs within it.

Nothing is copied where Arrow's own buffers will do: list offsets mark off the members, the children of the struct are
the columns, validity says what was given. Imported only with the extra `[scale]`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec
from minzheng.rules.fused.columns import BIT, NARROW, ROWS, WIDE, Columns, out_of_bounds, width
from minzheng.rules.fused.engine import Fused, Results

NUMBER, DIVISION, WHO = "household", "division", "person"
"""The household's own number, the 12-digit division whose figures hold for it, the number of a member or supporter."""
KINDS = {WIDE: pa.int64(), NARROW: pa.int32(), BIT: pa.bool_()}
RESULT_KINDS = {"int8": pa.int8(), "int64": pa.int64()}


def schema(facts: Iterable[FactSpec]) -> pa.Schema:
    """Return the layout of a file of families: number, division, household facts, members, supporters."""
    asked: dict[str, list[pa.Field]] = {HOUSEHOLD: [], PERSON: [], SUPPORTER: []}
    for fact in facts:
        asked[fact.scope].append(pa.field(fact.code, KINDS[width(fact)]))
    who = pa.field(WHO, pa.int64())
    lists = [
        pa.field(ROWS[scope], pa.list_(pa.struct([who, *asked[scope]])))
        for scope in (PERSON, SUPPORTER)
        if scope == PERSON or asked[scope]
    ]
    return pa.schema([pa.field(NUMBER, pa.int64()), pa.field(DIVISION, pa.string()), *asked[HOUSEHOLD], *lists])


def batch_of(families: Sequence[Mapping[str, Any]], facts: Iterable[FactSpec]) -> pa.RecordBatch:
    """Return a batch of families given as facts are for one case, with NUMBER and DIVISION beside them."""
    wanted = schema(facts)
    people = {field.name for field in wanted if pa.types.is_list(field.type)}
    rows = [{**family, **{name: family.get(name) or [] for name in people}} for family in families]
    return pa.RecordBatch.from_pylist(rows, wanted)


def batch_of_columns(
    columns: Columns, facts: Iterable[FactSpec], numbers: Any, divisions: Sequence[str], people: Any = None
) -> pa.RecordBatch:
    """Return columns as a batch, over the same memory; `people` are the numbers of the members."""
    by_scope: dict[str, list[tuple[str, pa.Array]]] = {HOUSEHOLD: [], PERSON: [], SUPPORTER: []}
    for fact in facts:
        kind, rows = KINDS[width(fact)], columns.rows(fact.scope)
        bits = columns.validity.get(fact.code)
        buffers = [None if bits is None else pa.py_buffer(bits), pa.py_buffer(columns.values[fact.code])]
        by_scope[fact.scope].append((fact.code, pa.Array.from_buffers(kind, rows, buffers)))
    fields = [(NUMBER, pa.array(numbers, pa.int64())), (DIVISION, pa.array(divisions, pa.string()))]
    fields += by_scope[HOUSEHOLD]
    for scope in (PERSON, SUPPORTER):
        rows = columns.rows(scope)
        if scope == SUPPORTER and not by_scope[scope]:
            continue
        who = pa.nulls(rows, pa.int64()) if people is None or scope == SUPPORTER else pa.array(people, pa.int64())
        names, arrays = zip((WHO, who), *by_scope[scope], strict=True)
        offsets = pa.array(np.asarray(columns.offsets[scope], np.int32))
        fields.append((ROWS[scope], pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, names))))
    return pa.RecordBatch.from_arrays([array for _name, array in fields], [name for name, _array in fields])


def columns_of(batch: pa.RecordBatch, facts: Iterable[FactSpec]) -> Columns:
    """Return the columns of a batch; raise FactsRefused for a value out of bounds or a family of a wrong size.

    A fact the batch has no column for is missing everywhere.
    """
    lists = {scope: batch.column(name) for scope, name in ROWS.items() if name in batch.schema.names}
    offsets = {scope: _offsets(lists[scope]) if scope in lists else _nobody(len(batch)) for scope in ROWS}
    for scope, marks in offsets.items():
        _check_sizes(scope, marks)
    columns = Columns(len(batch), offsets)
    for fact in facts:
        rows = columns.rows(fact.scope)
        array = _array(batch, lists, fact, rows)
        if not fact.is_bool:
            _check_bounds(fact, array)
        columns.values[fact.code], columns.validity[fact.code] = _buffers(array, width(fact))
    columns.checked = {*columns.values, *ROWS}
    return columns


def results_of(batch: pa.RecordBatch, engine: Fused, *, threads: int = 1) -> pa.RecordBatch:
    """Return number, division and what the engine was asked for, a row per household of the batch."""
    columns = columns_of(batch, engine.facts)
    found = engine.run_rows(columns, rows_of(batch, engine), threads=threads)
    return pa.RecordBatch.from_arrays(
        [batch.column(NUMBER), batch.column(DIVISION), *household_results(found)], schema=results_schema(engine)
    )


def rows_of(batch: pa.RecordBatch, engine: Fused) -> Any:
    """Return each household's row in the figure table: every division of the batch is looked up once."""
    coded = batch.column(DIVISION).dictionary_encode()
    rows = np.asarray(engine.table.rows_of(coded.dictionary.to_pylist()), np.int32)
    return rows[coded.indices.to_numpy(zero_copy_only=False)]


def household_results(found: Results) -> list[pa.Array]:
    """Return the columns of households among the results, in the order in which they were asked for."""
    arrays = []
    for output in found.layout.outputs:
        if output.scope != HOUSEHOLD:
            continue
        unknown = found.known[output.name] == 0 if output.is_intermediate else None
        arrays.append(pa.array(found[output.name], RESULT_KINDS[output.type], mask=unknown))
    return arrays


def results_schema(engine: Fused) -> pa.Schema:
    """Return the layout of a file of results; its metadata says by which rules they were reckoned."""
    outputs = [output for output in engine.layout.outputs if output.scope == HOUSEHOLD]
    fields = [pa.field(output.name, RESULT_KINDS[output.type]) for output in outputs]
    about = {
        "program": engine.program.program.code,
        "on": engine.on.isoformat(),
        "rule_version": engine.program.rule_version(engine.on),
        "conditions": ",".join(step.code for step in engine.layout.conditions),
        "facts": ",".join(engine.layout.bits),
    }
    return pa.schema([pa.field(NUMBER, pa.int64()), pa.field(DIVISION, pa.string()), *fields], metadata=about)


def _offsets(lists: pa.ListArray) -> Any:
    return np.asarray(lists.offsets)


def _nobody(count: int) -> Any:
    return np.zeros(count + 1, np.int32)


def _check_sizes(scope: str, marks: Any) -> None:
    sizes = np.diff(marks)
    least = 1 if scope == PERSON else 0
    wrong = np.flatnonzero((sizes < least) | (sizes > LARGEST_FAMILY))
    if len(wrong):
        row = int(wrong[0])
        whose = "成员" if scope == PERSON else "赡养、抚养、扶养义务人"
        raise FactsRefused(f"第{row + 1}户的{whose}有{int(sizes[row])}人，应为{least}至{LARGEST_FAMILY}人，请核对。")


def _array(batch: pa.RecordBatch, lists: Mapping[str, pa.ListArray], fact: FactSpec, rows: int) -> pa.Array:
    """Return the column of a fact, of its own type; where there is none, nothing but unknowns."""
    kind = KINDS[width(fact)]
    if fact.scope == HOUSEHOLD:
        array = batch.column(fact.code) if fact.code in batch.schema.names else pa.nulls(rows, kind)
    else:
        people = lists.get(fact.scope)
        within = people.values if people is not None else None
        number = -1 if within is None else within.type.get_field_index(fact.code)
        array = pa.nulls(rows, kind) if within is None or number < 0 else within.field(number)
    return array if array.type == kind else pc.cast(array, kind)


def _check_bounds(fact: FactSpec, array: pa.Array) -> None:
    bounds = pc.min_max(array)
    low, high = bounds["min"].as_py(), bounds["max"].as_py()
    if low is None or (low >= fact.minimum and high <= fact.maximum):
        return
    wrong = pc.or_(pc.less(array, fact.minimum), pc.greater(array, fact.maximum))
    row = pc.index(wrong, value=True).as_py()
    raise out_of_bounds(fact, row, array[row].as_py())


def _buffers(array: pa.Array, kind: str) -> tuple[Any, Any]:
    """Return values and validity as arrays over Arrow's own memory; a column that starts within a byte is copied."""
    if array.offset % 8:
        array = pa.concat_arrays([array, pa.nulls(0, array.type)])
    start, count = array.offset, len(array)
    validity, values = array.buffers()
    bits = None
    if validity is not None and array.null_count:
        bits = np.frombuffer(validity, np.uint8)[start // 8 :]
    if count == 0 or values is None:
        return np.zeros(count // 8 + 1 if kind == BIT else count, _dtype(kind)), bits
    found = np.frombuffer(values, _dtype(kind))
    return (found[start // 8 :] if kind == BIT else found[start : start + count]), bits


def _dtype(kind: str) -> Any:
    return np.uint8 if kind == BIT else np.dtype(kind)
