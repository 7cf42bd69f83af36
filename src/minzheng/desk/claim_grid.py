"""Tables of the claims pages as small values: a cell is a text, perhaps with a link, a number or a status."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.kernel.fen import format_yuan
from minzheng.ui.tones import Tone


@dataclass(frozen=True)
class Cell:
    """One cell. `tone` makes it a status; `small` stands under the text."""

    text: Any
    url: str = ""
    is_number: bool = False
    tone: str = ""
    small: Any = ""


@dataclass(frozen=True)
class Grid:
    """A table with its caption, headings, rows, sums at the foot, and what to say when it is empty.

    `page` is the page shown of a longer list; `turned_by` the word in the address that turns it.
    """

    caption: Any
    heads: tuple[Any, ...]
    rows: tuple[tuple[tuple[Any, Cell], ...], ...]
    foot: tuple[Cell, ...] = ()
    empty: Any = ""
    page: Any = None
    turned_by: str = "page"

    @property
    def columns(self) -> list[tuple[Any, bool]]:
        """The headings, each with whether numbers stand under it."""
        first = [cell.is_number for _head, cell in self.rows[0]] if self.rows else [False] * len(self.heads)
        return list(zip(self.heads, first, strict=True))

    @property
    def sums(self) -> list[tuple[Any, Cell]]:
        """The cells at the foot, each with its heading."""
        return list(zip(self.heads, self.foot, strict=True)) if self.foot else []

    @property
    def is_pairs(self) -> bool:
        """Whether each row is a label and its value, and neither leads anywhere."""
        return len(self.heads) == 2 and not any(cell.small or cell.url for row in self.rows for _head, cell in row)


def text(value: Any, *, small: Any = "") -> Cell:
    """A plain cell; nothing is a dash."""
    return Cell(value if value not in {"", None} else "—", small=small)


def link(value: Any, url: str, *, small: Any = "") -> Cell:
    """A cell that leads somewhere."""
    return Cell(value, url=url, small=small)


def yuan(fen: int | None, *, small: Any = "") -> Cell:
    """A sum of money; unknown is a dash, not zero."""
    return Cell("—" if fen is None else format_yuan(fen), is_number=True, small=small)


def number(value: Any) -> Cell:
    """A count."""
    return Cell(value, is_number=True)


def status(words: Any, tone: Tone) -> Cell:
    """A status in word, shape and colour."""
    return Cell(words, tone=str(tone))


def grid(
    caption: Any, heads: Sequence[Any], rows: Iterable[Sequence[Cell]], *, foot: Sequence[Cell] = (), empty: Any = "",
    page: Any = None, turned_by: str = "page",
) -> Grid:  # fmt: skip
    """Return a table; every cell knows its heading, which stands beside it on a phone."""
    lines = tuple(tuple(zip(heads, row, strict=True)) for row in rows)
    return Grid(caption, tuple(heads), lines, tuple(foot), empty, page, turned_by)
