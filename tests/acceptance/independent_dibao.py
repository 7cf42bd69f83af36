"""The minimum living guarantee of Yidu, reckoned again under every law since 2007. Shares no line with the product.

Written from the law and the handbook (1.1: sections 2.1 to 2.7), in yuan and fractions, per head and month; the product
reckons in whole fen, per household and year. What both must agree on is the verdict and the fen.
"""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

EDGE = Fraction(3, 2)
SAVINGS_IN_YEARLY_STANDARDS = {"dibao": 2, "edge": 3}
CARS = {"dibao": 0, "edge": 1}
CAR_WORTH_IN_YEARLY_STANDARDS = 6
HOMES = {"dibao": 1, "edge": 2}
WORK_COST_AT_MOST = 200
CARE_COST_AT_MOST = 500
SEVERE, MINOR, ELDERLY = Fraction(20, 100), Fraction(15, 100), Fraction(10, 100)
MUST_BE_KNOWN = ("wage", "business", "property", "transfer", "other")
EARNS_FROM = 16
BANDS = {"urban": {"none": 700, "part": 500, "has": 350}, "rural": {"none": 550, "part": 400, "has": 280}}
AWARDS = {"scholarship", "family_planning_reward", "bravery_award", "locally_exempt"}


@dataclass(frozen=True)
class Era:
    """One law on one day, with the county's lines in yuan per person and month. `year` orders the laws."""

    year: int
    on: dt.date
    urban: Fraction
    rural: Fraction
    months_rural: int = 1
    has_property_rule: bool = True
    has_pension_exemption: bool = False

    @property
    def never_counted(self) -> set[str]:
        """Incomes that are left out; since 2026 the basic pension counts again."""
        if self.year < 2021:
            return {"preferential_pension"}
        pension = {"basic_pension"} if self.has_pension_exemption else set()
        return {"preferential_pension", "government_aid", *AWARDS, *pension}

    def standard(self, area: str) -> Fraction:
        """Yuan per person and month."""
        return self.urban if area == "urban" else self.rural


ERAS = {
    "notice_19": Era(
        2007, dt.date(2011, 3, 1), Fraction(280), Fraction(1300, 12), months_rural=3, has_property_rule=False
    ),
    "notice_220": Era(2012, dt.date(2013, 3, 1), Fraction(340), Fraction(150)),
    "order_649": Era(2014, dt.date(2015, 3, 1), Fraction(420), Fraction(220)),
    "notice_57": Era(2021, dt.date(2022, 3, 1), Fraction(710), Fraction(540), has_pension_exemption=True),
    "notice_83": Era(2022, dt.date(2023, 5, 1), Fraction(710), Fraction(540), has_pension_exemption=True),
    "rigid_2025": Era(2025, dt.date(2025, 6, 15), Fraction(770), Fraction(660), has_pension_exemption=True),
    "act_2026": Era(2026, dt.date(2026, 11, 24), Fraction(800), Fraction(700)),
}
NOW = ERAS["act_2026"]


