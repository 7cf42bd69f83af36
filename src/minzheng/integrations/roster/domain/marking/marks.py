"""From findings to marks: which cell of which sheet gets which colour and which words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.book import Position
from minzheng.integrations.roster.enums import Severity

# "F 身份证号码": the letter of the column stands before its title.
LETTERS = re.compile(r"([A-Z]{1,3}) ")
LONGEST_COMMENT = 2_000
RED, AMBER = "FFF4B6B0", "FFFBE3A6"


class Finding(Protocol):
    """What a mark needs: a problem of a report, or one stored with a batch."""

    @property
    def sheet(self) -> str:
        """Return the sheet."""

    @property
    def row(self) -> int | None:
        """Return the row as Excel counts it."""

    @property
    def column(self) -> str:
        """Return letter and title of the column."""

    @property
    def severity(self) -> str:
        """Return how heavy it is."""

    @property
    def code(self) -> str:
        """Return the code of the problem."""

    @property
    def reason(self) -> str:
        """Return the sentence."""


@dataclass(frozen=True)
class Mark:
    """What a cell says: its colour (ARGB) and the comment."""

    colour: str
    comment: str


Marks = Mapping[Position, Mark]


def cell_of(finding: Finding) -> Position | None:
    """Return the cell a finding is about, the first of its row if it names no column; None for a whole sheet."""
    if finding.row is None:
        return None
    letters = LETTERS.match(finding.column)
    return finding.row - 1, column_number(letters[1]) if letters else 0


def column_number(letters: str) -> int:
    """Return the column of Excel's letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def marks_by_sheet(
    findings: Iterable[Finding], *, tops: Mapping[str, Mapping[Position, Position]]
) -> dict[str, dict[Position, Mark]]:
    """Return the marks of each sheet. Notes are only listed: nothing about their cells has to be changed.

    `tops` maps cells inside a merged range to its first cell, the only one that is seen.
    """
    said: dict[str, dict[Position, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        cell = cell_of(finding)
        if cell is not None and finding.severity != Severity.NOTE:
            said[finding.sheet][tops.get(finding.sheet, {}).get(cell, cell)].append(finding)
    return {sheet: {cell: _mark(cell, many) for cell, many in sorted(cells.items())} for sheet, cells in said.items()}


def _mark(cell: Position, findings: list[Finding]) -> Mark:
    is_error = any(finding.severity == Severity.ERROR for finding in findings)
    lines = list(dict.fromkeys(_line(cell, finding) for finding in findings))
    text = "\n".join(lines)
    if len(text) > LONGEST_COMMENT:
        text = text[:LONGEST_COMMENT] + "……"
    return Mark(RED if is_error else AMBER, text)


def _line(cell: Position, finding: Finding) -> str:
    where = ""
    if finding.row is not None and finding.row - 1 != cell[0]:
        where = _("第 %(row)d 行：") % {"row": finding.row}
    return f"{Severity(finding.severity).label}：{where}{finding.reason}"
