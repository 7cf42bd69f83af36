"""Whole-number intervals: the least and greatest value an expression can take, worked out before anything runs."""

from dataclasses import dataclass

LEAST = -(2**63)
GREATEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression yields: "int", "bool" or "scale", and for numbers the bounds of its value."""

    type: str
    low: int = 0
    high: int = 1

    @property
    def fits(self) -> bool:
        """Whether every value fits 64 bits."""
        return self.low >= LEAST and self.high <= GREATEST


TRUTH = Kind("bool")


def number(low: int, high: int) -> Kind:
    """Return the kind of whole numbers from low to high."""
    return Kind("int", low, high)


def union(a: Kind, b: Kind) -> Kind:
    """Return the kind that holds both; of one type."""
    return Kind(a.type, min(a.low, b.low), max(a.high, b.high))


def plus(a: Kind, b: Kind) -> Kind:
    """Return a + b."""
    return number(a.low + b.low, a.high + b.high)


def minus(a: Kind, b: Kind) -> Kind:
    """Return a - b."""
    return number(a.low - b.high, a.high - b.low)


def times(a: Kind, b: Kind) -> Kind:
    """Return a * b."""
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return number(min(corners), max(corners))


def quotient(a: Kind, b: Kind) -> Kind:
    """Return a // b, b > 0."""
    corners = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
    return number(min(corners), max(corners))


def remainder(_a: Kind, b: Kind) -> Kind:
    """Return a % b, b > 0."""
    return number(0, b.high - 1)


def absolute(a: Kind) -> Kind:
    """Return abs(a)."""
    low = 0 if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high))
    return number(low, max(abs(a.low), abs(a.high)))


def least(kinds: list[Kind]) -> Kind:
    """Return min of all."""
    return number(min(one.low for one in kinds), min(one.high for one in kinds))


def greatest(kinds: list[Kind]) -> Kind:
    """Return max of all."""
    return number(max(one.low for one in kinds), max(one.high for one in kinds))
