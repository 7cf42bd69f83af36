"""A calendar month, stored as "2026-11"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width


class NotAMonth(Refused):
    """The text names no month."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year; ordered, so months compare and sort as time runs."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 9998):
            raise NotAMonth(_("没有这个月份：%(year)s年%(month)s月。") % {"year": self.year, "month": self.month})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the month of "2026-11"; raise NotAMonth for anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", half_width(text))
        if found is None:
            raise NotAMonth(_("“%(text)s”不是月份。请写成四位年、两位月，例如 2026-11。") % {"text": text})
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that holds the day."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.next().first_day - timedelta(days=1)

    def plus(self, n: int) -> Self:
        """Return the month `n` months later (earlier when negative)."""
        year, index = divmod(self.year * 12 + self.month - 1 + n, 12)
        return type(self)(year, index + 1)

    def next(self) -> Self:
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> Self:
        """Return the month before."""
        return self.plus(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, last: Month) -> int:
    """Return how many months `last` lies after `first`; negative when it lies before."""
    return (last.year - first.year) * 12 + last.month - first.month
