"""What the software itself counts for a figure of a table; None, with the reason, where it counts nothing such."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster.domain.places import Places
from minzheng.kernel.month import Month
from minzheng.payments.queries.month_figures import MonthFigures, month_figures, year_to_month

Answer = tuple[int | None, str]


@dataclass
class Ours:
    """Our figures of one month at one place, each counted when it is asked for."""

    month: Month
    program: str
    place: str
    area_kind: str = ""
    may_see: bool = True

    @classmethod
    def of(cls, month: Month, program: str, place: str, area_kind: str, *, by: Staff | None) -> "Ours":
        """Return the figures of a place, none of them if it lies outside the area of `by`."""
        return cls(month, program, place, area_kind, may_see=by is None or by.area.covers(place))

    @cached_property
    def now(self) -> MonthFigures:
        """Return what was paid for the month."""
        return month_figures(month=self.month, program=self.program, place=self.place, area_kind=self.area_kind)

    @cached_property
    def year(self) -> tuple[int, int]:
        """Return persons by month and fen since January."""
        return year_to_month(month=self.month, program=self.program, place=self.place, area_kind=self.area_kind)

    def figure(self, code: str) -> Answer:
        """Return a figure of a table by place."""
        ways: dict[str, Callable[[], int | None]] = {
            "households": lambda: self.now.households,
            "persons": lambda: self.now.persons,
            "elderly": lambda: self.now.elderly,
            "adults": lambda: self.now.adults,
            "minors": lambda: self.now.minors,
            "women": lambda: self.now.women,
            "opening": lambda: self.now.opening,
            "new": lambda: self.now.new,
            "exits": lambda: self.now.exits,
            "money": lambda: self.now.fen,
            "average": lambda: self.now.average_fen,
            "persons_year": lambda: self.year[0],
            "money_year": lambda: self.year[1],
            "average_year": lambda: (2 * self.year[1] + self.year[0]) // (2 * self.year[0]) if self.year[0] else None,
        }
        if not self.may_see:
            return None, _("不在您的管辖范围")
        if code not in ways:
            return None, _("系统不统计这一项")
        if not self.now.households:
            return None, _("%(month)s 还没有发放记录") % {"month": self.month}
        return ways[code](), ""

    @classmethod
    def of_item(
        cls, code: str, month: Month, program: str, *, is_year: bool, by: Staff | None, places: Places
    ) -> Answer:
        """Return a figure of a return of items, for the whole county."""
        counted = {"townships": ("镇", "乡", "街道"), "towns": ("镇",), "streets": ("街道",)}
        if code in counted:
            return places.count_townships(counted[code]), ""
        what, _under, kind = code.partition("_")
        area_kind = kind if kind in {"urban", "rural"} else ""
        if code == "paid_all" or (what == "money" and (area_kind or kind == "all")):
            figure = "money_year" if is_year else "money"
        elif what in {"persons", "households"} and area_kind:
            figure = what
        else:
            return None, _("系统不统计这一项")
        return cls.of(month, program, settings.COUNTY_CODE, area_kind, by=by).figure(figure)
