"""An xlsx file of the same content, with marks: for xls and csv, and for xlsx files too odd to be changed by hand.

What was text stays text, so that no long number is spoiled on the way back.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from minzheng.integrations.roster.domain.marking import problem_list
from minzheng.integrations.roster.domain.marking.marks import Finding, Marks, marks_by_sheet
from minzheng.integrations.roster.domain.reading.book import Book, Position, Sheet, Value

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
FORMATS: dict[type, str] = {dt.datetime: "yyyy-mm-dd hh:mm", dt.date: "yyyy-mm-dd", dt.time: "hh:mm"}


def rebuilt(book: Book, findings: Sequence[Finding], *, heading: str) -> bytes:
    """Return the workbook of a file as read, its problem cells coloured and commented, the list in front."""
    tops = {sheet.name: _tops(sheet) for sheet in book.sheets}
    marks = marks_by_sheet(findings, tops=tops)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        names = _names(book)
        _write_list(workbook, findings, heading=heading, names=names)
        for sheet in book.sheets:
            _write(workbook, sheet, names[sheet.name], marks.get(sheet.name, {}))
    return buffer.getvalue()


def _tops(sheet: Sheet) -> dict[Position, Position]:
    return {
        (row, column): top
        for top, bottom in sheet.merged
        for row in range(top[0], min(bottom[0], len(sheet.rows)) + 1)
        for column in range(top[1], min(bottom[1], sheet.width) + 1)
    }


def _names(book: Book) -> dict[str, str]:
    names: dict[str, str] = {}
    for sheet in book.sheets:
        wanted = FORBIDDEN.sub(" ", sheet.name).strip("' ")[:28] or "Sheet"
        name, number = wanted, 2
        while name.casefold() in {each.casefold() for each in names.values()}:
            name, number = f"{wanted}{number}", number + 1
        names[sheet.name] = name
    return names


def _write_list(workbook: Any, findings: Sequence[Finding], *, heading: str, names: dict[str, str]) -> None:
    page = workbook.add_worksheet(problem_list.free_name(names.values()))
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(problem_list.WIDTHS):
        page.set_column(column, column, width, wrapped)
    page.write_string(0, 0, heading)
    page.write_row(1, 0, problem_list.titles(), bold)
    for index, finding in enumerate(findings, 2):
        for column, text in enumerate(problem_list.line_of(finding)):
            page.write_string(index, column, text)
        link = problem_list.link_of(finding, tuple(names))
        if link:
            place = link.rpartition("!")[2]
            target = "internal:'{}'!{}".format(names[finding.sheet].replace("'", "''"), place)
            page.write_url(index, 2, target, wrapped, finding.column or place)
    page.freeze_panes(2, 0)


class _Formats:
    """One format per number format and colour."""

    def __init__(self, workbook: Any, marks: Marks) -> None:
        self._workbook, self._marks = workbook, marks
        self._known: dict[tuple[str, str], Any] = {}

    def of(self, value: Value, position: Position) -> Any:
        number = "@" if isinstance(value, str) else FORMATS.get(type(value), "")
        colour = f"#{self._marks[position].colour[2:]}" if position in self._marks else ""
        if (number, colour) not in self._known:
            given = {name: said for name, said in (("num_format", number), ("bg_color", colour)) if said}
            self._known[number, colour] = self._workbook.add_format(given)
        return self._known[number, colour]


def _write(workbook: Any, sheet: Sheet, name: str, marks: Marks) -> None:
    page = workbook.add_worksheet(name)
    formats = _Formats(workbook, marks)
    for top, bottom in sheet.merged:
        if top != bottom and bottom[0] < len(sheet.rows):
            page.merge_range(*top, *bottom, "", formats.of(sheet.at(*top), top))
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            said = sheet.errors.get((row, column), value)
            if said != "":
                _cell(page, row, column, said, formats.of(said, (row, column)))
    for (row, column), mark in marks.items():
        if sheet.at(row, column) == "" and (row, column) not in sheet.errors:
            page.write_blank(row, column, None, formats.of("", (row, column)))
        page.write_comment(row, column, mark.comment, {"author": "Minzheng", "x_scale": 2.2, "y_scale": 1.4})
    if sheet.hidden:
        page.hide()


def _cell(page: Any, row: int, column: int, value: Value, style: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value, style)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, style)
    else:
        page.write_datetime(row, column, value, style)
