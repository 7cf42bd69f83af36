"""A county that was paid since January, a standard that comes late, and what is reckoned of it."""

import datetime as dt
import random
from dataclasses import dataclass, field
from fractions import Fraction

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import local_figure
from minzheng.casework.domain.takeover import take_over
from minzheng.casework.models import Case, LocalFigure
from minzheng.differences.domain import computation
from minzheng.differences.models import Computation
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.payments.domain.entitlement import dues_for
from minzheng.registry.domain.intake import NewMember, per_month
from tests.acceptance.independent_dibao import ERAS, Era, Family, Relative, verdict
from tests.factories import accounts, casework, registry

PROGRAM = "dibao"
JANUARY, JULY, SEPTEMBER = Month(2026, 1), Month(2026, 7), Month(2026, 9)
BEFORE = dt.datetime(2025, 12, 10, 9, 0, tzinfo=SHANGHAI)
AUGUST = dt.datetime(2026, 8, 3, 9, 0, tzinfo=SHANGHAI)
# The new standard is entered and approved on this day.
LATE = dt.datetime(2026, 9, 20, 10, 0, tzinfo=SHANGHAI)
AFTER = dt.datetime(2026, 9, 21, 9, 0, tzinfo=SHANGHAI)
SINCE = dt.date(2025, 1, 1)
LINES = {"urban": "dibao_line_urban_fen", "rural": "dibao_line_rural_fen"}
OLD = {"urban": 80_000, "rural": 70_000}
NEW = {"urban": 85_000, "rural": 75_000}


@dataclass
class County:
    """Who works there, and the households with the same family for the independent reckoning."""

    first: Staff = field(default_factory=accounts.county_officer)
    second: Staff = field(default_factory=accounts.county_officer)
    finance: Staff = field(default_factory=accounts.finance_officer)
    families: dict[int, Family] = field(default_factory=dict)

    def within(self):
        """Declare the county's area."""
        return within(self.first.area)


def era(month: Month, *, new: bool = False) -> Era:
    """Return law and lines of a month as the independent reckoning takes them; `new`: with the late standard."""
    base = ERAS["act_2026"] if month >= JULY else ERAS["rigid_2025"]
    lines = NEW if new and month >= JULY else OLD
    return Era(
        base.year, month.first_day, Fraction(lines["urban"], 100), Fraction(lines["rural"], 100),
        has_pension_exemption=base.has_pension_exemption,
    )  # fmt: skip


def family(rng: random.Random) -> tuple[list[NewMember], Family]:
    """Return a poor family twice: as it is registered, and as it is reckoned independently."""
    area = rng.choice(("urban", "rural"))
    members, people = [], []
    for place in range(rng.choice((1, 1, 2, 2, 3, 4))):
        is_child = place > 1 or (place == 1 and rng.random() < 0.3)
        # Nobody comes of an age that matters between two months of the test.
        year = rng.randint(2012, 2019) if is_child else rng.randint(1960, 1995)
        born = dt.date(year, 3, 1)
        wage = 0 if is_child or rng.random() < 0.4 else rng.randint(1, 60_000)
        incomes = {} if is_child else casework.ZERO | {"wage": per_month(wage)}
        relation = "02" if place == 0 else "20" if is_child else "10"
        members.append(registry.new_member(relation, sex="2" if relation == "10" else "1", born=born, incomes=incomes))
        kin = "head" if place == 0 else "child" if is_child else "spouse"
        years = 2026 - year - 1
        told = {} if is_child else dict.fromkeys(("business", "property", "transfer", "other"), 0)
        people.append(Relative(years, told if is_child else told | {"wage": wage * 12}, kin=kin))
    return members, Family(area, people, savings=500_000, cars=0, homes=1, bought_home=False, employs=False)


def add(
    county: County,
    members: list[NewMember],
    reckoned: Family | None,
    *,
    amount_fen: int | None = None,
    taken_over_at: dt.datetime = BEFORE,
) -> Case:
    """Register a household and take over what it is paid: what the law gave it in January, unless told otherwise."""
    means = casework.means()
    means.pop("account")
    area = reckoned.area if reckoned else "rural"
    home = registry.household(*members, by=county.first, at=BEFORE, holds_from=SINCE, area_kind=area, **means)
    if amount_fen is None:
        outcome, amount_fen = verdict(reckoned, era(JANUARY))
        assert outcome == "eligible", outcome
    with county.within():
        people = registry.people(home)
        decided = take_over(
            household=home, program=PROGRAM, document_number=f"示例民发〔2025〕{home.pk}号", amount_fen=amount_fen,
            from_month=JANUARY, payee=people[0], covered_persons=people, submitted_by=county.second, by=county.first,
            at=taken_over_at, source="存量名册",
        )  # fmt: skip
    if reckoned:
        county.families[decided.case_id] = reckoned
    return decided.case


def county_of(count: int, seed: int = 7) -> County:
    """Return a county of so many households, poor in January."""
    made, rng = County(), random.Random(seed)
    while len(made.families) < count:
        members, reckoned = family(rng)
        if verdict(reckoned, era(JANUARY))[0] == "eligible":
            add(made, members, reckoned)
    return made


def listed(county: County, *, until: Month = SEPTEMBER, since: Month = JANUARY) -> None:
    """Make the regular dues of every month, on its fifth day."""
    month = since
    while month <= until:
        at = dt.datetime(month.year, month.month, 5, 9, 0, tzinfo=SHANGHAI)
        dues_for(month=month, by=county.first, at=at, program=PROGRAM)
        month = month.next()


def raise_standard(
    county: County, *, on: dt.date = dt.date(2026, 7, 1), at: dt.datetime = LATE, **lines: int
) -> list[LocalFigure]:
    """Enter and approve the new lines."""
    rows = []
    with county.within():
        for area, value in (lines or NEW).items():
            row = local_figure.enter(
                code=LINES[area], where="420581", level="city", from_on=on, value=value,
                reference="宜民政发〔2026〕31号（示例）", by=county.first, at=at,
            )  # fmt: skip
            rows.append(local_figure.approve(figure=row, by=county.second, at=at))
    return rows


def reckoned(
    county: County, *, first: Month = JANUARY, at: dt.datetime = AFTER, by: Staff | None = None, **fields
) -> Computation:
    """Start a computation and do it at once. Within the county's area."""
    given = {"program": PROGRAM, "first": first, "cause": "figure", "reason": "新标准晚到", "at": at} | fields
    by = by or county.first
    row = computation.start(by=by, **given)
    return computation.run(computation=row, by=by, at=at)
