"""Exact integer steps that formulas may take. Plain Python on ints; a compiler may learn them later."""

from collections.abc import Sequence


def round_half_up(x: int, d: int) -> int:
    """Return x / d rounded to the nearest whole number, halves up; d > 0."""
    return (2 * x + d) // (2 * d)


def ceil_to(x: int, unit: int) -> int:
    """Return the smallest multiple of `unit` that is not below x; unit > 0."""
    return -(-x // unit) * unit


def floor_to(x: int, unit: int) -> int:
    """Return the largest multiple of `unit` that is not above x; unit > 0."""
    return x // unit * unit


def share(x: int, n: int, d: int) -> int:
    """Return n of d parts of x, rounded half up; d > 0. Ten per cent in basis points: `share(x, 1000, 10_000)`."""
    return round_half_up(x * n, d)


def band(x: int, scale: Sequence[tuple[int, int]]) -> int:
    """Return the value of the band that holds x: the last (start, value) with start <= x; 0 below the first start."""
    found = 0
    for start, value in scale:
        if x < start:
            break
        found = value
    return found
