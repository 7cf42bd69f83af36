"""Random walks over the table of moves, up to the decision: what may happen, against duties written down a second time.

`Walker` holds what a real case would have in its rows and asks the product's table and gates. `DUTIES` says, per road
and in the words of the domain file, what must have happened before a decision; it shares no code with the gates.
"""

import datetime as dt
import random
from dataclasses import dataclass, field, replace

from minzheng.casework.domain import flow, gates, moves
from minzheng.casework.enums import CLOSED_STATES, CheckStatus, Level, Outcome, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.standing import Standing
from minzheng.programs import catalogue

PROGRAM = "dibao"
# A day inside each road: code, acceptance, area.
ROADS = {
    "order_271_urban": (dt.date(2011, 3, 1), "urban"),
    "notice_19_rural": (dt.date(2011, 3, 1), "rural"),
    "notice_220": (dt.date(2013, 3, 4), "rural"),
    "notice_57": (dt.date(2021, 9, 1), ""),
    "notice_83": (dt.date(2025, 3, 3), ""),
    "act_2026": (dt.date(2026, 8, 3), ""),
}
# The roads of the other programs that are applied for: program, a day inside, area.
OTHERS = {
    "wubao_order_456": ("wubao", dt.date(2011, 3, 1), "rural"),
    "wubao_order_649": ("wubao", dt.date(2015, 3, 2), ""),
    "wubao_measures_2016": ("wubao", dt.date(2018, 3, 1), ""),
    "wubao_notice_43": ("wubao", dt.date(2025, 3, 3), ""),
    "wubao_act_2026": ("wubao", dt.date(2026, 8, 3), ""),
}
WALKED = {**{code: (PROGRAM, day, area) for code, (day, area) in ROADS.items()}, **OTHERS}
# What a grant needs on each road (domain file 3.1-3.3 and procedures 2.6, 2.7, 2.12, 2.13).
DUTIES = {
    "order_271_urban": {"visit"},
    "notice_19_rural": {"visit", "appraisal", "hung"},
    "notice_220": {"visit", "appraisal", "hung", "drawn from", "county hung"},
    "notice_57": {"check", "visit", "hung"},
    "notice_83": {"check", "visit", "hung"},
    "act_2026": {"check", "visit", "hung"},
    "wubao_order_456": {"visit", "appraisal", "hung"},
    "wubao_order_649": {"visit", "hung"},
    "wubao_measures_2016": {"visit", "hung", "drawn from"},
    "wubao_notice_43": {"visit", "hung", "drawn from"},
    "wubao_act_2026": {"visit", "hung", "drawn from"},
}
RARE = {"object", "object_county", "send_back", "look_again", "ask_supplement", "decline"}
DECIDED = (State.CONFIRMED, State.REFUSED)
ENDS = (*DECIDED, *CLOSED_STATES)


@dataclass
class Walker:
    """One case without a database."""

    road: str
    rng: random.Random
    case: Case = field(init=False)
    day: dt.date = field(init=False)
    now: Standing = field(init=False)
    is_clear: bool = False
    done: list[str] = field(default_factory=list)
    shut: list[tuple[State, State]] = field(default_factory=list)

    def __post_init__(self):
        program, self.day, area = WALKED[self.road]
        path = catalogue.get(program).program.path_on(self.day, area)
        delegated = path.delegated is not None and self.rng.random() < 0.4
        self.case = Case(
            program=program, state=State.DRAFT, station=Station.APPLICATION, station_since_on=self.day,
            path_from=path.from_, path_area=area, decides=Level.TOWNSHIP if delegated else Level.COUNTY,
        )  # fmt: skip
        flagged = self.rng.random() < 0.2
        self.now = Standing(path=path, day=self.day, is_delegated=delegated, is_flagged=flagged)

    def walk(self, steps=400):
        for _ in range(steps):
            if self.case.state in ENDS:
                return self
            self.step()
        raise AssertionError(f"{self.road}: no end after {steps} steps, stands in {self.case.state}: {self.done[-20:]}")

    def step(self):
        """Do one act or one move at random; count the moves that a gate holds back."""
        options = self.open_moves()
        acts = ACTS.get(State(self.case.state), ())
        assert options or acts, f"dead end in {self.case.state}: {self.done}"
        # Mostly onward: a walk that withdraws at once shows little.
        onward = [move for move in options if move.to != State.WITHDRAWN] or ([] if acts else options)
        pool = onward if self.rng.random() < 0.98 else options
        # One in five who could object, or sends back, does.
        if self.rng.random() < 0.8:
            often = [move for move in pool if move.verb not in RARE]
            pool = often or ([] if acts else pool)
        if acts and (not pool or self.rng.random() < 0.6):
            self.rng.choice(acts)(self)
        elif pool:
            self.move(self.rng.choice(pool))

    def open_moves(self):
        found = []
        for move in moves.allowed(self.case.state):
            if not flow.is_on_road(self.case, move, self.day):
                continue
            if gates.why_shut(move.source, move.to, self.standing()):
                self.shut.append((move.source, move.to))
            else:
                found.append(move)
        return found

    def standing(self):
        return replace(self.now, day=self.day)

    def move(self, move):
        before = self.case.state
        self.case.state = move.to
        self.done.append(f"{before}>{move.to}")
        EFFECTS.get((before, move.to), lambda _walker: None)(self)

    def set(self, **changed):
        self.now = replace(self.now, **changed)

    def wait(self, days):
        self.day += dt.timedelta(days=days)

    # ---- what the station's domain function does beside the move

    def hang(self, last=7):
        self.set(hangs_until=self.day + dt.timedelta(days=last))

    def new_survey(self):
        self.set(is_surveyed=False)

    def propose(self, eligible=None):
        if eligible is None:
            eligible = self.rng.random() < 0.7
        path = self.now.path
        spared = not path.always(Station.PUBLICITY) or ("upheld" in self.done and not path.posts_again)
        # The same amount that hung already, or another one now.
        hung = self.is_clear and self.rng.random() < 0.5
        self.set(
            proposal=Outcome.ELIGIBLE if eligible else Outcome.REFUSED, is_hung=not eligible or spared or hung,
            is_county_hung=not eligible or not path.always(Station.COUNTY_PUBLICITY),
        )  # fmt: skip
        self.done.append(f"proposal:{self.now.proposal}")

    def close(self):
        self.is_clear = True
        self.set(is_hung=True, hangs_until=None)
        self.done.append("hung")


