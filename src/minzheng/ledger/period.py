"""A month or a year of booking: from its first moment to the first moment after, in China."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from django.utils.translation import gettext as _

from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width
from minzheng.ledger.enums import CloseKind


class NotAPeriod(Refused):
    """The text names neither a month nor a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """What is booked at or after `begins` and before `ends`; its text is "2026-11" or "2026"."""

    text: str
    kind: str
    begins: datetime
    ends: datetime

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period of "2026-11" or "2026"; raise NotAPeriod for anything else."""
        plain = half_width(text).strip()
        if re.fullmatch(r"\d{4}-\d{2}", plain):
            return cls.of_month(Month.parse(plain))
        if re.fullmatch(r"\d{4}", plain):
            return cls.of_year(int(plain))
        raise NotAPeriod(_("“%(text)s”不是期间。请写成月份（2026-11）或年度（2026）") % {"text": text})

    @classmethod
    def of_month(cls, month: Month) -> Self:
        """Return a month of booking."""
        return cls(str(month), CloseKind.MONTH, _first_moment(month.first_day), _first_moment(month.next().first_day))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """Return a year of booking."""
        first = Month(year, 1)
        return cls(str(year), CloseKind.YEAR, _first_moment(first.first_day), _first_moment(first.plus(12).first_day))


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
