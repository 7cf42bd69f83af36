"""A bank's answer as rows of text, from csv, xls or xlsx, refused by size before it is opened."""

import csv
import io
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from minzheng.kernel.refusal import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableFile(Refused):
    """The file is empty, too large, damaged or no table."""


def rows_of(content: bytes, name: str) -> list[list[str]]:
    """Return all rows of the first sheet, cells as trimmed text. Raises UnreadableFile."""
    if not content.strip():
        raise UnreadableFile(_("文件“%(name)s”是空的，请重新向银行索取") % {"name": name})
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            _("文件“%(name)s”有 %(size)s MB，超过 %(limit)s MB，不像回盘文件，没有打开")
            % {"name": name, "size": len(content) // 1024 // 1024, "limit": MAX_BYTES // 1024 // 1024}
        )
    if content.startswith((ZIP, OLE)):
        return _workbook(content, name)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(_text(content, name)))]


def _text(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("文件“%(name)s”既不是文本也不是 Excel 工作簿，无法读取") % {"name": name})


def _workbook(content: bytes, name: str) -> list[list[str]]:
    damaged = _("文件“%(name)s”损坏或不是 Excel 工作簿，请重新向银行索取") % {"name": name}
    if content.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                unpacked = sum(item.file_size for item in archive.infolist())
        except zipfile.BadZipFile as error:
            raise UnreadableFile(damaged) from error
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableFile(_("文件“%(name)s”解压后过大，不像回盘文件，没有打开") % {"name": name})
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise UnreadableFile(damaged) from error
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: object) -> str:
    """Return a cell as people see it; a whole number loses its ".0", a day reads 2026-11-24."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
