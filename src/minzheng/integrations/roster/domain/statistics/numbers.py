"""Figures of a table with their unit and precision: 63.4 万元 is anything from 633,500 to 634,500 yuan."""

import re
from dataclasses import dataclass
from decimal import Decimal

from minzheng.integrations.roster.domain.cells import plain
from minzheng.integrations.roster.domain.reading.book import Value
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
YEAR_MONTH = re.compile(r"(\d{4})[年\-./](\d{1,2})月?")
YUAN, TEN_THOUSAND = 100, 1_000_000


@dataclass(frozen=True)
class Figure:
    """A number as the table has it. `unit_fen` is 0 for counts, fen per unit for money."""

    value: Decimal
    unit_fen: int = 0

    @property
    def spread(self) -> Decimal:
        """Return half of the last place that is written, in fen or ones."""
        exponent = self.value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return Decimal(max(self.unit_fen, 1)) / (2 * 10**places)

    @property
    def exact(self) -> Decimal:
        """Return the number in fen, or as it is for counts."""
        return self.value * max(self.unit_fen, 1)

    def agrees(self, ours: int | Decimal) -> bool:
        """Say whether our exact number may have been written so."""
        return abs(self.exact - ours) <= (self.spread if self.unit_fen or self.spread < Decimal("0.5") else 0)

    def written(self) -> str:
        """Return it as people read it."""
        if not self.unit_fen:
            return f"{self.value:,}"
        return f"{self.value:,} {'万元' if self.unit_fen == TEN_THOUSAND else '元'}"


def number(value: Value) -> Decimal | None:
    """Return the number of a cell, None if it holds none. Excel's rounding noise is taken off."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        # What a person typed has few places; 63.400000000000006 is what a sum leaves behind.
        return Decimal(repr(round(value, 6))).normalize() if value != int(value) else Decimal(int(value))
    found = plain(value).removesuffix("%").removesuffix("人").removesuffix("户").removesuffix("万元").removesuffix("元")
    return Decimal(found.replace(",", "")) if NUMBER.fullmatch(found) else None


def unit_of(*texts: str) -> int | None:
    """Return fen per unit as the first text that names one says: the title of the column, then the table's."""
    for text in texts:
        if "万元" in text:
            return TEN_THOUSAND
        if "元" in re.sub(r"[^(（]*元/", "元/", text):
            return YUAN
    return None


def month_of(text: str) -> Month | None:
    """Return the month a heading speaks of."""
    found = YEAR_MONTH.search(text)
    return Month(int(found[1]), int(found[2])) if found and 1 <= int(found[2]) <= 12 else None


def yuan(fen: int) -> str:
    """Return fen as people read them."""
    return f"{format_yuan(fen)} 元"
