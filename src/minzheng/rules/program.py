"""The identity card of a program: names, legal basis, regimes, the dated path of stations. Data, no logic."""

from dataclasses import dataclass
from datetime import date

from minzheng.rules.errors import NotInForce

STATIONS = (
    "application",
    "means_check",
    "household_visit",
    "democratic_appraisal",
    "determination",
    "publicity",
    "decision",
    "publication",
)
ACTORS = ("village_worker", "township_officer", "county_officer", "finance_officer", "leader", "auditor")
LIMIT_KINDS = ("working", "calendar")


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a path: who acts, within how many days (None: the law sets no limit), by which clause."""

    code: str
    actor: str
    limit_days: int | None
    limit_kind: str
    law: str
    label: str
    when: str = "always"


@dataclass(frozen=True, slots=True)
class StationPath:
    """The stations from application to publication, as in force from one day to another (inclusive; None: still)."""

    from_: date
    until: date | None
    steps: tuple[Step, ...]
    law: str
    total_limit_working_days: int
    publicity_days: int


@dataclass(frozen=True, slots=True)
class Regime:
    """The days on which one set of formula versions is law. Formulas name it by code; the dates stand only here."""

    code: str
    name: str
    from_: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """What the catalogue tells the rooms above. `decides` is the level that decides: "county" or "township".

    `more_income_may_pay_more` says why, where the law itself breaks "more income never pays more"; else empty.
    """

    code: str
    name: str
    short_name: str
    legal_basis: tuple[str, ...]
    regimes: tuple[Regime, ...]
    paths: tuple[StationPath, ...]
    documents: tuple[str, ...]
    case_prefix: str
    unit: str = "household"
    cadence: str = "month"
    decides: str = "county"
    start_month: str = "next"
    exclusive_with: tuple[str, ...] = ()
    more_income_may_pay_more: str = ""

    def path_on(self, day: date) -> StationPath:
        """Return the path in force on the day; raise NotInForce if there is none."""
        for path in self.paths:
            if path.from_ <= day and (path.until is None or day <= path.until):
                return path
        raise NotInForce(
            f"{self.name}在{day}没有已录入的办理程序，不能按该日受理。已录入的程序自{self.paths[0].from_}起。"
        )

    def regime_on(self, day: date) -> Regime:
        """Return the regime in force on the day; raise NotInForce if there is none."""
        for regime in self.regimes:
            if regime.from_ <= day and (regime.until is None or day <= regime.until):
                return regime
        spans = "；".join(f"{one.name}（{one.from_}至{one.until or '今'}）" for one in self.regimes)
        raise NotInForce(f"{self.name}没有适用于{day}的计算规则。已录入的规则：{spans}。")
