"""How an amount is split over the levels of government: exact, whole fen, the same every time. Pure.

Two rules. *In order*: one level after the other pays while its money lasts. *By parts*: each level pays its part of a
yearly amount that is laid down by category.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MONTHS = 12


def apportion(amount_fen: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights, by largest remainder; of equal remainders the earlier level gets the fen.

    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if amount_fen < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError(f"cannot apportion {amount_fen} by {list(weights)}")
    parts = [amount_fen * weight // whole for weight in weights]
    remainders = [amount_fen * weight % whole for weight in weights]
    return _hand_out(amount_fen - sum(parts), parts, remainders)


def month_of_year(yearly: Sequence[int], month: int) -> list[int]:
    """Return what each level pays of the month 1 … 12: a twelfth, by largest remainder.

    What a level paid too much or too little by rounding is remembered until December: each month's parts add up to that
    month's amount, and each level's twelve months to its yearly amount. No level is ever a whole fen off its share.
    """
    if not 1 <= month <= MONTHS or any(0 < part < MONTHS or part < 0 for part in yearly):
        raise ValueError(f"cannot split {list(yearly)} into months (month {month})")
    given = [0] * len(yearly)
    parts: list[int] = []
    for number in range(1, month + 1):
        owed = [part * number - MONTHS * paid for part, paid in zip(yearly, given, strict=True)]  # in twelfths
        parts = [twelfths // MONTHS for twelfths in owed]
        whole = sum(yearly) * number // MONTHS - sum(given)
        parts = _hand_out(whole - sum(parts), parts, [twelfths % MONTHS for twelfths in owed])
        given = [paid + part for paid, part in zip(given, parts, strict=True)]
    return parts


def by_parts(amount_fen: int, yearly: Sequence[int], month: int) -> list[int]:
    """Split what is paid for a month: the month's parts if it is that month's amount, or so many times it.

    Anything else (a part of a month, arrears in one sum) is split in proportion to the yearly amounts.
    """
    parts = month_of_year(yearly, month)
    whole = sum(parts)
    if whole and amount_fen % whole == 0:
        return [part * (amount_fen // whole) for part in parts]
    return apportion(amount_fen, yearly)


def in_order(amount_fen: int, left: Sequence[int]) -> list[int]:
    """Take the amount from the first level while its money lasts, then from the next.

    What nobody has is put on the last level, so that the parts add up and the shortage shows where it arises.
    """
    parts = []
    for has in left:
        part = min(amount_fen, max(has, 0))
        parts.append(part)
        amount_fen -= part
    parts[-1] += amount_fen
    return parts


@dataclass(frozen=True)
class Covered:
    """How far the money reaches along a list: so many lines, so many fen, before the first that is not whole."""

    lines: int
    amount_fen: int


def reach(parts: Sequence[Sequence[int]], left: Sequence[int]) -> Covered:
    """Return how many lines, in their order, are whole before a level runs out."""
    rest, lines, amount_fen = list(left), 0, 0
    for line in parts:
        rest = [has - part for has, part in zip(rest, line, strict=True)]
        if min(rest) < 0:
            break
        lines += 1
        amount_fen += sum(line)
    return Covered(lines, amount_fen)


def _hand_out(fen: int, parts: Sequence[int], remainders: Sequence[int]) -> list[int]:
    first = sorted(range(len(parts)), key=lambda place: (-remainders[place], place))[:fen]
    return [part + (place in first) for place, part in enumerate(parts)]
