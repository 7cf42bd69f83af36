"""Which cells of an xlsx file are formulas: their value is what some program last computed, not what was paid."""

import io
import posixpath
import re
import zipfile
from xml.parsers import expat

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
PIECE = 64 * 1024


def formula_cells(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return the formulas of each sheet by title, as (row, column) from 0. Raises ExpatError, KeyError, BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = _Elements("Relationship")
        _parse(archive, "xl/_rels/workbook.xml.rels", relations)
        targets = {
            item.get("Id", ""): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
            for item in relations.found
        }
        sheets = _Elements("sheet")
        _parse(archive, "xl/workbook.xml", sheets)
        found: dict[str, set[tuple[int, int]]] = {}
        for item in sheets.found:
            walker = _Formulas()
            target = targets.get(item.get("id", ""), "")
            if target in archive.namelist():
                _parse(archive, target, walker)
            found[item.get("name", "")] = walker.found
        return found


class _Elements:
    """Collect the attributes of one kind of element, namespaces left off."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element begins with."""
        if tag.rpartition(":")[2] == self.wanted:
            self.found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})


class _Formulas:
    """Note the cell of every formula; cells and rows without a reference follow the one before."""

    def __init__(self) -> None:
        self.found: set[tuple[int, int]] = set()
        self._row = self._column = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element begins with."""
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self._row + 1
            self._column = -1
        elif tag == "c":
            place = REFERENCE.fullmatch(attributes.get("r", ""))
            self._row, self._column = _place(place) if place else (self._row, self._column + 1)
        elif tag == "f":
            self.found.add((self._row, self._column))


def _place(found: re.Match[str]) -> tuple[int, int]:
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def column_letters(column: int) -> str:
    """Return Excel's letters of a column counted from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _parse(archive: zipfile.ZipFile, entry: str, walker: _Elements | _Formulas) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = walker.start
    parser.StartDoctypeDeclHandler = _no_doctype
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def _no_doctype(*_declaration: object) -> None:
    """Office files never declare entities; one that does is an attack on the reader."""
    raise expat.ExpatError("doctype")
