"""What a workbook is once read: sheets of plain values, with error cells and merged ranges kept by position."""

import datetime as dt
from dataclasses import dataclass, field

Value = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Position = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """Rows and columns count from 0 here; people are told rows from 1 and column letters."""

    name: str
    rows: list[list[Value]]
    merged: tuple[tuple[Position, Position], ...] = ()
    errors: dict[Position, str] = field(default_factory=dict)
    hidden: bool = False

    def at(self, row: int, column: int) -> Value:
        """Return the value, an empty text outside the used area."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    @property
    def width(self) -> int:
        """Return the number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """A file as read: its name, the digest of its bytes, what it truly is, and its sheets."""

    name: str
    sha256: str
    kind: str
    sheets: tuple[Sheet, ...]


def column_letters(column: int) -> str:
    """Return Excel's letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
