"""Statistics that an office computes by hand: recognised as such, never imported as people, held against our own.

A table by place (F07) has a row for each; a return of items (F08, the summary of F06) has a line for each figure.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster.domain.cells import CellProblem, plain
from minzheng.integrations.roster.domain.columns import title, words
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading.book import Position, Sheet, column_letters
from minzheng.integrations.roster.domain.statistics import numbers
from minzheng.integrations.roster.domain.statistics.lines import ComparedLine, Comparison, Verdict
from minzheng.integrations.roster.domain.statistics.numbers import Figure
from minzheng.integrations.roster.domain.statistics.ours import Ours
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.month import Month

MONEY = frozenset({"money", "money_year", "average", "average_year", "standard"})
NOT_SUMMED = frozenset({"average", "average_year", "standard", "share"})
LOOK_BELOW = 3
FEWEST_ITEMS = 3


@dataclass(frozen=True)
class Told:
    """One figure of the table: where it stands, of what place, what it counts."""

    position: Position
    place: str
    item: str
    figure: Figure
    is_money: bool


@dataclass
class Table:
    """Where a comparison gathers: its lines, and the findings at the cells."""

    sheet: Sheet
    heading: str
    month: Month
    lines: list[ComparedLine]
    notes: list[Problem]

    def tell(self, position: Position, label: str, code: str, reason: str) -> None:
        """Note a finding at a cell."""
        column = f"{column_letters(position[1])} {label}"
        self.notes.append(Problem(self.sheet.name, position[0] + 1, column, Severity.WARNING.value, code, reason))


def items_of(sheet: Sheet) -> dict[str, Position] | None:
    """Return the cell of each known item if the sheet is a return of items, None if it is something else."""
    found: dict[str, Position] = {}
    for row, line in enumerate(sheet.rows[:300]):
        for column, value in enumerate(line[:40]):
            code = words().statistics_items.get(title(plain(value))) if isinstance(value, str) else None
            if code is not None and _value_beside(sheet, (row, column)) is not None:
                found.setdefault(code, (row, column))
    return found if len(found) >= FEWEST_ITEMS or {"paid_all", "paid_guarantee"} <= set(found) else None


def compare_areas(
    sheet: Sheet, header: Header, *, places: Places, program: str, by: Staff | None, on: dt.date, notes: list[Problem]
) -> Comparison:
    """Compare a table that has a row for each place."""
    table = _table(sheet, header.heading, on, notes)
    area_kind = _area_kind(f"{header.heading} {' '.join(header.titles.values())} {sheet.name}")
    sums: dict[str, Decimal] = {}
    total: Mapping[str, Told] = {}
    for row in range(header.first_data_row, len(sheet.rows)):
        name = plain(sheet.at(row, header.columns["place"]))
        is_total = title(name) in words().totals
        code = settings.COUNTY_CODE if is_total else _code_of(name, places)
        told = _told(sheet, header, row, places.full_name(code) if code and not is_total else name)
        if not name or not told:
            continue
        if is_total:
            total = told
        else:
            for column, one in told.items():
                sums[column] = sums.get(column, Decimal(0)) + one.figure.exact
        _check_row(table, told)
        ours = None if code is None else Ours.of(table.month, program, code, area_kind, by=by)
        _compare_row(table, told, ours)
    if total and sums:
        _check_total(table, total, sums)
    return Comparison(sheet.name, header.layout.name, str(table.month), tuple(table.lines))


def compare_items(
    sheet: Sheet,
    items: Mapping[str, Position],
    *,
    places: Places,
    program: str,
    by: Staff | None,
    on: dt.date,
    notes: list[Problem],
) -> Comparison:
    """Compare a return that has a line for each item."""
    first = min(row for row, _column in items.values())
    heading = " ".join(plain(value) for line in sheet.rows[: max(first, 1)] for value in line if plain(value))
    table = _table(sheet, f"{sheet.name} {heading}", on, notes)
    for code, position in sorted(items.items(), key=lambda item: item[1]):
        for at, is_year in _values_of(sheet, position, heading):
            value = numbers.number(sheet.at(*at))
            if value is None:
                continue
            label = words().statistics_names[code]
            unit = numbers.unit_of(plain(sheet.at(*position)), _unit_cell(sheet, position), heading)
            is_money = code.startswith(("money", "paid"))
            figure = Figure(value, (unit or numbers.YUAN) if is_money else 0)
            ours = Ours.of_item(code, table.month, program, is_year=is_year, by=by, places=places)
            item = _("%(label)s（累计）") % {"label": label} if is_year else label
            _compare(table, Told(at, "", item, figure, is_money=is_money), ours)
    return Comparison(sheet.name, _("统计报表"), str(table.month), tuple(table.lines))


def _table(sheet: Sheet, heading: str, on: dt.date, notes: list[Problem]) -> Table:
    month = numbers.month_of(heading) or numbers.month_of(sheet.name)
    if month is None:
        month = Month.of(on).previous()
        reason = _("表名没有写年月，按上月（%(month)s）与系统数据比较") % {"month": month}
        notes.append(Problem(sheet.name, None, "", Severity.WARNING.value, "month_assumed", reason))
    notes.append(
        Problem(
            sheet.name, None, "", Severity.NOTE.value, "statistics_compared",
            _("统计表，由系统数据算出，不导入人员；已逐项与系统比较"),
        )
    )  # fmt: skip
    return Table(sheet, heading, month, [], notes)


def _area_kind(text: str) -> str:
    kinds = {"城市": "urban", "城镇": "urban", "非农": "urban", "农村": "rural"}
    said = {code for word, code in kinds.items() if word in text}
    return said.pop() if len(said) == 1 else ""


def _code_of(name: str, places: Places) -> str | None:
    try:
        return places.any_place(name).code
    except CellProblem:
        return None


def _told(sheet: Sheet, header: Header, row: int, place: str) -> dict[str, Told]:
    found = {}
    for code, column in header.columns.items():
        value = numbers.number(sheet.at(row, column)) if code != "place" else None
        if value is None:
            continue
        unit = numbers.unit_of(header.titles[column], header.heading) or numbers.YUAN
        is_money = code in MONEY
        figure = Figure(value, unit if is_money else 0)
        found[code] = Told((row, column), place, header.column(code).name, figure, is_money=is_money)
    return found


def _compare_row(table: Table, told: Mapping[str, Told], ours: Ours | None) -> None:
    for code, one in told.items():
        known = ours.figure(code) if ours is not None else (None, _("地区认不出来"))
        _compare(table, one, known)


def _compare(table: Table, told: Told, ours: tuple[int | None, str]) -> None:
    number, why = ours
    shown = "" if number is None else numbers.yuan(number) if told.is_money else f"{number:,}"
    verdict = Verdict.UNKNOWN if number is None else Verdict.SAME if told.figure.agrees(number) else Verdict.DIFFERS
    if verdict == Verdict.DIFFERS:
        reason = _("%(item)s表上是 %(theirs)s，系统按 %(month)s 实际发放算是 %(ours)s；请核对是哪一边漏了") % {
            "item": told.item,
            "theirs": told.figure.written(),
            "month": table.month,
            "ours": shown,
        }
        table.tell(told.position, told.item, "figure_differs", reason)
    row = told.position[0] + 1
    table.lines.append(ComparedLine(row, told.place, told.item, told.figure.written(), shown, verdict, why))


def _check_row(table: Table, told: Mapping[str, Told]) -> None:
    """What the table's own figures must be to each other (统计口径 2.5)."""
    for code, reckoned, how in (*_sums_of_people(told), *_ratios(told)):
        one = told[code]
        reason = _("%(item)s是 %(theirs)s，%(how)s应为 %(reckoned)s") % {
            "item": one.item, "theirs": one.figure.written(), "how": how, "reckoned": reckoned,
        }  # fmt: skip
        table.tell(one.position, one.item, "figure_inconsistent", reason)
        row = one.position[0] + 1
        table.lines.append(ComparedLine(row, one.place, one.item, one.figure.written(), reckoned, Verdict.WRONG, how))


