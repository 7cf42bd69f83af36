"""Below the header: which rows are people, which are totals, footers, empty or the header again; and their cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.columns import title, words
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading.book import Position, Sheet, Value, column_letters
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.wording import listed

T = TypeVar("T")


@dataclass
class Line:
    """One row of people. Problems found in its cells gather in `problems`."""

    sheet: Sheet
    header: Header
    index: int
    tops: dict[Position, Position]
    problems: list[Problem] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Return the row as Excel counts it."""
        return self.index + 1

    def has(self, code: str) -> bool:
        """Whether the sheet has this column."""
        return code in self.header.columns

    def raw(self, code: str) -> Value:
        """Return the cell, that of the merged range it lies in; empty if the sheet has no such column."""
        if code not in self.header.columns:
            return ""
        position = (self.index, self.header.columns[code])
        return self.sheet.at(*self.tops.get(position, position))

    def get(self, code: str, convert: Callable[[Value], T], severity: Severity = Severity.ERROR) -> T | None:
        """Return the converted cell, None if it is blank or wrong; a wrong one and a formula error are noted."""
        if code not in self.header.columns:
            return None
        position = (self.index, self.header.columns[code])
        position = self.tops.get(position, position)
        if position in self.sheet.errors:
            cell = f"{column_letters(position[1])}{position[0] + 1}"
            self.error(
                code,
                "formula_error",
                _("单元格 %(cell)s 的公式出错（%(text)s），没有值；请修正公式或直接填写数值")
                % {"cell": cell, "text": self.sheet.errors[position]},
            )
            return None
        value = self.sheet.at(*position)
        if cells.is_blank(value):
            return None
        try:
            return convert(value)
        except cells.CellProblem as problem:
            self.note(code, problem.code, problem.reason, severity)
            return None

    def need(self, code: str, convert: Callable[[Value], T], problem_code: str) -> T | None:
        """Return the converted cell and note a blank one as an error."""
        before = len(self.problems)
        found = self.get(code, convert)
        if found is None and len(self.problems) == before:
            self.error(code, problem_code, _("%(name)s为空") % {"name": self.header.layout.columns[code].name})
        return found

    def error(self, code: str, problem_code: str, reason: str) -> None:
        """Note an error in a column."""
        self.note(code, problem_code, reason, Severity.ERROR)

    def warn(self, code: str, problem_code: str, reason: str) -> None:
        """Note a warning in a column."""
        self.note(code, problem_code, reason, Severity.WARNING)

    def note(self, code: str, problem_code: str, reason: str, severity: Severity) -> None:
        """Note a finding; a column the sheet lacks is named without a letter."""
        label = self.header.label(code) if code in self.header.columns else ""
        self.problems.append(Problem(self.sheet.name, self.row, label, severity.value, problem_code, reason))


def lines(sheet: Sheet, header: Header, notes: list[Problem]) -> Iterator[Line]:
    """Yield the rows of people in order; what is left aside is added to `notes`, with the reason."""
    tops = {
        (row, column): top
        for top, bottom in sheet.merged
        if top[0] >= header.first_data_row
        for row in range(top[0], min(bottom[0], len(sheet.rows)) + 1)
        for column in range(top[1], bottom[1] + 1)
    }
    empty: list[int] = []
    last = _last_used(sheet)
    for index in range(header.first_data_row, last + 1):
        values = [cells.plain(value) for value in sheet.rows[index]]
        if not any(values) and not any(row == index for row, _column in sheet.errors):
            empty.append(index + 1)
            continue
        why = _left_aside(sheet, header, index, values)
        if why is None:
            yield Line(sheet, header, index, tops)
        else:
            notes.append(Problem(sheet.name, index + 1, "", Severity.NOTE.value, "row_left_aside", why))
    if empty:
        shown = listed(str(row) for row in empty[:10]) + ("……" if len(empty) > 10 else "")
        reason = _("跳过空行 %(n)d 行：第 %(rows)s 行") % {"n": len(empty), "rows": shown}
        notes.append(Problem(sheet.name, None, "", Severity.NOTE.value, "empty_rows", reason))


def _last_used(sheet: Sheet) -> int:
    used = [index for index, row in enumerate(sheet.rows) if any(cells.plain(value) for value in row)]
    return max([*used, *(row for row, _column in sheet.errors)], default=-1)


def _left_aside(sheet: Sheet, header: Header, index: int, values: list[str]) -> str | None:
    """Return why a row is no person, None if it is one. A row with an ID number is always a person."""
    id_codes = [code for code in ("head_id", "id_number") if code in header.columns]
    named = [header.columns[code] for code in (*id_codes, "member_name", "account_number") if code in header.columns]
    texts = [value for value in values if value]
    if texts and all(title(sheet.at(index, p)) == title(text.split(" / ")[-1]) for p, text in header.titles.items()):
        return _("重复的表头，跳过")
    if any(cells.plain(sheet.at(index, column)) not in cells.BLANKS for column in named):
        return None
    if any(title(value) in words().totals for value in texts[:4]):
        return _("合计行，不是户，跳过")
    if any(title(value.split(":")[0]).startswith(words().footers) for value in texts[:1]):
        return _("表尾说明，不是户，跳过")
    if len(texts) == 1 and len(texts[0]) > 12:
        return _("只有一段文字的说明行，跳过")
    return None
