"""What a first, cheap walk over a sheet tells: how far its cells reach, and which of them hold a formula error.

The workbook reader returns an error cell as empty, and lays a sheet out as a full rectangle: one stray character in
cell XFD1048576 would cost gigabytes. Both are found here first.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.book import Position, column_letters
from minzheng.kernel.refusal import Refused

MOST_CELLS = 2_000_000


class SheetTooLarge(Refused):
    """The cells in use span a rectangle no roster needs."""


@dataclass
class Extent:
    """Rows and columns from 0. `errors` maps the position of a formula error to its text, "#REF!"."""

    sheet: str
    first: Position | None = None
    last: Position = (0, 0)
    errors: dict[Position, str] = field(default_factory=dict)

    def saw(self, row: int, column: int) -> None:
        """Note a cell that holds something; raise SheetTooLarge once the rectangle is beyond the limit."""
        first_row, first_column = self.first or (row, column)
        self.first = (min(first_row, row), min(first_column, column))
        self.last = (max(self.last[0], row), max(self.last[1], column))
        rows = self.last[0] + 1
        columns = self.last[1] + 1
        if rows * columns > MOST_CELLS:
            raise SheetTooLarge(
                _(
                    "工作表“%(sheet)s”一直用到单元格 %(cell)s，范围过大，没有读取。"
                    "请删去名册以外的行和列（选中后右键“删除”），保存后再导入。"
                )
                % {"sheet": self.sheet, "cell": f"{column_letters(self.last[1])}{self.last[0] + 1}"},
            )
