"""A bank's answer as rows of text, from csv, xls or xlsx, refused by size before it is opened."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.parsers.expat import ExpatError

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from minzheng.payments.formats.encoding import UnreadableFile, text_of
from minzheng.payments.formats.formulas import formula_cells

__all__ = ["Sheet", "UnreadableFile", "is_workbook", "require_readable", "sheets_of"]
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """Rows of trimmed text; a number of a workbook reads as its shortest exact decimal, so nothing is lost or added.

    `formulas` are the places (row, column, from 0) whose value a program computed; known for xlsx only.
    """

    rows: list[list[str]]
    title: str = ""
    formulas: set[tuple[int, int]] = field(default_factory=set)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as xlsx or xls do."""
    return content.startswith((ZIP, OLE))


def require_readable(content: bytes, name: str) -> None:
    """Raise UnreadableFile for a file that is empty or too large."""
    if not content.strip():
        raise UnreadableFile(_("文件“%(name)s”是空的，请重新向银行索取") % {"name": name})
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise UnreadableFile(
            _("文件“%(name)s”有 %(size)s MB，超过 %(limit)s MB，不像回盘文件，没有打开")
            % {"name": name, "size": len(content) // 2**20, "limit": settings.UPLOAD_LIMIT_BYTES // 2**20}
        )


def sheets_of(content: bytes, name: str, delimiter: str = ",") -> list[Sheet]:
    """Return all sheets that hold something, in order; of a text file the one it is. Raises UnreadableFile."""
    require_readable(content, name)
    if is_workbook(content):
        return _workbook(content, name)
    rows = csv.reader(io.StringIO(text_of(content, name)), delimiter=delimiter)
    try:
        return [Sheet([[cell.strip() for cell in row] for row in rows])]
    except csv.Error as error:
        raise UnreadableFile(
            _("文件“%(name)s”第 %(row)s 行读不懂（引号不成对或一格过长），请向银行索取原始文件")
            % {"name": name, "row": rows.line_num}
        ) from error


def _workbook(content: bytes, name: str) -> list[Sheet]:
    damaged = _("文件“%(name)s”损坏或不是 Excel 工作簿，请重新向银行索取") % {"name": name}
    formulas: dict[str, set[tuple[int, int]]] = {}
    try:
        if content.startswith(ZIP):
            _require_small(content, name)
            formulas = formula_cells(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            found = [
                Sheet(
                    [
                        [_cell(cell) for cell in row]
                        for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                    ],
                    title,
                    formulas.get(title, set()),
                )
                for title in book.sheet_names
            ]
    except (CalamineError, ValueError, IndexError, KeyError, OSError, zipfile.BadZipFile, ExpatError) as error:
        raise UnreadableFile(damaged) from error
    except BaseException as error:  # a panic of the reader's own language arrives as a bare BaseException
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(damaged) from error
    filled = [sheet for sheet in found if any(any(row) for row in sheet.rows)]
    if not filled:
        raise UnreadableFile(_("文件“%(name)s”是空的，请重新向银行索取") % {"name": name})
    return filled


def _require_small(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile(_("文件“%(name)s”解压后过大，不像回盘文件，没有打开") % {"name": name})


def _cell(value: object) -> str:
    """Return a cell as people see it; a whole number loses its ".0", a day reads 2026-11-24."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
