"""The quarter, half-year or year that is assessed."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused

QUARTER, HALF, YEAR = "quarter", "half", "year"
MONTHS = {QUARTER: 3, HALF: 6, YEAR: 12}
_CODE = re.compile(r"(\d{4})(?:(Q)([1-4])|(H)([12]))?")


class NotAPeriod(Refused):
    """The text names no period."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a year; `place` is 1 for the first quarter, half-year, or the year."""

    year: int
    kind: str
    place: int

    @classmethod
    def parse(cls, code: str) -> Self:
        """Return the period of "2026", "2026Q3" or "2026H2"; raise NotAPeriod for anything else."""
        found = _CODE.fullmatch(code)
        if not found or not 1999 <= int(found[1]) <= 2999:
            raise NotAPeriod(
                _("“%(code)s”不是评估期。请写年份（2026）、季度（2026Q3）或半年（2026H2）。") % {"code": code}
            )
        if found[2]:
            return cls(int(found[1]), QUARTER, int(found[3]))
        return cls(int(found[1]), HALF, int(found[5])) if found[4] else cls(int(found[1]), YEAR, 1)

    @classmethod
    def holding(cls, day: date, kind: str) -> Self:
        """Return the period of a kind that holds the day."""
        return cls(day.year, kind, (day.month - 1) // MONTHS[kind] + 1)

    @property
    def code(self) -> str:
        """Return how it is written down."""
        letter = {QUARTER: "Q", HALF: "H"}.get(self.kind)
        return f"{self.year}{letter}{self.place}" if letter else str(self.year)

    @property
    def first_on(self) -> date:
        """Return its first day."""
        return date(self.year, (self.place - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def last_on(self) -> date:
        """Return its last day."""
        month = self.place * MONTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def before(self) -> Self:
        """Return the one before it."""
        if self.place > 1:
            return type(self)(self.year, self.kind, self.place - 1)
        return type(self)(self.year - 1, self.kind, 12 // MONTHS[self.kind])

    @property
    def words(self) -> str:
        """Return it as people say it: 2026年第3季度."""
        if self.kind == QUARTER:
            return _("%(year)s年第%(n)s季度") % {"year": self.year, "n": self.place}
        if self.kind == YEAR:
            return _("%(year)s年度") % {"year": self.year}
        return (_("%(year)s年上半年") if self.place == 1 else _("%(year)s年下半年")) % {"year": self.year}
