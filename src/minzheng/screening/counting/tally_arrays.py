"""The tally over arrays, for many families: the very numbers of the plain one. Imported only with the extra `[scale]`.

Families are put in the order of their townships once; every number is then one pass that adds up township by township.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from minzheng.rules.fused.arrays import as_array
from minzheng.screening.counting import tally as plain
from minzheng.screening.counting.tally import (
    ELIGIBLE,
    IN_A_QUARTER,
    INCOMPLETE,
    MONTHS,
    MOST_MOVED,
    OUTPUTS,
    QUARTERS,
    REFUSED,
    TOWNSHIP_DIGITS,
    Answers,
    Counted,
    Families,
    Moved,
    Side,
    Tally,
    bounds,
)

SAFE = 2**62
"""Beyond it the sums of a year's money might not fit 64 bits; numbers in Python have no end."""
Number = tuple[str, Any]


def families(keys: Mapping[str, Any], no_case: int) -> Families:
    """Return who is counted, from the keys of a sheet; `no_case` is how a family without a case stands."""
    found = {name: as_array(keys[name], np.int64) for name in ("household", "division", "paid", "quarterly")}
    standing, barred = (as_array(keys[name], np.int64) for name in ("standing", "barred"))
    return Families(**found, is_open=(standing == no_case) & (barred == 0))


def tally(families: Families, before: Answers, after: Answers, place: str = "") -> Counted:
    """Count both sides of all families at once; those outside `place` stay as they are."""
    division = as_array(families.division, np.int64)
    count = len(division)
    if not count:
        return Counted()
    paid = as_array(families.paid, np.int64)
    if max(_highest(before), _highest(after), int(paid.max())) * MONTHS * count >= SAFE:
        return plain.tally(families, before, after, place)
    townships = division - division % TOWNSHIP_DIGITS
    order = None if (townships[1:] >= townships[:-1]).all() else np.argsort(townships, kind="stable")
    numbers = np.arange(count) if order is None else order

    def put(values: Any, dtype: Any) -> Any:
        column = as_array(values, dtype)
        return column if order is None else column[order]

    townships, division, paid = put(townships, np.int64), put(division, np.int64), put(paid, np.int64)
    low, high = bounds(place)
    old = [put(before[name], np.int64) for name in OUTPUTS]
    new = [put(after[name], np.int64) for name in OUTPUTS]
    if low > int(division.min()) or high <= int(division.max()):
        inside = (division >= low) & (division < high)
        new = [np.where(inside, one, other) for one, other in zip(new, old, strict=True)]
    is_drawn = paid >= 0
    quarterly = put(families.quarterly, np.int64) != 0
    month = np.where(quarterly & is_drawn, _third(paid), paid)
    who = (is_drawn, month, ~is_drawn & (put(families.is_open, np.int64) != 0))
    was, will = _side(old), _side(new)
    starts = np.concatenate([[0], np.flatnonzero(townships[1:] != townships[:-1]) + 1])
    found = _counted(townships[starts], _sums(starts, was, will, who))
    found.moved = _moved(put(families.household, np.int64), numbers, was, will)
    return found


def _highest(answers: Answers) -> int:
    return max(int(as_array(answers[name], np.int64).max()) for name in ("amount_fen", "closing_fen"))


def _third(fen: Any) -> Any:
    """A quarter's money as a month's, halves up."""
    return (2 * fen + IN_A_QUARTER) // (2 * IN_A_QUARTER)


def _side(columns: list[Any]) -> tuple[Any, Any, Any]:
    """Return outcome, money of a month and of a year."""
    outcome, amount, closing, quarterly = columns
    is_quarterly = quarterly != 0
    month = np.where(is_quarterly, _third(amount), amount)
    return outcome, month, amount * np.where(is_quarterly, QUARTERS - 1, MONTHS - 1) + closing


def _sums(starts: Any, was: Any, will: Any, who: Any) -> dict[str, Any]:
    """Return every number of a tally by name, one entry for a township."""
    numbers: Iterator[Number] = iter(
        [("all", np.ones(len(was[0]), bool))]
        + [(f"{name}.{code}", values) for name, side in (("before", was), ("after", will))
           for code, values in _of_side(side, *who)]
        + _moves(was, will)
    )  # fmt: skip
    return {name: np.add.reduceat(values, starts, dtype=np.int64) for name, values in numbers}


def _of_side(side: Any, is_drawn: Any, paid: Any, is_open: Any) -> list[Number]:
    outcome, month, year = side
    is_in = outcome == ELIGIBLE
    draws, gap, leak = is_in & is_drawn, is_in & is_open, (outcome == REFUSED) & is_drawn
    return [
        ("families", is_in), ("full_month_fen", month * is_in), ("full_year_fen", year * is_in), ("drawing", draws),
        ("month_fen", month * draws), ("year_fen", year * draws), ("untold", outcome == INCOMPLETE), ("leakage", leak),
        ("leakage_fen", paid * leak), ("gap", gap), ("gap_fen", month * gap),
    ]  # fmt: skip


def _moves(was: Any, will: Any) -> list[Number]:
    was_in, will_in, change = was[0] == ELIGIBLE, will[0] == ELIGIBLE, will[1] - was[1]
    enter, leave = will_in & ~was_in, was_in & ~will_in
    stays = ~enter & ~leave
    more, less = stays & (change > 0), stays & (change < 0)
    return [
        ("more", more), ("more_fen", change * more), ("less", less), ("less_fen", -change * less), ("enter", enter),
        ("enter_fen", will[1] * enter), ("leave", leave), ("leave_fen", was[1] * leave),
        ("same", stays & (change == 0)),
    ]  # fmt: skip


def _counted(codes: Any, sums: dict[str, Any]) -> Counted:
    def made(read: Any) -> Tally:
        sides = {
            side: Side(**{name.partition(".")[2]: read(column) for name, column in sums.items()
                          if name.startswith(f"{side}.")})
            for side in ("before", "after")
        }  # fmt: skip
        numbers = {name: read(column) for name, column in sums.items() if "." not in name}
        return Tally(before=sides["before"], after=sides["after"], **numbers)

    townships = {int(code): made(lambda column, at=at: int(column[at])) for at, code in enumerate(codes)}
    return Counted(made(lambda column: int(column.sum())), townships)


def _moved(household: Any, numbers: Any, was: Any, will: Any) -> list[Moved]:
    """Return the families that move most, in the order of the plain tally."""
    rows = np.flatnonzero((was[1] != will[1]) | ((was[0] == ELIGIBLE) != (will[0] == ELIGIBLE)))
    if not len(rows):
        return []
    far = np.abs(will[1][rows] - was[1][rows])
    if len(rows) > MOST_MOVED:
        # All that move as far as the last one shown: which of them is shown goes by their number.
        near = far >= np.partition(far, len(far) - MOST_MOVED)[len(far) - MOST_MOVED]
        rows, far = rows[near], far[near]
    first = rows[np.lexsort((numbers[rows], household[rows], -far))[:MOST_MOVED]]
    return [Moved(int(household[n]), int(was[1][n]), int(will[1][n])) for n in first]