@dataclass
class Relative:
    """One member: full years, incomes and costs in fen a year by kind; a kind that is absent is unknown.

    `kin`: head, spouse, child, parent, other (relatives with a duty to support) or stranger.
    """

    years: int
    incomes: dict[str, int] = field(default_factory=dict)
    work_cost: int = 0
    care_cost: int = 0
    disability: tuple[int, int] | None = None
    is_ill: bool = False
    is_alone: bool = False
    kin: str = "head"
    states: frozenset[str] = frozenset()
    clergy_years: int = 0
    labour: str = ""

    def is_counted(self, era: Era) -> bool:
        """The family as that law sees it, less those it leaves out (table 2.2)."""
        away = {"is_in_prison", "is_excluded_by_province", "is_conscript", "is_destitute"}
        away |= {"is_in_labour_reeducation"} if era.year < 2021 else {"is_in_isolation", "is_declared_missing"}
        if self.states & away or self.is_clergy():
            return False
        if self.kin in {"head", "spouse"} or (self.kin == "parent" and 2012 <= era.year < 2021):
            return True
        depends = self.states & {"is_full_time_student", "cannot_live_independently"}
        if self.kin == "child" and (self.years < 18 or depends):
            return True
        return self.kin != "stranger" and "lives_apart" not in self.states

    def is_clergy(self) -> bool:
        """Three years or more away from the family."""
        return self.clergy_years >= 3

    def is_disabled(self, era: Era) -> bool:
        """Grade one or two; of the mind (kinds 5 and 6) grade three too, since 2021."""
        kind, grade = self.disability or (0, 9)
        return grade <= 2 or (era.year >= 2021 and kind in (5, 6) and grade == 3)

    def is_severe(self, era: Era) -> bool:
        """Severely disabled or seriously ill."""
        return self.is_ill or self.is_disabled(era)

    def works(self, era: Era) -> str:
        """The statistical class: what was found, else by age, then by illness and disability."""
        if self.labour:
            return {"has": "has", "partly_lost": "part"}.get(self.labour, "none")
        if self.years < 18 or self.years > 60 or self.is_severe(era):
            return "none"
        return "part" if self.disability else "has"

    def supplement(self, era: Era) -> Fraction:
        """The part of the standard paid on top: the highest that applies; minors have one since 2021."""
        rates = [Fraction(0)]
        rates += [SEVERE] if self.is_severe(era) else []
        rates += [MINOR] if self.years < 18 and era.year >= 2021 else []
        rates += [ELDERLY] if self.years >= 70 else []
        return max(rates)

    def monthly(self, era: Era) -> Fraction | None:
        """Yuan a month that count, below zero if costs outweigh; None if something must be asked first."""
        asked = MUST_BE_KNOWN if self.years >= EARNS_FROM else ()
        if any(kind not in self.incomes for kind in asked):
            return None
        counted = sum(fen for kind, fen in self.incomes.items() if kind not in era.never_counted)
        yearly = Fraction(counted, 100)
        if era.year >= 2021:
            wage = Fraction(self.incomes.get("wage", 0), 100)
            yearly -= min(Fraction(self.work_cost, 100), WORK_COST_AT_MOST * 12, wage)
            yearly -= min(Fraction(self.care_cost, 100), CARE_COST_AT_MOST * 12)
        return yearly / 12

    def alone_by(self, era: Era) -> str:
        """The case under which this person may apply alone: edge, own, clergy; empty for none."""
        if "is_destitute" in self.states or not (self.is_counted(era) or self.is_clergy()):
            return ""
        if self.is_clergy():
            return "clergy"
        if era.year < 2021:
            lost = self.works(era) == "none" and "has_separate_register" in self.states
            return "own" if self.is_disabled(era) and self.years >= 18 and lost else ""
        jobless = era.year >= 2022 and self.is_disabled(era) and self.years >= 18 and "is_jobless" in self.states
        if jobless or "is_named_single_case" in self.states:
            return "own"
        return "edge" if self.is_severe(era) else ""


@dataclass
class Supporter:
    """Someone outside who owes support: yearly fen per head of the own family, people supported, yearly fen agreed."""

    relation: str
    years: int
    income: int
    supports: int
    agreed: int = 0
    of_the_one: bool = False

    def due(self, standard: Fraction) -> Fraction:
        """Yuan a month, the local formula rounded to the fen of a year."""
        threshold = _half_up(standard * 12 * 100 * Fraction(3, 2))
        owed = _half_up(Fraction(max(0, self.income - threshold), 2 * self.supports))
        return Fraction(max(self.agreed, owed), 1200)


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
    car_worth: int = 0
    supporters: list[Supporter] = field(default_factory=list)


def verdict(family: Family, era: Era = NOW, *, by_bands: bool = False) -> tuple[str, int]:
    """Return what the law says, and fen for one payment."""
    counted = [one for one in family.people if one.is_counted(era)]
    single = [one for one in family.people if one.is_alone] if era.year >= 2012 else []
    tests = _single_tests(family, era, counted, single) if single else _household_tests(family, era, counted)
    if any(each is False for each in tests):
        return "refused", 0
    incomes = [one.monthly(era) for one in {id(one): one for one in (*counted, *single)}.values()]
    if any(each is None for each in (*tests, *incomes)):
        return "incomplete", 0
    return "eligible", _benefit(family, era, single or counted, single, by_bands=by_bands)


