"""What a figure came to: a share of something or a count, with the cases it was counted from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One record behind a figure (a case, unless `kind` says else): is it as the figure wants, and why not."""

    number: str
    is_good: bool
    note: str = ""
    kind: str = "case"

    def as_list(self) -> list[Any]:
        """Return it as JSON."""
        return [self.number, self.is_good, self.note, self.kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure read: `numerator` of `denominator`, or a count if there is no denominator."""

    numerator: int
    denominator: int | None = None
    lines: tuple[Line, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """Return the share or the count; None where nothing happened that could be measured."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None


def share(lines: Sequence[Line]) -> Reading:
    """Return the share of good ones."""
    return Reading(sum(line.is_good for line in lines), len(lines), tuple(lines))


def count(lines: Sequence[Line]) -> Reading:
    """Return how many there are; each is something that should not have been."""
    return Reading(len(lines), None, tuple(lines))


def digest(code: str, reading: Reading) -> str:
    """Return the fingerprint of a figure with its list of cases: what was frozen can be proved."""
    content = [code, reading.numerator, reading.denominator, [line.as_list() for line in reading.lines]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
