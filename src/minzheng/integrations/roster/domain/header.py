"""Find the header: which rows name the columns, which layout they name, and what stands above them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from minzheng.integrations.roster.domain.cells import plain
from minzheng.integrations.roster.domain.columns import Column, Layout, full_title, title, words
from minzheng.integrations.roster.domain.reading.book import Position, Sheet, column_letters
from minzheng.kernel.wording import listed

LOOK_IN_ROWS = 15
FEWEST_COLUMNS = 3
LEVEL = " / "


@dataclass(frozen=True)
class Header:
    """Rows count from 0; data begin at `first_data_row`. `columns` maps a column code to its position.

    `titles` keeps the whole text of each header cell, the upper level first: "家庭年收入 / 工资性". `heading` is all
    text above the header: the title, the unit, who filled it in.
    """

    layout: Layout
    row: int
    first_data_row: int
    columns: dict[str, int]
    titles: dict[int, str]
    heading: str
    doubles: tuple[int, ...] = field(default=())

    def label(self, code: str) -> str:
        """Return how a column is named to people: its letter and the title it has in the file."""
        position = self.columns[code]
        return f"{column_letters(position)} {self.titles[position]}"

    def column(self, code: str) -> Column:
        """Return the described column."""
        return self.layout.columns[code]

    @property
    def unknown(self) -> list[str]:
        """Return titles that no column claims."""
        known = set(self.columns.values())
        return [
            f"{column_letters(p)} {t}" for p, t in sorted(self.titles.items()) if p not in known and not _is_order(t)
        ]


def find(sheet: Sheet) -> Header | None:
    """Return the best header of the sheet, or None if nothing looks like one of the layouts."""
    best: Header | None = None
    for header in _candidates(sheet):
        if best is None or _worth(header) > _worth(best):
            best = header
    return best


def likeliest_row(sheet: Sheet) -> str:
    """Return the texts of the row that looks most like a header, to show what was found instead."""
    rows = [[plain(value) for value in row if plain(value)] for row in sheet.rows[:LOOK_IN_ROWS]]
    texts = max(rows, key=lambda row: sum(1 for value in row if not value.replace(".", "").isdecimal()), default=[])
    return listed(texts[:8])


def _candidates(sheet: Sheet) -> Iterator[Header]:
    merged_tops = {(top[0], column): top for top, bottom in sheet.merged for column in range(top[1], bottom[1] + 1)}
    for row in range(min(LOOK_IN_ROWS, len(sheet.rows))):
        for depth in (1, 2, 3):
            if row + depth > len(sheet.rows):
                break
            if any(_is_cut(top, bottom, row, row + depth - 1) for top, bottom in sheet.merged):
                continue
            titles = _titles(sheet, row, depth, merged_tops)
            for layout in words().layouts.values():
                header = _matched(sheet, layout, row, depth, titles)
                if header is not None:
                    yield header


def _is_cut(top: Position, bottom: Position, first: int, last: int) -> bool:
    """Whether a merged cell lies partly in the rows `first`..`last`: then some level of the header is missing."""
    touches = top[0] <= last and bottom[0] >= first
    return touches and not (first <= top[0] and bottom[0] <= last)


def _titles(sheet: Sheet, row: int, depth: int, tops: dict[Position, Position]) -> dict[int, str]:
    """Return the whole title of each column: a merged cell above several columns belongs to each of them."""
    titles = {}
    for column in range(sheet.width):
        parts: list[str] = []
        for level in range(row, row + depth):
            top = tops.get((level, column), (level, column))
            said = plain(sheet.at(*top))
            if said and said not in parts:
                parts.append(said)
        if parts:
            titles[column] = LEVEL.join(parts)
    return titles


def _matched(sheet: Sheet, layout: Layout, row: int, depth: int, titles: dict[int, str]) -> Header | None:
    columns: dict[str, int] = {}
    doubles = []
    for position, whole in titles.items():
        code = _code(layout, whole)
        if code is None:
            continue
        if code in columns:
            doubles.append(position)
        else:
            columns[code] = position
    groups = [group for group in layout.needs if set(group) & set(columns)]
    if not set(layout.always) <= set(columns):
        return None
    if len(columns) < FEWEST_COLUMNS or 2 * len(groups) < len(layout.needs):
        return None
    heading = " ".join(plain(value) for line in sheet.rows[:row] for value in line if plain(value))
    return Header(layout, row, row + depth, columns, titles, heading, tuple(doubles))


def _code(layout: Layout, whole: str) -> str | None:
    """Return the column a title means: the lowest level first, then the levels together ("残疾 / 等级")."""
    parts = whole.split(LEVEL)
    spellings = [full_title(parts[-1]), title(parts[-1]), full_title(whole), title(whole)]
    for spelling in spellings:
        bare = re.sub(r"^(家庭|个人|成员)?(月|年)(均|度)?|(月|年)$", "", spelling)
        for text in (spelling, bare):
            if text in layout.by_title:
                return layout.by_title[text]
    return None


def _worth(header: Header) -> tuple[int, int, int]:
    """Prefer more needed groups, then more columns, then fewer header rows."""
    groups = sum(1 for group in header.layout.needs if set(group) & set(header.columns))
    return (
        groups - 2 * len(header.layout.missing(set(header.columns))),
        len(header.columns),
        header.row - header.first_data_row,
    )


def _is_order(text: str) -> bool:
    return title(text) in {"序号", "编号", "行号", "备注", "签名", "领款人签字", "签字"}
