"""How a value becomes points: bands, a straight line, so many off or on for each. Exact fractions, never a float."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import refuse_unknown_keys

AT_LEAST, AT_MOST = "at_least", "at_most"
_NUMBER = re.compile(r"(\d{1,7})(?:\.(\d{1,4}))?(%)?")


@dataclass(frozen=True, slots=True)
class Bands:
    """The first row that the value reaches gives its points; below the last there are none."""

    side: str
    rows: tuple[tuple[Fraction, Fraction], ...]

    def points(self, value: Fraction, full: Fraction) -> Fraction:  # noqa: ARG002 - rules are asked alike
        """Return the points of a value."""
        row = self.reached(value)
        return row[1] if row else Fraction(0)

    def reached(self, value: Fraction) -> tuple[Fraction, Fraction] | None:
        """Return the row that the value reaches."""
        is_least = self.side == AT_LEAST
        return next((row for row in self.rows if (value >= row[0] if is_least else value <= row[0])), None)


@dataclass(frozen=True, slots=True)
class Line:
    """No points at one value, all at another, in between by proportion."""

    zero_at: Fraction
    full_at: Fraction

    def points(self, value: Fraction, full: Fraction) -> Fraction:
        """Return the points of a value."""
        part = (value - self.zero_at) / (self.full_at - self.zero_at)
        return full * min(Fraction(1), max(Fraction(0), part))


@dataclass(frozen=True, slots=True)
class Deduct:
    """So many points off for each beyond those that are free."""

    each: Fraction
    free: int

    def points(self, value: Fraction, full: Fraction) -> Fraction:
        """Return the points of a count."""
        return max(Fraction(0), full - self.each * max(Fraction(0), value - self.free))


@dataclass(frozen=True, slots=True)
class Award:
    """So many points for each, up to all of them."""

    each: Fraction

    def points(self, value: Fraction, full: Fraction) -> Fraction:
        """Return the points of a count."""
        return min(full, self.each * value)


Rule = Bands | Line | Deduct | Award


def exact(text: Any, where: str) -> Fraction:
    """Return 15, "2.5" or "97.5%" exactly; raise RuleError for anything else."""
    found = None if isinstance(text, bool) else _NUMBER.fullmatch(str(text))
    if not found:
        raise RuleError(f'{where}：“{text}”不是数。整数直接写，带小数的加引号（"2.5"），比例写百分数（95%）。')
    number = Fraction(f"{found[1]}.{found[2] or 0}")
    return number / 100 if found[3] else number


def read(given: Any, *, full: Fraction, is_share: bool, where: str) -> Rule:
    """Return the rule of an item worth `full` points; raise RuleError if it is none, or does not fit the figure."""
    keys = (AT_LEAST, AT_MOST, "zero_at", "full_at", "deduct_each", "free", "award_each")
    row = refuse_unknown_keys(given, keys, (), where)
    kinds = [key for key in (AT_LEAST, AT_MOST, "zero_at", "deduct_each", "award_each") if key in row]
    if len(kinds) != 1:
        raise RuleError(f"{where}：评分规则写一种：at_least、at_most、zero_at 和 full_at、deduct_each、award_each。")
    kind = kinds[0]
    if is_share and kind in {"deduct_each", "award_each"}:
        raise RuleError(f"{where}：比例指标用 at_least、at_most 或 zero_at 评分；{kind} 用于件数。")
    if kind in {AT_LEAST, AT_MOST}:
        return _bands(kind, row[kind], full, is_share=is_share, where=where)
    if kind == "zero_at":
        low, high = exact(row["zero_at"], where), exact(row.get("full_at"), where)
        _require_scale(is_share, (low, high), where)
        if low == high:
            raise RuleError(f"{where}：zero_at 和 full_at 不能相同。")
        return Line(low, high)
    each = exact(row[kind], where)
    if not each:
        raise RuleError(f"{where}：{kind} 应大于0。")
    if kind == "award_each":
        return Award(each)
    free = row.get("free", 0)
    if not isinstance(free, int) or isinstance(free, bool) or free < 0:
        raise RuleError(f"{where}：free 应是不小于0的整数。")
    return Deduct(each, free)


def _bands(side: str, given: Any, full: Fraction, *, is_share: bool, where: str) -> Bands:
    if not isinstance(given, list) or not given or not all(isinstance(row, list) and len(row) == 2 for row in given):
        raise RuleError(f"{where}：{side} 下逐档写 [界限, 得分]，例如 [95%, 10]。")
    rows = tuple((exact(bound, where), exact(points, where)) for bound, points in given)
    _require_scale(is_share, [bound for bound, _points in rows], where)
    for (bound, points), (next_bound, next_points) in pairwise(rows):
        in_order = bound > next_bound if side == AT_LEAST else bound < next_bound
        if not in_order or points <= next_points:
            raise RuleError(f"{where}：各档须从最好到最差排列，界限逐档放宽、得分逐档减少。")
    if rows[0][1] != full:
        raise RuleError(f"{where}：最好一档应得满分{full}分，现写{rows[0][1]}分。")
    return Bands(side, rows)


def _require_scale(is_share: bool, bounds: Any, where: str) -> None:  # noqa: FBT001 - private
    if is_share and any(bound > 1 for bound in bounds):
        raise RuleError(f"{where}：比例指标的界限写百分数（95%），不能大于100%。")
