"""Division codes (统计用区划代码): 2 province + 2 districted city + 2 county + 3 township + 3 village, 12 digits."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Self

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused

WIDTHS = (2, 4, 6, 9, 12)
"""Digits that name a division of level 1 to 5."""
BEYOND = ":"
"""Sorts after every digit, so it closes the range of the last code."""


class NotADivision(Refused):
    """The text is not a division code."""


def full(code: str) -> str:
    """Return the 12-digit code of "42", "420581" or a full code; raise NotADivision for anything else."""
    if not re.fullmatch(r"[0-9]{2,12}", code) or (len(code) < 12 and len(code) not in WIDTHS):
        raise NotADivision(
            _("“%(code)s”不是区划代码。区划代码是数字，长2、4、6、9或12位，例如宜都市 420581000000。") % {"code": code}
        )
    if code.startswith("00"):
        raise NotADivision(_("“%(code)s”不是区划代码：前两位应为省级代码，例如湖北省 42。") % {"code": code})
    return code.ljust(12, "0")


@lru_cache(maxsize=8192)
def level_of(code: str) -> int:
    """Return 1 province, 2 districted city, 3 county, 4 township, 5 village."""
    whole = full(code)
    starts = (0, *WIDTHS)
    return max(level for level, (a, b) in enumerate(pairwise(starts), start=1) if int(whole[a:b]))


def own_digits(code: str) -> str:
    """Return the code without the zeros of the levels below it: "420581000000" -> "420581"."""
    whole = full(code)
    return whole[: WIDTHS[level_of(whole) - 1]]


def range_of(code: str) -> tuple[str, str]:
    """Return the half-open range of codes that covers the division and all below: low <= code < high."""
    digits = own_digits(code)
    above = str(int(digits) + 1)
    return full(code), above.ljust(12, "0") if len(above) == len(digits) else BEYOND


@lru_cache(maxsize=8192)
def parent_of(code: str) -> str:
    """Return the 12-digit code of the division above; raise NotADivision for a province."""
    level = level_of(code)
    if level == 1:
        raise NotADivision(_("区划 %(code)s 已是省级，没有上级区划。") % {"code": full(code)})
    return full(full(code)[: WIDTHS[level - 2]])


def ancestry(code: str) -> tuple[str, ...]:
    """Return the division itself and every division above it, nearest first."""
    codes = [full(code)]
    while level_of(codes[-1]) > 1:
        codes.append(parent_of(codes[-1]))
    return tuple(codes)


@dataclass(frozen=True, slots=True)
class Area:
    """Any set of divisions with all that lies below them: what a member of staff may see."""

    ranges: tuple[tuple[str, str], ...] = ()
    EVERYWHERE: ClassVar["Area"]

    @classmethod
    def of(cls, *codes: str) -> Self:
        """Return the area of these divisions; overlapping and adjoining ones become one range."""
        merged: list[tuple[str, str]] = []
        for low, high in sorted(range_of(code) for code in codes):
            if merged and low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], high))
            else:
                merged.append((low, high))
        return cls(tuple(merged))

    def covers(self, code: str) -> bool:
        """Whether the division lies inside. A malformed code lies nowhere."""
        try:
            whole = full(code)
        except NotADivision:
            return False
        low, high = range_of(whole)
        return any(a <= low and high <= b for a, b in self.ranges)

    def covers_area(self, other: "Area") -> bool:
        """Whether every division of the other area lies inside; an empty area lies in any."""
        return all(any(a <= low and high <= b for a, b in self.ranges) for low, high in other.ranges)


Area.EVERYWHERE = Area((("0" * 12, BEYOND),))
