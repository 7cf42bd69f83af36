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
    "county_publicity",
    "decision",
    "publication",
)
ACTORS = ("village_worker", "township_officer", "county_officer", "finance_officer", "leader", "auditor")
LIMIT_KINDS = ("working", "calendar")


AFTERWARDS = "afterwards"
WHEN = ("always", "optional", "disputed", AFTERWARDS)
AREAS = ("", "urban", "rural")
URGENT, RECOGNISED = "urgent", "recognised"
ROAD_KINDS = ("", URGENT, RECOGNISED)
"""Whose a road is: everybody's, of cases that cannot wait, of those whose status another program confirmed."""
APPLIED_FOR = "casework"
NO_ROOM = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a path: who acts, within how many days (None: the law sets no limit), by which clause.

    `when`: "always" must be stopped at, "optional" may be, "disputed" only after an objection or a doubt, "afterwards"
    is made good once the decision is carried out: its days run from the payment. `limit_starts`: the days are those
    until the work begins, not until it ends.
    """

    code: str
    actor: str
    limit_days: int | None
    limit_kind: str
    law: str
    label: str
    when: str = "always"
    limit_starts: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """Days for the whole road. `since` is "acceptance" or "application"; `days` of the law named."""

    days: int
    kind: str
    law: str
    since: str = "acceptance"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """How many of a batch the county visits: basis points, rounded up. `required`: no decision without a draw."""

    ratio: int
    law: str
    required: bool
    status: str = "official"


@dataclass(frozen=True, slots=True)
class StationPath:
    """The stations from application to publication, as in force from one day to another (inclusive; None: still).

    `area` says for whom: "urban", "rural", or "" for everybody. `whole` is the limit of the whole road (None: only the
    stations have limits), `extended` the one in the hard cases the law names, `delegated` the one where the township
    decides (None: nobody may delegate). `posts_again`: a proposal made anew after an objection hangs once more.
    `visits_objected`: the county itself visits a household somebody objected to. `board_days`: how long the decision
    stays on a village board at least. `kind`: whose road it is beside everybody's, of ROAD_KINDS.
    """

    code: str
    from_: date
    until: date | None
    law: str
    steps: tuple[Step, ...]
    publicity_days: int
    whole: Limit | None
    area: str = ""
    extended: Limit | None = None
    delegated: Limit | None = None
    posts_again: bool = False
    visits_objected: bool = False
    objection_days: int | None = None
    spot_check: SpotCheck | None = None
    remote_visit_law: str = ""
    board_days: int | None = None
    kind: str = ""

    def step(self, code: str) -> Step | None:
        """Return the step at a station, None if the road does not lead there."""
        return next((step for step in self.steps if step.code == code), None)

    def always(self, code: str) -> bool:
        """Say whether every case stops at this station."""
        step = self.step(code)
        return step is not None and step.when == "always"

    @property
    def afterwards(self) -> tuple[Step, ...]:
        """The stations that are made good after the decision is carried out."""
        return tuple(step for step in self.steps if step.when == AFTERWARDS)


@dataclass(frozen=True, slots=True)
class Regime:
    """The days on which one set of formula versions is law. Formulas name it by code; the dates stand only here."""

    code: str
    name: str
    from_: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PriceLink:
    """By which standard a group gets the price-linked subsidy: figure codes, each with the months it stands for.

    Of several the first counts that has a value at the place on the day.
    """

    urban: tuple[tuple[str, int], ...]
    rural: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """How a standard of the year keeps pace (自然增长): the codes of the figures it is reckoned from.

    `standard`: fen per person and year; `line`: fen per person and month, of which `ratio` basis points are the least;
    `spending`: last year's consumption per head, of which `spending_ratio` basis points are the least; `step`: fen to
    which a new standard is rounded up. It never falls.
    """

    standard: str
    line: str
    ratio: str
    spending: str
    spending_ratio: str
    step: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The codes, in the order above."""
        return (self.standard, self.line, self.ratio, self.spending, self.spending_ratio, self.step)


@dataclass(frozen=True, slots=True)
class Carried:
    """A fact that remembers the year: what earlier claims of the same person and calendar year came to.

    `fact` is the household fact that the formulas read; `adds` the household result of each claim that is added to it.
    What counts is said by that formula (a refused claim adds what it says, mostly nothing).
    """

    fact: str
    adds: str


@dataclass(frozen=True, slots=True)
class Passport:
    """A yes/no that another program, named by its code, has found: taken over as it stands (社会救助法 第四十二条).

    `fact` is of the household or of a person; `layers` are those of the other program that count, empty for all.
    `recipients_only`: only for the members whom the other benefit covers.
    """

    fact: str
    program: str
    law: str
    layers: tuple[str, ...] = ()
    recipients_only: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """What the catalogue tells the rooms above. `decides` is the level that decides: "county" or "township".

    `more_income_may_pay_more` says why, where the law itself breaks "more income never pays more"; else empty.
    `made_due_by` is the room that makes it due: casework, for whoever applied, or another that reckons for everybody.
    NO_ROOM: none keeps yet what it needs, so it can be reckoned and looked up, but is offered nowhere and never paid.
    `never_income` says by which clause no program counts it as income; empty: as the facts of each program say.
    `cadence` is "month", or "once" where each payment is for one bill or one emergency. `growth`: the standards that
    grow by a rule. `carried` remembers a year's claims, `passports` name the programs whose findings are taken over.
    `asked_for` is the yes of a member for whom it is asked, where it is asked for one person at a time.
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
    # Which law of liability a falsehood about this program meets (one of statute.penalty.MATTERS).
    liability: str = "other_assistance"
    made_due_by: str = APPLIED_FOR
    never_income: str = ""
    price_link: PriceLink | None = None
    growth: tuple[Growth, ...] = ()
    carried: tuple[Carried, ...] = ()
    passports: tuple[Passport, ...] = ()
    asked_for: str = ""

    @property
    def is_applied_for(self) -> bool:
        """Whether households apply for it."""
        return self.made_due_by == APPLIED_FOR

    @property
    def is_paid(self) -> bool:
        """Whether any room makes it due."""
        return self.made_due_by != NO_ROOM

    def path_on(self, day: date, area: str = "", *, kind: str = "") -> StationPath:
        """Return the path in force on the day for an area; raise NotInForce if there is none.

        Where town and country have roads of their own, the urban one stands first and serves who names no area. `kind`
        asks for the road of the urgent or the recognised; where the day has none, they go like everybody.
        """
        found = [path for path in self.paths if path.from_ <= day and (path.until is None or day <= path.until)]
        for wanted in dict.fromkeys((kind, "")):
            for path in found:
                if path.kind == wanted and (path.area in {"", area} or not area):
                    return path
        raise NotInForce(
            f"{self.name}在{day}没有已录入的办理程序，不能按该日受理。"
            f"已录入的程序自{min((path.from_ for path in self.paths), default=None)}起。"
        )

    def differs_by_area(self, day: date) -> bool:
        """Say whether town and country have roads of their own on the day."""
        return any(path.area and path.from_ <= day and (path.until is None or day <= path.until) for path in self.paths)

    def regime_on(self, day: date) -> Regime:
        """Return the regime in force on the day; raise NotInForce if there is none."""
        for regime in self.regimes:
            if regime.from_ <= day and (regime.until is None or day <= regime.until):
                return regime
        spans = "；".join(f"{one.name}（{one.from_}至{one.until or '今'}）" for one in self.regimes)
        raise NotInForce(f"{self.name}没有适用于{day}的计算规则。已录入的规则：{spans}。")