def _sums_of_people(told: Mapping[str, Told]) -> Iterator[tuple[str, str, str]]:
    """Yield what does not add up: the figure, what it should be, how that is reckoned."""
    if {"persons", "elderly", "adults", "minors"} <= set(told):
        total = sum(told[code].figure.exact for code in ("elderly", "adults", "minors"))
        if total != told["persons"].figure.exact:
            yield "persons", f"{total:,}", _("老年人、成年人、未成年人相加")
    if {"persons", "opening", "new", "exits"} <= set(told):
        closing = told["opening"].figure.exact + told["new"].figure.exact - told["exits"].figure.exact
        if closing != told["persons"].figure.exact:
            yield "persons", f"{closing:,}", _("上月人数加新增减退出")


def _ratios(told: Mapping[str, Told]) -> Iterator[tuple[str, str, str]]:
    """Do the same for what is divided, within the last places that are written."""
    persons = told["persons"].figure.exact if "persons" in told else Decimal(0)
    if persons and {"money", "average"} <= set(told):
        money, average = told["money"].figure, told["average"].figure
        reckoned = money.exact / persons
        # The money itself is only known to its own last place.
        if abs(reckoned - average.exact) > average.spread + money.spread / persons:
            yield "average", numbers.yuan(int(reckoned + Decimal("0.5"))), _("当月支出除以人数")
    if persons and {"share", "population"} <= set(told) and told["population"].figure.exact:
        share = told["share"].figure
        percent = persons * 100 / told["population"].figure.exact
        if abs(percent - share.exact) > share.spread:
            yield "share", f"{percent:.2f}%", _("人数除以人口")


