"""CSV as offices have it: UTF-8 with or without a mark, GB18030 from Chinese Excel, UTF-16 from "Unicode text"."""

import csv
import io

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.book import Sheet, Value
from minzheng.integrations.roster.domain.reading.extent import Extent
from minzheng.kernel.refusal import Refused

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",\t;|，"


class CsvRefused(Refused):
    """The text has no known encoding or is no table."""


def read(content: bytes, *, name: str) -> Sheet:
    """Return the one sheet of a CSV file, named after the file. Every value is text: nothing is turned into numbers."""
    text = _decoded(content, name)
    start = "\n".join(text.splitlines()[:20])
    delimiter = max(DELIMITERS, key=start.count)
    rows: list[list[Value]] = []
    extent = Extent(name)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                extent.saw(len(rows), len(row) - 1)
            rows.append([_unquoted(value) for value in row])
    except csv.Error as error:
        raise CsvRefused(
            _(
                "文件“%(name)s”第 %(row)d 行附近不是完整的 CSV（引号没有成对？）。"
                "请用 Excel 打开检查，另存为 .xlsx 后再导入。"
            )
            % {"name": name, "row": len(rows) + 1},
        ) from error
    errors = {
        (r, c): value
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value in {"#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"} and isinstance(value, str)
    }
    return Sheet(name=name, rows=rows, errors=errors)


def _decoded(content: bytes, name: str) -> str:
    encodings = [codec for mark, codec in MARKS.items() if content.startswith(mark)] or ["utf-8", "gb18030"]
    for codec in encodings:
        try:
            text = content.decode(codec)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise CsvRefused(
        _("文件“%(name)s”的文字编码认不出来（不是 UTF-8，也不是 GB18030）。请用 Excel 打开后另存为 .xlsx 再导入。")
        % {"name": name},
    )


def _unquoted(value: str) -> str:
    """Undo the tricks people use to keep digits: ="4205…" and a leading tab or apostrophe."""
    value = value.strip()
    if value.startswith('="') and value.endswith('"'):
        value = value[2:-1]
    return value.lstrip("'\t")