def _benefit(family: Family, era: Era, paid: list[Relative], single: list[Relative], *, by_bands: bool) -> int:
    standard = era.standard(family.area)
    income = _own_income(family, era, single) if single else _income(family, era, paid)
    yuan = max(Fraction(0), standard * len(paid) - income)
    if by_bands:
        yuan = Fraction(sum(BANDS[family.area][one.works(era)] for one in paid))
    yuan += sum(one.supplement(era) * standard for one in paid)
    months = era.months_rural if family.area == "rural" else 1
    return ceil(yuan * months) * 100


def _income(family: Family, era: Era, counted: list[Relative]) -> Fraction | None:
    """Yuan a month of the whole household, never below zero."""
    monthly = [one.monthly(era) for one in counted]
    if None in monthly or (family.supporters and family.area is None):
        return None
    owed = sum(one.due(era.standard(family.area)) for one in family.supporters)
    return max(Fraction(0), sum(monthly) + owed + Fraction(family.support, 1200))


def _own_income(family: Family, era: Era, single: list[Relative]) -> Fraction | None:
    """Yuan a month of who applies alone: own income and what supporters owe; the jobless disabled are spared some."""
    own = [one.monthly(era) for one in single]
    if None in own or family.area is None:
        return None
    spared = any(
        one.alone_by(era) and one.is_disabled(era) and one.years >= 18 and "is_jobless" in one.states for one in single
    )
    spared = spared and era.year >= 2022
    owing = [one for one in family.supporters if one.of_the_one]
    owing = [one for one in owing if not (spared and (one.relation == "sibling" or one.years >= 60))]
    return max(Fraction(0), sum(own) + sum(one.due(era.standard(family.area)) for one in owing))


def _household_tests(family: Family, era: Era, counted: list[Relative]) -> list[bool | None]:
    if not counted:
        return [False]
    owned = _property(family, era, len(counted), "dibao") if era.has_property_rule else []
    return [_below(family, era, counted, Fraction(1)), *owned]


def _single_tests(family: Family, era: Era, counted: list[Relative], single: list[Relative]) -> list[bool | None]:
    """One person who may apply alone, poor by own income (民发〔2012〕220号 第十条; 民发〔2021〕57号 第八条)."""
    layer = "edge" if era.year >= 2021 else "dibao"
    heads = max(1, len(counted))
    owned = _property(family, era, heads, layer)
    own = _own_income(family, era, single)
    poor = None if own is None else own < era.standard(family.area)
    cases = [one.alone_by(era) for one in single]
    tests = [poor, *owned, len(single) == 1, all(cases)]
    if era.year < 2021:
        return tests
    whole = _all([bool(counted), *_household_tests(family, era, counted)])
    not_whole = None if whole is None else not whole
    if "edge" in cases:
        worth = _property(family, era, heads, "edge")
        tests.append(_all([_below(family, era, counted, EDGE), *worth, not_whole]))
    if "own" in cases:
        tests.append(not_whole)
    return tests


def _below(family: Family, era: Era, counted: list[Relative], times: Fraction) -> bool | None:
    """Strictly below: exactly the standard is not poor."""
    income = _income(family, era, counted)
    if income is None or family.area is None:
        return None
    return income < era.standard(family.area) * times * len(counted)


def _property(family: Family, era: Era, heads: int, layer: str) -> list[bool | None]:
    cap = worth = None
    if family.area is not None:
        yearly = era.standard(family.area) * 12 * 100
        cap = yearly * SAVINGS_IN_YEARLY_STANDARDS[layer] * heads
        worth = yearly * CAR_WORTH_IN_YEARLY_STANDARDS
    tests = [
        None if family.savings is None or cap is None else family.savings <= cap,
        None if family.cars is None else family.cars <= CARS[layer],
        None if family.homes is None else family.homes <= HOMES[layer],
        None if family.bought_home is None else not family.bought_home,
        None if family.employs is None else not family.employs,
    ]
    if layer == "edge":
        tests.append(None if worth is None else family.car_worth <= worth)
    return tests


def _half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def _all(tests: list[bool | None]) -> bool | None:
    if any(each is False for each in tests):
        return False
    return None if None in tests else True
