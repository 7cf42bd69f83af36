"""An answer in rows (csv, xls, xlsx): columns are found by their titles, a row is an answer, a total or a problem."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width
from minzheng.kernel.wording import listed
from minzheng.payments.formats.amounts import yuan_of
from minzheng.payments.formats.answer import (
    LONGEST_CODE,
    Answer,
    Answers,
    NoHeader,
    Unclear,
    meaning,
    paid_of,
    reason_of,
)
from minzheng.payments.formats.formulas import column_letters
from minzheng.payments.formats.layout import BankFormat, TableAnswer
from minzheng.payments.formats.table import Sheet, UnreadableFile, sheets_of

HEADER_WITHIN = 20
NEEDED = ("serial", "amount", "outcome")
COUNT = re.compile(r"(\d+)笔")


@dataclass
class _Sums:
    """Sums since the start and since the last total row: a total row may mean either."""

    count: int = 0
    amount_fen: Fen = 0
    paid_fen: Fen = 0

    def add(self, answer: Answer) -> None:
        """Count one answer in."""
        self.count += 1
        self.amount_fen += answer.amount_fen
        self.paid_fen += answer.paid_fen


@dataclass
class _Reading:
    """One sheet being read."""

    layout: BankFormat
    titles: TableAnswer
    sheet: Sheet
    places: dict[str, int]
    answers: Answers = field(default_factory=Answers)
    whole: _Sums = field(default_factory=_Sums)
    latest: _Sums = field(default_factory=_Sums)
    is_broken: bool = False

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return what a row says in a column, empty if the sheet has no such column."""
        place = self.places.get(name)
        return row[place] if place is not None and place < len(row) else ""


def read(layout: BankFormat, titles: TableAnswer, content: bytes, name: str) -> Answers:
    """Return the answers and every problem by row. Raises UnreadableFile, NoHeader."""
    delimiter = layout.delimiter if layout.kind == "csv" else ","
    found = [(sheet, *header) for sheet in sheets_of(content, name, delimiter) if (header := _header(sheet, titles))]
    if not found:
        told = _(
            "文件“%(name)s”的前 %(count)s 行没有表头：需要%(serial)s、%(amount)s、%(outcome)s三列，请确认是银行回盘文件"
        )
        words = {key: getattr(titles, key)[0] for key in NEEDED}
        raise NoHeader(told % {"name": name, "count": HEADER_WITHIN, **words})
    if len(found) > 1:
        raise UnreadableFile(
            _("文件“%(name)s”有 %(n)s 张工作表都像回盘（%(sheets)s），不知以哪张为准，请只留一张后重新登记")
            % {"name": name, "n": len(found), "sheets": listed(sheet.title for sheet, *_rest in found)}
        )
    sheet, start, places = found[0]
    reading = _Reading(layout, titles, sheet, places)
    reading.answers.run = _run_above(sheet.rows[:start], titles)
    for number, row in enumerate(sheet.rows[start + 1 :], start=start + 2):
        if any(row):
            _take(reading, number, row)
    return reading.answers


def _header(sheet: Sheet, titles: TableAnswer) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        cells = [half_width(cell) for cell in row]
        places = {}
        for key in (*NEEDED, "reason", "code", "paid_amount", "run"):
            known = {half_width(title) for title in getattr(titles, key)}
            place = next((place for place, cell in enumerate(cells) if cell in known), None)
            if place is not None:
                places[key] = place
        if all(key in places for key in NEEDED):
            return number, places
    return None


def _run_above(rows: Sequence[Sequence[str]], titles: TableAnswer) -> str:
    """Return the run that is named beside its title above the header; empty if none is."""
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            if cell in titles.run:
                return row[place + 1]
    return ""


def _take(reading: _Reading, number: int, row: Sequence[str]) -> None:
    answers = reading.answers
    if half_width(row[0]) in reading.titles.total:
        _check_total(reading, number, row)
        reading.latest = _Sums()
        return
    try:
        answer = _answer(reading, number, row)
    except Refused as problem:
        answers.problem(number, problem)
        reading.is_broken = True
        return
    answers.found.append(answer)
    reading.whole.add(answer)
    reading.latest.add(answer)
    run = reading.cell(row, "run")
    if run and answers.run and run != answers.run:
        answers.problem(number, _("批次号 %(run)s 与前面的 %(first)s 不同") % {"run": run, "first": answers.run})
    answers.run = answers.run or run


def _answer(reading: _Reading, number: int, row: Sequence[str]) -> Answer:
    _require_no_formula(reading, number)
    words, numbers = reading.layout.words, reading.titles.numbers
    serial = reading.cell(row, "serial")
    if not serial:
        raise Unclear(_("没有流水号"))
    outcome = meaning(reading.cell(row, "outcome"), words)
    amount_fen = yuan_of(reading.cell(row, "amount"), numbers)
    told = reading.cell(row, "paid_amount")
    code = reading.cell(row, "code")
    return Answer(
        row=number,
        serial=serial,
        amount_fen=amount_fen,
        outcome=outcome,
        paid_fen=paid_of(outcome, amount_fen, yuan_of(told, numbers) if told else None),
        code=code[:LONGEST_CODE],
        reason=reason_of(outcome, code, reading.cell(row, "reason"), words),
    )


def _require_no_formula(reading: _Reading, number: int) -> None:
    for key in (*NEEDED, "paid_amount"):
        place = reading.places.get(key, -1)
        if (number - 1, place) in reading.sheet.formulas:
            raise Unclear(
                _("%(cell)s 格（%(title)s）是公式，其中的数是别的程序算的，不是银行写的；请银行按数值重发")
                % {"cell": f"{column_letters(place)}{number}", "title": getattr(reading.titles, key)[0]}
            )


def _check_total(reading: _Reading, number: int, row: Sequence[str]) -> None:
    """A total row agrees with the rows before it, all of them or those since the last total row.

    Not asked once a row could not be read: its own problem is told, and the sums lack it.
    """
    if reading.is_broken:
        return
    either = (reading.latest, reading.whole)
    counted = next((found for cell in row if (found := COUNT.search(half_width(cell)))), None)
    if counted and int(counted[1]) not in {sums.count for sums in either}:
        reading.answers.problem(
            number,
            _("合计笔数为 %(told)s，明细为 %(has)s 笔，文件不完整或被改动")
            % {"told": int(counted[1]), "has": reading.whole.count},
        )
    wanted = {"amount": {sums.amount_fen for sums in either}, "paid_amount": {sums.paid_fen for sums in either}}
    columns = {place: key for key, place in reading.places.items() if key in wanted}
    for place, told in enumerate(row):
        try:
            told_fen = yuan_of(told, reading.titles.numbers)
        except Refused:
            continue  # the word for the total, the count, an empty place
        # A sum beside its column is one of the sums, or the count as a bare number.
        key = columns.get(place)
        allowed = wanted[key] if key else set.union(*wanted.values(), {100 * sums.count for sums in either})
        if told_fen not in allowed:
            has = reading.whole.paid_fen if key == "paid_amount" else reading.whole.amount_fen
            reading.answers.problem(
                number,
                _("合计为 %(told)s 元，明细合计 %(has)s 元，文件不完整或被改动")
                % {"told": format_yuan(told_fen), "has": format_yuan(has)},
            )