def ask_check(walker):
    walker.set(check=CheckStatus.NOT_CHECKED, is_rebutted=False)


def consistent(walker):
    walker.set(check=CheckStatus.CONSISTENT)
    walker.done.append("check")


def inconsistent(walker):
    walker.set(check=CheckStatus.INCONSISTENT)
    walker.done.append("check")


def propose_refusal(walker):
    walker.propose(eligible=False)


def visit(walker):
    walker.set(is_seen=True, is_surveyed=True, is_appraised=None)
    walker.done.append("visit")


def appraise(walker):
    true = walker.rng.random() < 0.7
    if walker.now.is_surveyed:
        walker.set(is_appraised=true, is_surveyed=true)
        walker.done.append("appraisal" if true else "appraisal:untrue")


def rebut(walker):
    walker.set(is_rebutted=True)


def wait(walker):
    walker.wait(walker.rng.randint(1, 5))


def resolve(walker):
    upheld = walker.rng.random() < 0.4
    walker.done.append("upheld" if upheld else "rejected")
    walker.set(open_objections=0)
    county = walker.case.state == State.COUNTY_OBJECTED
    if upheld:
        to = State.RETURNED if county else State.SURVEYING
        walker.set(hangs_until=None, is_hung=False)
        walker.is_clear = walker.is_clear and county
    else:
        to = State.COUNTY_PUBLICISED if county else State.PUBLICISED
    step = next(move for move in moves.allowed(walker.case.state) if move.to == to)
    assert gates.why_shut(step.source, step.to, walker.standing()) == ""
    walker.move(step)
    if upheld and not county:
        walker.set(is_surveyed=True, is_appraised=walker.now.is_appraised)


def county_visit(walker):
    walker.set(is_county_visited=True)
    walker.done.append("county visit")


def draw(walker):
    if not walker.now.is_in_draw and walker.now.path.spot_check:
        walker.set(is_in_draw=True, is_drawn=walker.rng.random() < 0.3)
        walker.done.append("drawn from")


ACTS = {
    State.CHECKING: (wait,),
    State.CHECK_NEGATIVE: (rebut, wait),
    State.SUPPLEMENT_NEEDED: (wait,),
    State.SURVEYING: (visit, appraise, wait),
    State.PUBLICISED: (wait,),
    State.OBJECTED: (resolve,),
    State.COUNTY_PUBLICISED: (wait,),
    State.COUNTY_OBJECTED: (resolve,),
    State.SUBMITTED_TO_COUNTY: (draw, county_visit, wait),
    State.TOWNSHIP_DECIDING: (county_visit, wait),
}


def objected(walker):
    walker.set(open_objections=1, has_objection=True)
    walker.done.append("objection")


def county_hung_again(walker):
    walker.hang()


def approve(walker):
    walker.set(hangs_until=None)
    walker.done.append("county hung")


def supplement(walker):
    walker.set(due_on=walker.day + dt.timedelta(days=30))


EFFECTS = {
    (State.SUBMITTED, State.SUPPLEMENT_NEEDED): supplement,
    (State.ACCEPTED, State.CHECKING): ask_check,
    (State.CHECKING, State.SURVEYING): consistent,
    (State.CHECKING, State.CHECK_NEGATIVE): inconsistent,
    (State.CHECK_NEGATIVE, State.SURVEYING): rebut,
    (State.CHECK_NEGATIVE, State.PROPOSED): propose_refusal,
    (State.SURVEYING, State.PROPOSED): Walker.propose,
    (State.RETURNED, State.PROPOSED): Walker.propose,
    (State.RETURNED, State.SURVEYING): Walker.new_survey,
    (State.TOWNSHIP_DECIDING, State.SURVEYING): Walker.new_survey,
    (State.PROPOSED, State.PUBLICISED): Walker.hang,
    (State.PUBLICISED, State.OBJECTED): objected,
    (State.PUBLICISED, State.SUBMITTED_TO_COUNTY): Walker.close,
    (State.PUBLICISED, State.TOWNSHIP_DECIDING): Walker.close,
    (State.SUBMITTED_TO_COUNTY, State.COUNTY_PUBLICISED): Walker.hang,
    (State.COUNTY_OBJECTED, State.COUNTY_PUBLICISED): county_hung_again,
    (State.COUNTY_PUBLICISED, State.COUNTY_OBJECTED): objected,
    (State.COUNTY_PUBLICISED, State.CONFIRMED): approve,
}
