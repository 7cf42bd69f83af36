"""From frozen facts to points: one pure function, and for every point a trace of where it comes from.

Points are dropped beyond two decimals, item by item, so that what is printed adds up to what is printed. What did not
arise is left out of points and of what they are out of; what nobody answered is open, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from minzheng.assessment.engine.reading import Reading
from minzheng.assessment.engine.sheet import COUNTED, JUDGED, MEASURED, YES_NO, Item, Sheet, float_free

SCORED, OPEN, NOT_ARISING = "scored", "open", "not_arising"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed for an item: points, yes or no, or numbers."""

    points: Fraction | None = None
    is_yes: bool | None = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a score depends on: figures by name, answers and the reviewer's points by item."""

    figures: Mapping[str, Reading] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)
    reviewed: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item scored. `reading` and `band` are its trace; `own` is what it had before the reviewer changed it."""

    item: Item
    status: str
    points: Fraction
    own: Fraction
    reading: Reading | None = None
    band: tuple[Fraction, Fraction] | None = None
    stands: bool = False

    @property
    def out_of(self) -> Fraction:
        """Return what could be had: nothing where it did not arise."""
        return Fraction(0) if self.status == NOT_ARISING else self.item.full

    @property
    def lost(self) -> Fraction:
        """Return the points lost; an open item has lost none yet."""
        return self.item.full - self.points if self.status == SCORED else Fraction(0)


@dataclass(frozen=True, slots=True)
class Score:
    """A whole sheet scored. `grade` is empty as long as an item is open."""

    items: Mapping[str, ItemScore]
    points: Fraction
    out_of: Fraction
    grade: str
    open_count: int
    vetoed: tuple[str, ...]

    @property
    def rate(self) -> Fraction | None:
        """Return the share of the points that could be had."""
        return self.points / self.out_of if self.out_of else None

    @property
    def gaps(self) -> list[ItemScore]:
        """Return what cost points, the most first, and the vetoes that stand before all."""
        found = [one for one in self.items.values() if one.lost or one.stands]
        return sorted(found, key=lambda one: (not one.stands, -one.lost))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is frozen."""
        items = {
            code: {"status": one.status, "points": float_free(one.points), "own": float_free(one.own),
                   "stands": one.stands}
            for code, one in self.items.items()
        }  # fmt: skip
        return {
            "points": float_free(self.points), "out_of": float_free(self.out_of), "grade": self.grade,
            "vetoed": list(self.vetoed), "items": items,
        }  # fmt: skip


def score(sheet: Sheet, facts: Facts) -> Score:
    """Score a sheet."""
    items = {item.code: _item(item, facts) for item in sheet.items}
    points = sum((one.points for one in items.values()), Fraction(0))
    out_of = sum((one.out_of for one in items.values()), Fraction(0))
    open_count = sum(one.status == OPEN for one in items.values())
    vetoed = tuple(code for code, one in items.items() if one.stands)
    grade = "" if open_count or not out_of else _grade(sheet, points / out_of, is_vetoed=bool(vetoed))
    return Score(items, points, out_of, grade, open_count, vetoed)


def _grade(sheet: Sheet, rate: Fraction, *, is_vetoed: bool) -> str:
    if is_vetoed:
        return sheet.grades[-1][0]
    return next(name for name, bound in sheet.grades if rate >= bound)


def _item(item: Item, facts: Facts) -> ItemScore:
    given = facts.given.get(item.code)
    if item.kind in {MEASURED, COUNTED}:
        return _by_number(item, facts.figures.get(item.figure) if item.figure else _typed(item, given), facts)
    if given is None or (given.is_yes if item.kind == YES_NO else given.points) is None:
        return ItemScore(item, OPEN, Fraction(0), Fraction(0))
    if item.kind == JUDGED and given.points is not None:
        return _scored(item, min(item.full, max(Fraction(0), given.points)), facts)
    own = item.full if given.is_yes else Fraction(0)
    return _scored(item, own, facts, stands=bool(given.is_yes) and item.full == 0)


def _by_number(item: Item, reading: Reading | None, facts: Facts) -> ItemScore:
    if reading is None:
        return ItemScore(item, OPEN, Fraction(0), Fraction(0))
    value = reading.value
    if value is None:
        return ItemScore(item, NOT_ARISING, Fraction(0), Fraction(0), reading)
    if item.rule is None:
        return _scored(item, Fraction(0), facts, reading=reading, stands=value > 0)
    reached = getattr(item.rule, "reached", None)
    band = reached(value) if reached else None
    return _scored(item, item.rule.points(value, item.full), facts, reading=reading, band=band)


def _scored(item: Item, exact: Fraction, facts: Facts, **trace: Any) -> ItemScore:
    own = Fraction(exact.numerator * 100 // exact.denominator, 100)
    return ItemScore(item, SCORED, facts.reviewed.get(item.code, own), own, **trace)


def _typed(item: Item, given: Given | None) -> Reading | None:
    if given is None or given.numerator is None or (item.kind == MEASURED and given.denominator is None):
        return None
    return Reading(given.numerator, given.denominator if item.kind == MEASURED else None)
