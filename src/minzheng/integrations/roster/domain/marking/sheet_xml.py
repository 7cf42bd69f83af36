"""Colouring cells inside a sheet of an xlsx file, byte by byte: whatever is not coloured stays as it was.

The XML is walked once by a parser that tells where each element stands; then pieces are put in at those places.
Nothing is parsed and written again, so formulas, values, formats and what we know nothing of survive untouched.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from minzheng.integrations.roster.domain.reading.book import Position, column_letters
from minzheng.integrations.roster.domain.reading.xlsx_walk import REFERENCE, column_number

# What may follow the anchor of comments in a sheet, in the order of the standard (ECMA-376, CT_Worksheet).
AFTER_LEGACY_DRAWING = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    }
)  # fmt: skip


@dataclass
class _Row:
    index: int
    start: int
    tag_end: int
    end: int = -1
    is_closed_at_once: bool = False
    cells: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class SheetMap:
    """Where things stand in the bytes of a sheet."""

    prefix: str = ""
    rows: list[_Row] = field(default_factory=list)
    data_end: int = -1
    styles: dict[Position, int] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    legacy_drawing: str = ""
    tail: int = -1


def map_of(content: bytes) -> SheetMap:
    """Walk a sheet; raise ValueError if it is not what can be patched."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("not UTF-8")
    found = _Walker(content)
    found.run()
    if found.map.data_end < 0 or found.map.tail < 0:
        raise ValueError("no place to put anything in")
    return found.map


def patched(content: bytes, sheet: SheetMap, styles: Mapping[Position, int], *, legacy_drawing: str) -> bytes:
    """Return the sheet with each cell in `styles` given that style, and the anchor of comments if it had none."""
    edits: list[tuple[int, int, bytes]] = []
    by_row: dict[int, list[int]] = {}
    for row, column in styles:
        by_row.setdefault(row, []).append(column)
    rows = {row.index: row for row in sheet.rows}
    for index, columns in by_row.items():
        if index in rows:
            edits += _in_row(content, sheet, rows[index], sorted(columns), styles)
        else:
            edits.append(_new_row(sheet, index, sorted(columns), styles))
    if legacy_drawing and not sheet.legacy_drawing:
        prefix = f"{sheet.prefix}:" if sheet.prefix else ""
        anchor = (
            f'<{prefix}legacyDrawing xmlns:mzr="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            f' mzr:id="{legacy_drawing}"/>'
        )
        edits.append((sheet.tail, sheet.tail, anchor.encode()))
    return spliced(content, edits)


def spliced(content: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return the content with pieces put in the place of (start, end)."""
    parts, at = [], 0
    for start, end, piece in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        parts += [content[at:start], piece]
        at = end
    return b"".join([*parts, content[at:]])


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag with an attribute set."""
    encoded = f'{name}="{value}"'.encode()
    changed, found = re.subn(rb"(?<=\s)" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", encoded, tag, count=1)
    if found:
        return changed
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + encoded + tag[end:]


def _in_row(
    content: bytes, sheet: SheetMap, row: _Row, columns: list[int], styles: Mapping[Position, int]
) -> list[tuple[int, int, bytes]]:
    edits = []
    there = {column: (start, end) for column, start, end in row.cells}
    missing: dict[int, list[bytes]] = {}
    for column in columns:
        style = styles[row.index, column]
        if column in there:
            start, end = there[column]
            edits.append((start, end, with_attribute(content[start:end], "s", str(style))))
            continue
        following = min((start for other, start, _end in row.cells if other > column), default=row.end)
        missing.setdefault(following, []).append(_cell(sheet, (row.index, column), style))
    if row.is_closed_at_once and missing:
        name = f"{sheet.prefix}:row" if sheet.prefix else "row"
        opened = content[row.start : row.tag_end].removesuffix(b"/>").rstrip() + b">"
        cells = b"".join(b"".join(each) for each in missing.values())
        return [*edits, (row.start, row.tag_end, opened + cells + f"</{name}>".encode())]
    return [*edits, *((place, place, b"".join(cells)) for place, cells in missing.items())]


def _new_row(sheet: SheetMap, index: int, columns: list[int], styles: Mapping[Position, int]) -> tuple[int, int, bytes]:
    name = f"{sheet.prefix}:row" if sheet.prefix else "row"
    cells = b"".join(_cell(sheet, (index, column), styles[index, column]) for column in columns)
    place = min((row.start for row in sheet.rows if row.index > index), default=sheet.data_end)
    return place, place, f'<{name} r="{index + 1}">'.encode() + cells + f"</{name}>".encode()


def _cell(sheet: SheetMap, position: Position, style: int) -> bytes:
    name = f"{sheet.prefix}:c" if sheet.prefix else "c"
    return f'<{name} r="{column_letters(position[1])}{position[0] + 1}" s="{style}"/>'.encode()


class _Walker:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.map = SheetMap()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._depth = 0
        self._column = -1
        self._handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row, "c": self._cell, "mergeCell": self._merge,
        }  # fmt: skip

    def run(self) -> None:
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error

    def _tag_end(self) -> int:
        return self.content.index(b">", self.parser.CurrentByteIndex) + 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _colon, name = tag.rpartition(":")
        self._depth += 1
        if self._depth == 1:
            self.map.prefix = prefix
        if self._depth == 2 and name in AFTER_LEGACY_DRAWING and self.map.tail < 0:
            self.map.tail = self.parser.CurrentByteIndex
        if self._depth == 2 and name == "legacyDrawing":
            self.map.legacy_drawing = next(value for key, value in attributes.items() if key.endswith("id"))
        if name == "sheetData" and self.content[: self._tag_end()].endswith(b"/>"):
            raise ValueError("no rows")
        if name in self._handlers:
            self._handlers[name](attributes)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "row" and self.map.rows:
            self.map.rows[-1].end = self.parser.CurrentByteIndex
        if name == "sheetData":
            self.map.data_end = self.parser.CurrentByteIndex
        if self._depth == 1 and self.map.tail < 0:
            self.map.tail = self.parser.CurrentByteIndex
        self._depth -= 1

    def _row(self, attributes: dict[str, str]) -> None:
        last = self.map.rows[-1].index if self.map.rows else -1
        index = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else last + 1
        end = self._tag_end()
        at_once = self.content[end - 2 : end] == b"/>"
        self.map.rows.append(_Row(index, self.parser.CurrentByteIndex, end, is_closed_at_once=at_once))
        self._column = -1

    def _cell(self, attributes: dict[str, str]) -> None:
        if not self.map.rows:
            return
        row = self.map.rows[-1]
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_number(found[1]) if found else self._column + 1
        row.cells.append((self._column, self.parser.CurrentByteIndex, self._tag_end()))
        style = attributes.get("s", "0")
        self.map.styles[row.index, self._column] = int(style) if style.isdigit() else 0

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _colon, last = attributes.get("ref", "").partition(":")
        ends = [REFERENCE.fullmatch(each) for each in (first, last or first)]
        if all(ends):
            top, bottom = ((int(each[2]) - 1, column_number(each[1])) for each in ends if each)
            self.map.merged.append((top, bottom))
