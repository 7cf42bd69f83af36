"""A population on two sides of a change, told in families and money. Exact: whole fen, every family counted once.

The plain tally goes family by family and needs nothing; `tally_arrays` comes to the same numbers over many at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import reduce
from typing import Any, Protocol

from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.division import BEYOND, range_of
from minzheng.rules.fused.layout import OUTCOMES

REFUSED, INCOMPLETE, ELIGIBLE = range(len(OUTCOMES))
OUTPUTS = ("outcome", "amount_fen", "closing_fen", "is_quarterly")
"""What is asked of the rules engine on each side."""
NOBODY = -1
MONTHS, QUARTERS, IN_A_QUARTER = 12, 4, 3
MOST_MOVED = 40
TOWNSHIP_DIGITS = 1_000
EVERYWHERE = (0, 10**12)


class Answers(Protocol):
    """What the rules say of each family, a column by name of OUTPUTS."""

    def __getitem__(self, name: str, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Families:
    """Who is counted, one entry for a family in each column.

    `paid`: what a payment in force is, NOBODY where none is; `quarterly`: of those, paid by the quarter. `is_open`: it
    has no case of the program and nothing that excludes it.
    """

    household: Any
    division: Any
    paid: Any
    quarterly: Any
    is_open: Any


@dataclass
class Side:
    """One side of the comparison: families and people, a month's and a year's money; then who is reached and who not.

    `full`: everybody who qualifies; `drawing`: those of them who draw the benefit now. Leakage: who draws it and is not
    entitled, with what they draw a month; gap: who is entitled and has no case, with what they would get.
    """

    families: int = 0
    full_month_fen: int = 0
    full_year_fen: int = 0
    drawing: int = 0
    month_fen: int = 0
    year_fen: int = 0
    untold: int = 0
    leakage: int = 0
    leakage_fen: int = 0
    gap: int = 0
    gap_fen: int = 0


@dataclass
class Tally:
    """What a change comes to: both sides, and how families move between them; money of a month."""

    all: int = 0
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    more: int = 0
    more_fen: int = 0
    less: int = 0
    less_fen: int = 0
    enter: int = 0
    enter_fen: int = 0
    leave: int = 0
    leave_fen: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A family whose money or entitlement changes; money of a month."""

    household: int
    before_fen: int
    after_fen: int

    @property
    def rank(self) -> tuple[int, int]:
        """Who moves most comes first; of those alike the lower number."""
        return -abs(self.after_fen - self.before_fen), self.household


@dataclass
class Counted:
    """A tally of all, one for each township by its number, and the families that move most."""

    whole: Tally = field(default_factory=Tally)
    townships: dict[int, Tally] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {
            "whole": asdict(self.whole),
            "townships": [{"code": f"{code:012d}", **asdict(one)} for code, one in sorted(self.townships.items())],
            "moved": [asdict(one) for one in self.moved],
        }


@dataclass(frozen=True, slots=True)
class One:
    """One family on one side: outcome, money of a month and of a year."""

    outcome: int
    month_fen: int
    year_fen: int


def bounds(place: str) -> tuple[int, int]:
    """Return the half-open range of divisions in which a change holds; without a place everywhere."""
    if not place:
        return EVERYWHERE
    low, high = range_of(place)
    return int(low), EVERYWHERE[1] if high == BEYOND else int(high)


def tally(families: Families, before: Answers, after: Answers, place: str = "") -> Counted:
    """Count both sides family by family; those outside `place` stay as they are."""
    low, high = bounds(place)
    townships: dict[int, Tally] = defaultdict(Tally)
    found, moved = Counted(), []
    old, new = _sides(before), _sides(after)
    for n, division in enumerate(families.division):
        was = old(n)
        will = new(n) if low <= division < high else was
        paid = families.paid[n]
        paid_month = round_half_up(paid, IN_A_QUARTER) if paid >= 0 and families.quarterly[n] else paid
        for one in (found.whole, townships[division - division % TOWNSHIP_DIGITS]):
            _add(one, was, will, paid_month, is_open=bool(families.is_open[n]))
        if (was.month_fen, was.outcome == ELIGIBLE) != (will.month_fen, will.outcome == ELIGIBLE):
            moved.append(Moved(int(families.household[n]), was.month_fen, will.month_fen))
    found.townships = dict(townships)
    found.moved = most(moved)
    return found


def most(moved: Iterable[Moved]) -> list[Moved]:
    """Return the families that move most, both ways."""
    return sorted(moved, key=lambda one: one.rank)[:MOST_MOVED]


def merged(parts: Sequence[Counted]) -> Counted:
    """Return what several parts of a population come to together, the parts in their order."""
    townships: dict[int, Tally] = {}
    for part in parts:
        for code, one in part.townships.items():
            townships[code] = _together(townships[code], one) if code in townships else one
    whole = reduce(_together, (part.whole for part in parts), Tally())
    return Counted(whole, townships, most(one for part in parts for one in part.moved))


def _together(one: Any, other: Any) -> Any:
    values = {each.name: (getattr(one, each.name), getattr(other, each.name)) for each in fields(one)}
    return type(one)(**{name: a + b if isinstance(a, int) else _together(a, b) for name, (a, b) in values.items()})


def _sides(read: Answers) -> Callable[[int], One]:
    outcome, amount, closing, quarterly = (read[name] for name in OUTPUTS)

    def side(n: int) -> One:
        fen = int(amount[n])
        if quarterly[n]:
            return One(int(outcome[n]), round_half_up(fen, IN_A_QUARTER), fen * (QUARTERS - 1) + int(closing[n]))
        return One(int(outcome[n]), fen, fen * (MONTHS - 1) + int(closing[n]))

    return side


def _add(one: Tally, was: One, will: One, paid: int, *, is_open: bool) -> None:
    one.all += 1
    for side, family in ((one.before, was), (one.after, will)):
        _add_side(side, family, paid, is_open=is_open)
    was_in, will_in, change = was.outcome == ELIGIBLE, will.outcome == ELIGIBLE, will.month_fen - was.month_fen
    if will_in and not was_in:
        one.enter, one.enter_fen = one.enter + 1, one.enter_fen + will.month_fen
    elif was_in and not will_in:
        one.leave, one.leave_fen = one.leave + 1, one.leave_fen + was.month_fen
    elif change > 0:
        one.more, one.more_fen = one.more + 1, one.more_fen + change
    elif change < 0:
        one.less, one.less_fen = one.less + 1, one.less_fen - change
    else:
        one.same += 1


def _add_side(side: Side, family: One, paid: int, *, is_open: bool) -> None:
    if family.outcome == ELIGIBLE:
        side.families += 1
        side.full_month_fen += family.month_fen
        side.full_year_fen += family.year_fen
        if paid >= 0:
            side.drawing += 1
            side.month_fen += family.month_fen
            side.year_fen += family.year_fen
        elif is_open:
            side.gap += 1
            side.gap_fen += family.month_fen
    elif family.outcome == INCOMPLETE:
        side.untold += 1
    elif family.outcome == REFUSED and paid >= 0:
        side.leakage += 1
        side.leakage_fen += paid
