"""Finding a form on a sheet: labels with their values, and tables of people, wherever they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from minzheng.integrations.roster.domain.cells import plain
from minzheng.integrations.roster.domain.columns import full_title, title
from minzheng.integrations.roster.domain.forms.layouts import (
    INCOMES,
    MEMBERS,
    SUPPORTERS,
    FormLayout,
    form_words,
)
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.reading.book import Position, Sheet

FEWEST_LABELS = 4
MOST_ROWS, MOST_COLUMNS = 200, 60
COLON = re.compile(r"^([^:]{1,16}):(.*)$")
SUPPORTER_WORDS = ("义务人", "赡养人", "赡抚", "抚养人")


@dataclass
class Form:
    """A recognised form. `values` maps a label to the cell of its value, `said` to what stood in it."""

    sheet: Sheet
    layout: FormLayout
    values: dict[str, Position]
    said: dict[str, str]
    tables: dict[str, tuple[Header, list[int]]] = field(default_factory=dict)
    heading: str = ""


def find(sheet: Sheet) -> Form | None:
    """Return the form on a sheet, None if it is none: too few labels, or nothing that tells which form it is."""
    if len(sheet.rows) > MOST_ROWS:
        return None
    tops = {
        (row, column): top
        for top, bottom in sheet.merged
        for row in range(top[0], min(bottom[0], len(sheet.rows)) + 1)
        for column in range(top[1], min(bottom[1], sheet.width) + 1)
    }
    tables = _tables(sheet, tops)
    taken = {row for header, rows in tables.values() for row in (header.row, *rows)}
    values, said = _labels(sheet, tops, taken)
    if len(values) < FEWEST_LABELS:
        return None
    columns = {code for header, _rows in tables.values() for code in header.columns}
    signs = set(values) | set(tables) | columns
    layout = next((each for each in form_words().layouts if len(each.signs & signs) >= each.fewest), None)
    if layout is None or not (MEMBERS in tables or layout.code == "F09"):
        return None
    heading = " ".join(plain(value) for row in sheet.rows[:3] for value in row if plain(value))[:200]
    return Form(sheet, layout, values, said, tables, heading)


def _labels(
    sheet: Sheet, tops: dict[Position, Position], taken: set[int]
) -> tuple[dict[str, Position], dict[str, str]]:
    values: dict[str, Position] = {}
    said: dict[str, str] = {}
    for position in _cells(sheet):
        if position[0] in taken or tops.get(position, position) != position:
            continue
        text = plain(sheet.at(*position))
        inside = COLON.match(text)
        if inside and inside[2] and (code := _label_of(inside[1])):
            values.setdefault(code, position)
            said.setdefault(code, inside[2])
            continue
        code = _label_of(text.removesuffix(":"))
        if code is None or code in values:
            continue
        beside = _beside(sheet, tops, position)
        if beside is not None:
            values[code] = beside
    return values, said


def _label_of(text: str) -> str | None:
    words = form_words().by_title
    for spelling in (full_title(text), title(text), title(text.partition(":")[0])):
        if spelling in words:
            return words[spelling]
    return None


def _beside(sheet: Sheet, tops: dict[Position, Position], position: Position) -> Position | None:
    """Return the cell to the right of a label, past the label's own merged cells; None where another label stands."""
    row, column = position
    while column + 1 <= sheet.width and tops.get((row, column + 1)) == position:
        column += 1
    beside = (row, column + 1)
    top = tops.get(beside, beside)
    text = plain(sheet.at(*top))
    if column + 1 > min(sheet.width, MOST_COLUMNS) or (text and _label_of(text) is not None):
        return None
    return top


def _cells(sheet: Sheet) -> Iterator[Position]:
    for row, line in enumerate(sheet.rows):
        for column in range(min(len(line), MOST_COLUMNS)):
            if plain(line[column]):
                yield row, column


def _tables(sheet: Sheet, tops: dict[Position, Position]) -> dict[str, tuple[Header, list[int]]]:
    """Return the tables by code. The same columns a second time, or under words of duty, are the supporters."""
    found: dict[str, tuple[Header, list[int]]] = {}
    row = 0
    while row < len(sheet.rows):
        code, header = _header(sheet, tops, row, found)
        if header is None:
            row += 1
            continue
        rows = list(_people(sheet, header))
        found[code] = (header, rows)
        row = rows[-1] + 1 if rows else row + 1
    return found


def _header(
    sheet: Sheet, tops: dict[Position, Position], row: int, found: dict[str, tuple[Header, list[int]]]
) -> tuple[str, Header | None]:
    titles = {
        column: plain(sheet.at(*tops.get((row, column), (row, column))))
        for column in range(min(len(sheet.rows[row]), MOST_COLUMNS))
    }
    about = _above(sheet, tops, row)
    order = (INCOMES, MEMBERS, SUPPORTERS)
    if any(word in about for word in SUPPORTER_WORDS) or MEMBERS in found:
        order = (INCOMES, SUPPORTERS, MEMBERS)
    for code in order:
        if code in found:
            continue
        layout = form_words().tables[code]
        columns: dict[str, int] = {}
        for column, text in titles.items():
            spelt = next((each for each in (full_title(text), title(text)) if each in layout.by_title), None)
            if text and spelt:
                columns.setdefault(layout.by_title[spelt], column)
        enough = 2 if code == INCOMES else 1
        others = [name for name in layout.needs[1] if name in columns]
        if "member_name" in columns and len(others) >= enough and len(columns) >= 3:
            shown = {column: text for column, text in titles.items() if text}
            return code, Header(layout, row, row + 1, columns, shown, about)
    return "", None


def _above(sheet: Sheet, tops: dict[Position, Position], row: int) -> str:
    """Return what stands over a table, or beside it in a merged cell: its name, and the unit of its money."""
    beside = {plain(sheet.at(*tops[row, column])) for column in range(3) if (row, column) in tops}
    above = [plain(value) for value in (sheet.rows[row - 1] if row else []) if plain(value)]
    return " ".join([*sorted(beside), *(above if len(above) <= 2 else [])])


def _people(sheet: Sheet, header: Header) -> Iterator[int]:
    """Yield the rows of a table: it ends at an empty name, a label, or the header of the next one."""
    name = header.columns["member_name"]
    for row in range(header.first_data_row, len(sheet.rows)):
        text = plain(sheet.at(row, name))
        if not text or _label_of(text.removesuffix(":")) is not None or COLON.match(text) or title(text) == "姓名":
            return
        yield row
