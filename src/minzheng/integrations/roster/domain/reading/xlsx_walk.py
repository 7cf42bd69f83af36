"""The first walk over an xlsx file: every member is unpacked once, within its promised size; sheets cell by cell."""

import posixpath
import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.archive import ArchiveRefused, open_archive, pieces
from minzheng.integrations.roster.domain.reading.extent import Extent

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class XmlRefused(ArchiveRefused):
    """A part of the workbook is not the XML it should be."""


def walk(stream: BinaryIO, *, name: str) -> list[Extent]:
    """Return one extent per worksheet; raise if any member breaks its promise or a sheet is too large."""
    archive = open_archive(stream, name=name)
    titles = _sheet_titles(stream, archive, name)
    extents = []
    for entry in archive.infolist():
        content = pieces(stream, entry, name=name)
        title = titles.get(entry.filename)
        if title is None:
            for _piece in content:
                pass
        else:
            walker = _SheetWalker(Extent(title))
            _parse(content, walker, name)
            extents.append(walker.extent)
    return extents


def _sheet_titles(stream: BinaryIO, archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the title of each worksheet part, through the workbook's relations."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    relations = _Elements("Relationship")
    if "xl/_rels/workbook.xml.rels" in entries:
        _parse(pieces(stream, entries["xl/_rels/workbook.xml.rels"], name=name), relations, name)
    targets = {
        item.get("Id"): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
        for item in relations.found
    }
    sheets = _Elements("sheet")
    _parse(pieces(stream, entries["xl/workbook.xml"], name=name), sheets, name)
    return {targets.get(item.get("id"), ""): item.get("name", "") for item in sheets.found}


class _Elements:
    """Collect the attributes of one kind of element, namespaces left off."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == self.wanted:
            self.found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """Nothing is said here."""


class _SheetWalker:
    """Follow rows and cells; a cell counts only if it has a value."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self._row = -1
        self._column = -1
        self._type = ""
        self._in_value = False
        self._said = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self._row + 1
            self._column = -1
        elif tag == "c":
            found = REFERENCE.fullmatch(attributes.get("r", ""))
            if found:
                self._row, self._column = int(found[2]) - 1, column_number(found[1])
            else:
                self._column += 1
            self._type = attributes.get("t", "n")
        elif tag in ("v", "is"):
            self.extent.saw(max(self._row, 0), max(self._column, 0))
            self._in_value, self._said = True, ""

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "v":
            self._in_value = False
            if self._type == "e":
                self.extent.errors[self._row, self._column] = self._said.strip() or "#ERROR!"

    def text(self, data: str) -> None:
        if self._in_value and self._type == "e" and len(self._said) < 32:
            self._said += data


def _parse(content: Iterable[bytes], walker: "_Elements | _SheetWalker", name: str) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for piece in content:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise XmlRefused(
            _("文件“%(name)s”的内部内容不完整，已损坏。请用 Excel 打开检查，另存为新的 .xlsx 后再导入。")
            % {"name": name},
        ) from error


def _no_doctype(*_declaration: object) -> None:
    """Office files never declare entities; one that does is an attack on the reader."""
    raise XmlRefused(_("文件内部含有不应有的实体声明，没有读取。请用 Excel 新建工作簿，只复制名册内容后另存，再导入。"))


def column_number(letters: str) -> int:
    """Return the column of Excel's letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
