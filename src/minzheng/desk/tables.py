"""Lists as tables: described once as columns; drawn, sorted, cut to the columns somebody wants, summed, exported.

A column says how its cell reads; the page draws all of them alike (desk/partials/table.html), the workbook writes the
same cells.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from minzheng.desk.downloads import XLSX, download
from minzheng.desk.request import DeskRequest
from minzheng.kernel.refusal import Refused

MOST_ROWS = 20_000
NUMBERS = frozenset({"num", "money"})


class TooMany(Refused):
    """A workbook of so many rows nobody can use."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: the value (fen for money) and what a page adds; `choose` makes the row choosable."""

    value: Any
    url: str = ""
    tone: str = ""
    small: str = ""
    choose: str = ""


@dataclass(frozen=True)
class Column:
    """One column. `order` are the fields it sorts by; `hidden` ones are shown only when asked for."""

    code: str
    label: Any
    cell: Callable[[Any], Any]
    kind: str = "text"
    order: tuple[str, ...] = ()
    hidden: bool = False
    adds_up: bool = False

    def read(self, line: Any) -> Cell:
        """Return the cell of a line."""
        found = self.cell(line)
        return found if isinstance(found, Cell) else Cell(found)


@dataclass(frozen=True)
class Heading:
    """A column as its head shows it: which way a press sorts, and whether it is sorted now ("up", "down" or "")."""

    column: Column
    sort: str
    is_sorted: str


class Table:
    """One list on one page, as its address asks for it."""

    def __init__(self, request: DeskRequest, columns: Sequence[Column], *, default: str = "") -> None:
        """Read sort and columns from the address; what it says wrongly is left out."""
        self.request, self.columns = request, list(columns)
        by_code = {column.code: column for column in columns}
        wanted = [by_code[code] for code in request.GET.getlist("col") if code in by_code]
        first = self.columns[0]
        self.shown = [first, *(one for one in self.columns[1:] if one in wanted)] if wanted else [
            one for one in self.columns if not one.hidden
        ]  # fmt: skip
        asked = request.GET.get("sort", default)
        self.sorted_by = by_code.get(asked.removeprefix("-"))
        self.is_down = asked.startswith("-")
        if self.sorted_by is not None and not self.sorted_by.order:
            self.sorted_by = None

    @property
    def wants_export(self) -> bool:
        """Say whether the address asks for a workbook."""
        return self.request.GET.get("export") == "xlsx"

    def order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Sort the rows as asked; unsorted they stay as they come. Empty days come last either way."""
        if self.sorted_by is None:
            return rows
        fields = [
            F(name).desc(nulls_last=True) if self.is_down else F(name).asc(nulls_last=True)
            for name in self.sorted_by.order
        ]
        return rows.order_by(*fields, "pk")

    def draw(self, lines: Iterable[Any], *, sums: dict[str, int] | None = None, label: Any = "") -> dict[str, Any]:
        """Return what the template needs; `sums` stand under their columns, `label` before the first of them."""
        totals = sums or {}
        return {
            "headings": [self._heading(column) for column in self.shown],
            "rows": [[(column, column.read(line)) for column in self.shown] for line in lines],
            "choices": [(column, column in self.shown) for column in self.columns[1:]],
            "sums": [(column, totals.get(column.code)) for column in self.shown[1:]] if totals else [],
            "label": label or _("合计"),
        }

    def workbook(self, lines: Iterable[Any], *, name: str, total: int) -> HttpResponse:
        """Send all rows with the shown columns as a workbook; numbers as numbers, IDs and the like as text."""
        if total > MOST_ROWS:
            raise TooMany(
                str(_("这个列表有 %(n)d 行，一次最多导出 %(most)d 行。请先用筛选缩小范围。"))
                % {"n": total, "most": MOST_ROWS}
            )
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.shown):
            sheet.write_string(0, place, str(column.label), formats["head"])
            sheet.set_column(place, place, 14)
        for row, line in enumerate(lines, 1):
            for place, column in enumerate(self.shown):
                _write(sheet, (row, place), column, column.read(line).value, formats)
        book.close()
        return download(buffer.getvalue(), name=f"{name}.xlsx", media_type=XLSX)

    def _heading(self, column: Column) -> Heading:
        if not column.order:
            return Heading(column, "", "")
        is_sorted = self.sorted_by is column
        state = ("down" if self.is_down else "up") if is_sorted else ""
        return Heading(column, f"-{column.code}" if state == "up" else column.code, state)


def _write(sheet: Any, at: tuple[int, int], column: Column, value: Any, formats: dict[str, Any]) -> None:
    row, place = at
    if value is None or value == "":
        return
    if column.kind == "money" and isinstance(value, int):
        # Excel holds doubles: exact for any sum of fen below 2^53.
        sheet.write_number(row, place, value / 100, formats["money"])
    elif column.kind == "num" and isinstance(value, int):
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.date):
        moment = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        sheet.write_datetime(row, place, moment, formats["day"])
    else:
        sheet.write_string(row, place, str(value))
