"""Columns kept in a file of our own: a JSON header, then the buffers as they lie in memory. Standard library alone.

A file holds several sheets, one for each program. A buffer that two sheets share (what all programs ask of a family) is
written once. Read back, nothing is copied: the loops read the mapped file.
"""

import hashlib
import json
import mmap
import os
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minzheng.kernel.refusal import Refused
from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.columns import BIT, NARROW, ROWS, WIDE, Columns, check_size, check_values, packed, width

MAGIC = b"MZCOLS1\n"
ALIGNED = 64
CODES = {WIDE: "q", NARROW: "i", BIT: "B"}
LENGTH = 8


class ShelfBroken(Refused):
    """The file is not what was written."""


@dataclass(slots=True)
class Sheet:
    """The families of one program: columns, and keys beside them (numbers by name, one for a family or a member)."""

    columns: Columns
    keys: Mapping[str, Any]


@dataclass(slots=True)
class Shelf:
    """A file that was read: what it is about, and its sheets."""

    about: Mapping[str, Any]
    sheets: Mapping[str, Sheet]


@dataclass(slots=True)
class Gatherer:
    """Takes families one by one, as facts are given for one case, and keeps columns alone."""

    facts: Sequence[FactSpec]
    count: int = 0
    offsets: dict[str, Any] = field(default_factory=lambda: {PERSON: array("i", [0]), SUPPORTER: array("i", [0])})
    _values: dict[str, Any] = field(default_factory=dict)
    _given: dict[str, bytearray] = field(default_factory=dict)
    _scopes: dict[str, list[FactSpec]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._scopes = {
            scope: [fact for fact in self.facts if fact.scope == scope] for scope in (HOUSEHOLD, PERSON, SUPPORTER)
        }
        for fact in self.facts:
            self._values[fact.code] = bytearray() if fact.is_bool else array(CODES[width(fact)])
            self._given[fact.code] = bytearray()

    def add(self, family: Mapping[str, Any]) -> None:
        """Add a family; raise FactsRefused, and add nothing, for a value out of bounds or a family of a wrong size."""
        rows: dict[str, Sequence[Mapping[str, Any]]] = {
            HOUSEHOLD: (family,), PERSON: family.get(ROWS[PERSON]) or (), SUPPORTER: family.get(ROWS[SUPPORTER]) or (),
        }  # fmt: skip
        for scope in ROWS:
            check_size(scope, len(rows[scope]), self.count)
        found = [
            (fact, [row.get(fact.code) for row in rows[scope]])
            for scope, facts in self._scopes.items()
            for fact in facts
        ]
        for fact, given in found:
            check_values(fact, given)
        for fact, given in found:
            filler: int = 0 if fact.is_bool else fact.minimum
            self._values[fact.code].extend([filler if value is None else int(value) for value in given])
            self._given[fact.code].extend([value is not None for value in given])
        for scope in ROWS:
            self.offsets[scope].append(self.offsets[scope][-1] + len(rows[scope]))
        self.count += 1

    def columns(self) -> Columns:
        """Return what was gathered."""
        found = Columns(self.count, self.offsets)
        for fact in self.facts:
            values, given = self._values[fact.code], self._given[fact.code]
            found.values[fact.code] = packed(values) if fact.is_bool else values
            found.validity[fact.code] = packed(given) if not all(given) else None
        found.checked = {*found.values, *ROWS}
        return found


def write(path: Path, about: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> tuple[str, int]:
    """Write a file that only its owner may read, whole or not at all; return its digest (SHA-256) and its size."""
    buffers: dict[str, memoryview] = {}
    described = {name: _describe(sheet, buffers) for name, sheet in sheets.items()}
    starts, end = {}, 0
    for name, buffer in buffers.items():
        starts[name] = (end, buffer.nbytes)
        end += -(-buffer.nbytes // ALIGNED) * ALIGNED
    header = {"about": dict(about), "order": sys.byteorder, "buffers": starts, "sheets": described}
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    text += b" " * (-(len(MAGIC) + LENGTH + len(text)) % ALIGNED)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.new")
    temporary.unlink(missing_ok=True)
    digest = hashlib.sha256()
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in _pieces(text, buffers.values()):
            digest.update(piece)
            file.write(piece)
        size = file.tell()
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return digest.hexdigest(), size


def read(path: Path, digest: str) -> Shelf:
    """Return the file's sheets over its mapped memory; raise ShelfBroken where it is gone or not what was written."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise ShelfBroken(f"快照文件 {path.name} 读不到，可能已按期删除。请重新生成快照。") from error
    whole = memoryview(mapped)
    if hashlib.sha256(whole).hexdigest() != digest or bytes(whole[: len(MAGIC)]) != MAGIC:
        raise ShelfBroken(f"快照文件 {path.name} 与登记的摘要不符，不能使用。请重新生成快照。")
    # The memory stays mapped as long as anybody holds a column of it.
    return _read(whole, path.name)


def _read(whole: memoryview, name: str) -> Shelf:
    begin = len(MAGIC) + LENGTH
    length = int.from_bytes(whole[len(MAGIC) : begin], "little")
    header = json.loads(bytes(whole[begin : begin + length]))
    if header["order"] != sys.byteorder:
        raise ShelfBroken(f"快照文件 {name} 是另一种字节序的机器写的，不能使用。请在本机重新生成快照。")
    data = whole[begin + length :]

    def buffer(place: Sequence[str] | None) -> Any:
        if place is None:
            return None
        kind, key = place
        start, size = header["buffers"][key]
        view: Any = data[start : start + size]
        return view.cast(kind)

    sheets = {}
    for code, told in header["sheets"].items():
        columns = Columns(told["count"], {scope: buffer(place) for scope, place in told["offsets"].items()})
        columns.values = {fact: buffer(place) for fact, place in told["values"].items()}
        columns.validity = {fact: buffer(place) for fact, place in told["validity"].items()}
        # Only what was checked is written, and the digest says that it is what was written.
        columns.checked = {*columns.values, *ROWS}
        sheets[code] = Sheet(columns, {key: buffer(place) for key, place in told["keys"].items()})
    return Shelf(header["about"], sheets)


def _describe(sheet: Sheet, buffers: dict[str, memoryview]) -> dict[str, Any]:
    columns = sheet.columns
    if not columns.checked >= {*columns.values, *ROWS}:
        raise ValueError("columns are kept only after their bounds were checked")

    def put(content: Any) -> list[str] | None:
        if content is None:
            return None
        view = memoryview(content)
        key = hashlib.sha256(view).hexdigest()
        buffers.setdefault(key, view)
        return [view.format, key]

    return {
        "count": columns.count,
        "offsets": {scope: put(marks) for scope, marks in columns.offsets.items()},
        "values": {code: put(values) for code, values in columns.values.items()},
        "validity": {code: put(bits) for code, bits in columns.validity.items()},
        "keys": {name: put(numbers) for name, numbers in sheet.keys.items()},
    }


def _pieces(header: bytes, buffers: Iterable[memoryview]) -> Iterator[bytes | memoryview]:
    yield MAGIC + len(header).to_bytes(LENGTH, "little") + header
    for buffer in buffers:
        yield buffer.cast("B")
        yield bytes(-buffer.nbytes % ALIGNED)
