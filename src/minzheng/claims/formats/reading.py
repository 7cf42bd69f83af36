"""A hospital's file into lines: what can be read of each, and what of it cannot. Nothing is silently dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.claims.formats import Column, Layout
from minzheng.kernel.fen import NotAnAmount, format_yuan, parse_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.formats.table import is_workbook, sheets_of

LONGEST_HEAD = 10
DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y-%m-%dT%H:%M:%S")

# What an empty cell says: nothing was paid, nothing is known, nothing is written.
EMPTY = {"yuan": 0, "truth": None, "day": None, "text": ""}


class FileRefused(Refused):
    """The whole file cannot be taken: columns lacking, or its own total is not its lines'."""


@dataclass(frozen=True)
class Line:
    """One row: its number in the file as people count it, what could be read, what could not and why."""

    row: int
    values: Mapping[str, Any]
    problems: tuple[str, ...] = field(default=())


def lines_of(content: bytes, name: str, layout: Layout) -> list[Line]:
    """Return the lines of a file, in order. Raises FileRefused, UnreadableFile."""
    if is_workbook(content) != (layout.kind == "xlsx"):
        raise FileRefused(
            _("文件“%(name)s”不是这家医院登记的格式（%(format)s）。请核对是否选错了医院或文件。")
            % {"name": name, "format": layout.name}
        )
    rows = sheets_of(content, name, layout.delimiter)[0].rows
    at, places = _head(rows, name, layout)
    found: list[Line] = []
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cells):
            continue
        if layout.total and any(cell in layout.total.words for cell in cells):
            _check_total(cells, rows[at], found, name, layout)
            continue
        found.append(_line(number, cells, places, layout))
    if not found:
        raise FileRefused(_("文件“%(name)s”里没有结算行。") % {"name": name})
    return found


def _head(rows: Sequence[Sequence[str]], name: str, layout: Layout) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for at, cells in enumerate(rows[:LONGEST_HEAD]):
        places = {
            column.field: cells.index(title) for column in layout.columns for title in column.titles if title in cells
        }
        if len(places) > len(best[1]):
            best = (at, places)
    lacking = [column.titles[0] for column in layout.columns if column.needed and column.field not in best[1]]
    if lacking:
        raise FileRefused(
            _("文件“%(name)s”缺少列：%(columns)s。请按“%(format)s”补上后重新报送，没有结算。")
            % {"name": name, "columns": listed(lacking), "format": layout.name}
        )
    return best


def _check_total(cells: Sequence[str], head: Sequence[str], lines: Sequence[Line], name: str, layout: Layout) -> None:
    """The hospital's own last row says how many lines and how much: a file cut short is refused whole."""
    total = layout.total
    assert total is not None  # noqa: S101 - the caller looked
    stated = dict(zip(head, cells, strict=False))
    count = "".join(each for each in stated.get(total.count, "") if each.isdigit())
    amount = stated.get(total.amount, "")
    ours = sum(line.values.get("bill_fen") or 0 for line in lines)
    try:
        theirs = parse_yuan(amount) if amount else ours
    except NotAnAmount:
        theirs = -1
    whole = all(isinstance(line.values.get("bill_fen"), int) for line in lines)
    if (count and int(count) != len(lines)) or (whole and theirs != ours):
        raise FileRefused(
            _(
                "文件“%(name)s”的合计行（%(count)s 笔 %(amount)s 元）与明细（%(lines)d 笔 %(sum)s 元）不符，"
                "可能没有传全，没有结算。请医院核对后重新报送。"
            )
            % {"name": name, "count": count or "—", "amount": amount, "lines": len(lines), "sum": format_yuan(ours)}
        )


def _line(number: int, cells: Sequence[str], places: Mapping[str, int], layout: Layout) -> Line:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for column in layout.columns:
        place = places.get(column.field)
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            values[column.field] = _value(text, column, layout)
        except ValueError as error:
            values[column.field] = None
            problems.append(f"{column.titles[0]}：{error}")
    return Line(number, values, tuple(problems))


def _value(text: str, column: Column, layout: Layout) -> Any:
    if not text:
        if column.needed:
            raise ValueError(_missing(column.field))
        return EMPTY[column.type] if column.field != "laid_out_fen" else None
    if column.field == "kind":
        return _kind(text, layout)
    if column.type == "truth":
        return _truth(text, layout)
    if column.type == "yuan":
        return _yuan(text)
    return _day(text) if column.type == "day" else text


def _kind(text: str, layout: Layout) -> str:
    if text not in layout.kinds:
        raise ValueError(_("“%(text)s”不是约定的类别，可用：%(all)s") % {"text": text, "all": listed(layout.kinds)})
    return layout.kinds[text]


def _truth(text: str, layout: Layout) -> bool:
    if text not in (*layout.yes, *layout.no):
        raise ValueError(_("“%(text)s”应填“是”或“否”") % {"text": text})
    return text in layout.yes


def _yuan(text: str) -> int:
    try:
        return parse_yuan(text)
    except NotAnAmount as error:
        raise ValueError(str(error)) from error


def _missing(name: str) -> str:
    if name == "basic_insurance_fen":
        return _("没有填写。医疗保险还没有结算的，先结算医保，再报医疗救助；确实没有报销的填0")
    return _("没有填写")


def _day(text: str) -> date:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(_("“%(text)s”不是日期，应写成 2026-11-24") % {"text": text})
