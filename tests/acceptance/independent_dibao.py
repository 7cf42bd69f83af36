"""The minimum living guarantee of Yidu in 2026, reckoned a second time. Shares no line with the product.

Written from the law and the handbook (1.1: sections 2.3 to 2.7), in yuan and fractions, per head and month; the product
reckons in whole fen, per household and year. What both must agree on is the verdict and the fen.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

# From 2026-01-01: yuan per person and month.
STANDARD = {"urban": 800, "rural": 700}
EDGE = Fraction(3, 2)
SAVINGS_IN_YEARLY_STANDARDS = {"dibao": 2, "edge": 3}
CARS = {"dibao": 0, "edge": 1}
HOMES = {"dibao": 1, "edge": 2}
WORK_COST_AT_MOST = 200
CARE_COST_AT_MOST = 500
SEVERE, MINOR, ELDERLY = Fraction(20, 100), Fraction(15, 100), Fraction(10, 100)
# The basic pension counts again since 2026-01-01; these never count.
NEVER_COUNTED = {"preferential_pension", "government_aid", "scholarship"}
MUST_BE_KNOWN = ("wage", "business", "property", "transfer", "other")
EARNS_FROM = 16


@dataclass
class Relative:
    """One member: full years, incomes and costs in fen a year by kind; a kind that is absent is unknown."""

    years: int
    incomes: dict[str, int] = field(default_factory=dict)
    work_cost: int = 0
    care_cost: int = 0
    disability: tuple[int, int] | None = None
    is_ill: bool = False
    is_counted: bool = True
    is_alone: bool = False

    def is_severe(self) -> bool:
        """Grade one or two; of the mind (kinds 5 and 6) grade three too; or seriously ill."""
        kind, grade = self.disability or (0, 9)
        return self.is_ill or grade <= 2 or (kind in (5, 6) and grade == 3)

    def extra(self) -> Fraction:
        """The part of the standard paid on top: the highest that applies."""
        rates = [Fraction(0)]
        rates += [SEVERE] if self.is_severe() else []
        rates += [MINOR] if self.years < 18 else []
        rates += [ELDERLY] if self.years >= 70 else []
        return max(rates)

    def monthly(self) -> Fraction | None:
        """Yuan a month that count, below zero if costs outweigh; None if something must be asked first."""
        asked = MUST_BE_KNOWN if self.years >= EARNS_FROM and self.is_counted else ()
        if any(kind not in self.incomes for kind in asked):
            return None
        counted = sum(fen for kind, fen in self.incomes.items() if kind not in NEVER_COUNTED)
        yearly = Fraction(counted, 100)
        yearly -= min(Fraction(self.work_cost, 100), WORK_COST_AT_MOST * 12, Fraction(self.incomes.get("wage", 0), 100))
        yearly -= min(Fraction(self.care_cost, 100), CARE_COST_AT_MOST * 12)
        return yearly / 12


@dataclass
class Family:
    """A household; None is unknown. Savings in fen, support from others in fen a year."""

    area: str | None
    people: list[Relative]
    savings: int | None = None
    cars: int | None = None
    homes: int | None = None
    bought_home: bool | None = None
    employs: bool | None = None
    support: int = 0


def verdict(family: Family) -> tuple[str, int]:
    """Return what the law says, and fen a month."""
    counted = [one for one in family.people if one.is_counted]
    single = [one for one in counted if one.is_alone]
    tests = _single_tests(family, counted, single) if single else _household_tests(family, counted)
    if any(each is False for each in tests):
        return "refused", 0
    incomes = [one.monthly() for one in counted]
    if any(each is None for each in (*tests, *incomes)):
        return "incomplete", 0
    return "eligible", _benefit(family, counted, single)


def _benefit(family: Family, counted: list[Relative], single: list[Relative]) -> int:
    standard = STANDARD[family.area]
    paid = single or counted
    income = max(Fraction(0), single[0].monthly()) if single else _income(family, counted)
    yuan = max(Fraction(0), standard * len(paid) - income) + sum(one.extra() * standard for one in paid)
    return ceil(yuan) * 100


def _income(family: Family, counted: list[Relative]) -> Fraction | None:
    """Yuan a month of the whole household, never below zero."""
    monthly = [one.monthly() for one in counted]
    if None in monthly:
        return None
    return max(Fraction(0), sum(monthly) + Fraction(family.support, 1200))


def _household_tests(family: Family, counted: list[Relative]) -> list[bool | None]:
    return [_below(family, counted, Fraction(1)), *_property(family, counted, "dibao")]


def _single_tests(family: Family, counted: list[Relative], single: list[Relative]) -> list[bool | None]:
    """One severely affected person of an edge household, poor by own income (民发〔2021〕57号 第八条)."""
    own = [one.monthly() for one in single]
    edge = _property(family, counted, "edge")
    as_household = _all(_household_tests(family, counted))
    poor = None if family.area is None or None in own else max(Fraction(0), sum(own)) < STANDARD[family.area]
    is_edge = _all([_below(family, counted, EDGE), *edge, None if as_household is None else not as_household])
    return [poor, *edge, len(single) == 1, all(one.is_severe() for one in single), is_edge]


def _below(family: Family, counted: list[Relative], times: Fraction) -> bool | None:
    """Strictly below: exactly the standard is not poor."""
    income = _income(family, counted)
    if income is None or family.area is None:
        return None
    return income < STANDARD[family.area] * times * len(counted)


def _property(family: Family, counted: list[Relative], layer: str) -> list[bool | None]:
    cap = None
    if family.area is not None:
        cap = STANDARD[family.area] * 12 * SAVINGS_IN_YEARLY_STANDARDS[layer] * len(counted) * 100
    return [
        None if family.savings is None or cap is None else family.savings <= cap,
        None if family.cars is None else family.cars <= CARS[layer],
        None if family.homes is None else family.homes <= HOMES[layer],
        None if family.bought_home is None else not family.bought_home,
        None if family.employs is None else not family.employs,
    ]


def _all(tests: list[bool | None]) -> bool | None:
    if any(each is False for each in tests):
        return False
    return None if None in tests else True