def _check_total(table: Table, told: Mapping[str, Told], sums: Mapping[str, Decimal]) -> None:
    for code, one in told.items():
        if code in NOT_SUMMED or code not in sums:
            continue
        # Sums of rounded figures may be off by as much as their last places.
        if abs(one.figure.exact - sums[code]) > one.figure.spread * (2 if one.is_money else 0):
            reckoned = numbers.yuan(int(sums[code])) if one.is_money else f"{sums[code]:,}"
            theirs = one.figure.written()
            reason = _("合计行的%(item)s是 %(theirs)s，各行相加是 %(reckoned)s") % {
                "item": one.item, "theirs": theirs, "reckoned": reckoned,
            }  # fmt: skip
            table.tell(one.position, one.item, "figure_inconsistent", reason)
            table.lines.append(
                ComparedLine(one.position[0] + 1, _("合计"), one.item, theirs, reckoned, Verdict.WRONG, _("各行相加"))
            )


def _value_beside(sheet: Sheet, position: Position) -> Position | None:
    return next((at for at in _right_then_below(sheet, position) if numbers.number(sheet.at(*at)) is not None), None)


def _right_then_below(sheet: Sheet, position: Position) -> Iterator[Position]:
    row, column = position
    for beside in range(column + 1, min(len(sheet.rows[row]), column + 12)):
        if isinstance(said := sheet.at(row, beside), str) and title(plain(said)) in words().statistics_items:
            break
        yield row, beside
    for below in range(row + 1, min(len(sheet.rows), row + 1 + LOOK_BELOW)):
        yield below, column


def _values_of(sheet: Sheet, position: Position, heading: str) -> Iterator[tuple[Position, bool]]:
    """Yield the numbers of an item, each with whether it counts from January on, as the title of its column says."""
    label = plain(sheet.at(*position))
    beside = [
        at for at in _right_then_below(sheet, position)
        if at[0] == position[0] and numbers.number(sheet.at(*at)) is not None
    ]  # fmt: skip
    if not beside:
        first = _value_beside(sheet, position)
        if first is not None:
            yield first, "累计" in label
        return
    for at in beside:
        over = (plain(sheet.at(row, at[1])) for row in range(position[0] - 1, -1, -1))
        above = next((text for text in over if _is_period(text)), "")
        if not above and at != beside[0]:
            continue
        yield at, "累计" in label or "累计" in above or (not above and "累计" in heading)


def _is_period(text: str) -> bool:
    return any(word in text for word in ("累计", "本月", "当月", "本期", "期末", "数值", "数量"))


def _unit_cell(sheet: Sheet, position: Position) -> str:
    row, column = position
    texts = [plain(sheet.at(row, beside)) for beside in range(column + 1, column + 4)]
    return next((text for text in texts if text in {"元", "万元"}), "")
