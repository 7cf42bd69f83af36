"""The first walk over an old .xls file: its records name each cell, and which of them are formula errors (MS-XLS)."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.extent import MOST_CELLS, Extent, SheetTooLarge
from minzheng.integrations.roster.domain.reading.ole import CompoundFile, OleError
from minzheng.kernel.refusal import Refused

BOF, EOF, BOUNDSHEET, FILEPASS, DIMENSIONS = 0x0809, 0x000A, 0x0085, 0x002F, 0x0200
FORMULA, BOOLERR, MULRK = 0x0006, 0x0205, 0x00BD
VALUE_RECORDS = {FORMULA, BOOLERR, MULRK, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6}
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class XlsRefused(Refused):
    """The .xls file is damaged or locked."""


def walk(content: bytes, *, name: str) -> list[Extent]:
    """Return one extent per worksheet; raise XlsRefused or SheetTooLarge."""
    try:
        compound = CompoundFile(content)
        stream = compound.read("Workbook" if "Workbook" in compound.names else "Book")
        return [_sheet(stream, start, title) for start, title in _sheets(stream, name)]
    except (OleError, struct.error, IndexError) as error:
        raise XlsRefused(
            _("文件“%(name)s”已损坏，无法读取。请用 Excel 打开检查，另存为新的 .xlsx 后再导入。") % {"name": name},
        ) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes, name: str) -> Iterator[tuple[int, str]]:
    for kind, data in _records(stream, 0):
        if kind == FILEPASS:
            raise XlsRefused(
                _("文件“%(name)s”设有打开密码，无法读取。请在 Excel 中取消密码后另存，再导入。") % {"name": name}
            )
        if kind == BOUNDSHEET and data[5] == 0:
            (start,) = struct.unpack_from("<I", data)
            yield start, _title(data)
        if kind == EOF:
            return


def _title(data: bytes) -> str:
    length = data[6]
    if len(data) == 7 + length:
        return data[7:].decode("gb18030", "replace")
    if data[7] & 1:
        return data[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return data[8 : 8 + length].decode("latin-1")


def _sheet(stream: bytes, start: int, title: str) -> Extent:
    extent = Extent(title)
    depth = 0
    for kind, data in _records(stream, start):
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth == 0:
                break
        elif depth == 1 and kind == DIMENSIONS and len(data) >= 14:
            _check_dimensions(data, title)
        elif depth == 1 and kind in VALUE_RECORDS:
            _cell(extent, kind, data)
    return extent


def _cell(extent: Extent, kind: int, data: bytes) -> None:
    row, column = struct.unpack_from("<HH", data)
    last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == MULRK else column
    extent.saw(row, max(column, last))
    code = None
    if kind == BOOLERR and data[7] == 1:
        code = data[6]
    elif kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        code = data[8]
    if code is not None:
        extent.errors[row, column] = ERROR_TEXTS.get(code, "#ERROR!")


def _check_dimensions(data: bytes, title: str) -> None:
    """The reader reserves memory by what the sheet claims, so the claim is held to the limit too."""
    first_row, end_row, first_column, end_column = struct.unpack_from("<IIHH", data)
    if max(0, end_row - first_row) * max(0, end_column - first_column) > 16 * MOST_CELLS:
        raise SheetTooLarge(
            _("工作表“%(sheet)s”声称有 %(rows)d 行，范围过大，没有读取。请删去名册以外的行和列后另存，再导入。")
            % {"sheet": title, "rows": end_row - first_row},
        )
