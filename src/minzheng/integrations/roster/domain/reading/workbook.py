"""Read an office's file: admitted at the gate, walked once for safety, then read by calamine into plain values."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from minzheng.integrations.roster.domain.reading import csv_text, xls_walk, xlsx_walk
from minzheng.integrations.roster.domain.reading.archive import PIECE
from minzheng.integrations.roster.domain.reading.book import Book, Sheet
from minzheng.integrations.roster.domain.reading.extent import Extent
from minzheng.integrations.roster.domain.reading.gate import FileRefused, Source, admit


@contextmanager
def open_path(path: str | os.PathLike[str]) -> Iterator[Source]:
    """Open a file on disk as a source; its size is taken from the file system, not by reading."""
    try:
        size = Path(path).stat().st_size
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below, after the caller is done
    except OSError as error:
        raise FileRefused(_("找不到或打不开文件“%(name)s”。请检查路径和权限。") % {"name": path}) from error
    with stream:
        yield Source(name=Path(path).name, size=size, stream=stream)


def read(source: Source, *, limit_bytes: int) -> Book:
    """Return the workbook; raise a Refused with a message for the person who offered the file."""
    kind = admit(source, limit_bytes=limit_bytes)
    sha256 = _digest(source.stream)
    if kind == "csv":
        sheets: tuple[Sheet, ...] = (csv_text.read(source.stream.read(), name=source.name),)
    elif kind == "xlsx":
        sheets = _sheets(source, xlsx_walk.walk(source.stream, name=source.name))
    else:
        sheets = _sheets(source, xls_walk.walk(source.stream.read(), name=source.name))
    if not any(_holds_something(sheet) for sheet in sheets):
        raise FileRefused(_("文件“%(name)s”里没有任何内容。请检查是否选错了文件。") % {"name": source.name})
    return Book(name=source.name, sha256=sha256, kind=kind, sheets=sheets)


def _sheets(source: Source, extents: list[Extent]) -> tuple[Sheet, ...]:
    by_title = {extent.sheet: extent for extent in extents}
    source.stream.seek(0)
    try:
        with CalamineWorkbook.from_filelike(source.stream) as book:
            return tuple(
                _sheet(
                    book.get_sheet_by_name(meta.name),
                    by_title[meta.name],
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet and meta.name in by_title
            )
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(_unreadable(source.name)) from error
    except BaseException as error:  # a panic of the reader's own language arrives as a bare BaseException
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused(_unreadable(source.name)) from error


def _sheet(sheet: CalamineSheet, extent: Extent, *, hidden: bool) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(sheet.merged_cell_ranges or ())
    return Sheet(name=sheet.name, rows=rows, merged=merged, errors=extent.errors, hidden=hidden)


def _holds_something(sheet: Sheet) -> bool:
    return bool(sheet.errors) or any(str(value).strip() for row in sheet.rows for value in row)


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()


def _unreadable(name: str) -> str:
    return _("文件“%(name)s”已损坏，无法读取。请用 Excel 打开检查，另存为新的 .xlsx 后再导入。") % {"name": name}
