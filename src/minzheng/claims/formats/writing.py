"""The answer to a hospital: its own lines again with what was settled, or why not, in its own format."""

import csv
import io
from collections.abc import Iterable, Mapping

import xlsxwriter

from minzheng.claims.formats import Layout


def answer(layout: Layout, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the file; each row holds texts by the fields of the layout's answer."""
    table = [[title for _field, title in layout.answer]]
    table += [[row.get(field, "") for field, _title in layout.answer] for row in rows]
    return _workbook(table) if layout.kind == "xlsx" else _text(table, layout)


def _text(table: list[list[str]], layout: Layout) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=layout.delimiter, lineterminator="\r\n").writerows(
        [[_plain(cell) for cell in row] for row in table]
    )
    return out.getvalue().encode(layout.encoding)


def _plain(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is written as text."""
    return f"'{cell}" if cell[:1] in {"=", "+", "@"} else cell


def _workbook(table: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("结算结果")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table[0]) - 1, 16)
    return out.getvalue()
