"""Random lives of real cases: legal acts through the domain functions, illegal ones that must leave no trace.

A walk asks the product what may be done (`flow.possible_actions`, as the desk does) and does one of it at random;
before some steps it tries what may not be done. Deadlines are counted again with another calendar (chinesecalendar).
"""

import datetime as dt
import random

import chinese_calendar

from minzheng.accounts.scope import within
from minzheng.archive.domain import filing
from minzheng.casework.domain import (
    application,
    appraisal,
    county_check,
    decision,
    determination,
    flow,
    gates,
    household_visit,
    letter,
    means_check,
    moves,
    publication,
    publicity,
)
from minzheng.casework.enums import CLOSED_STATES, AppraisalStep, State, Station
from minzheng.casework.models import Case, Decision, Objection
from minzheng.casework.queries.standing import standing_of
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.intake import per_month
from minzheng.services.audit.models import AuditEvent
from tests.casework.roads import ROADS
from tests.factories import casework, registry
from tests.factories.archive import told

ENDS = (*CLOSED_STATES, State.ACTIVE)
RARE = {
    "object",
    "object_county",
    "send_back",
    "look_again",
    "ask_supplement",
    "decline",
    "withdraw",
    "complain",
    "extend",
}


def family(rng, start, area):
    """Return a household whose means are known; poor or not, as it falls."""
    poor = rng.random() < 0.7
    # Fen a month; the lines of 2011 are a third of today's.
    wage = 10_000 if poor else 900_000
    born = dt.date(start.year - 40, 3, 1)
    zero = {kind: per_month(0) for kind in ("wage", "business", "property", "transfer", "other")}
    members = [
        registry.new_member("02", born=born, incomes=zero | {"wage": per_month(wage)}),
        registry.new_member("12", sex="2", born=dt.date(start.year - 38, 3, 1), incomes=zero),
    ]
    at = start - dt.timedelta(days=20)
    return registry.household(
        *members, at=at, holds_from=dt.date(start.year - 1, 12, 1), area_kind=area or "rural", **casework.means()
    )


class Life:
    """One case from its application to its end, at random."""

    def __init__(self, road, rng, offices):
        day, area = ROADS[road]
        self.road, self.rng, self.offices = road, rng, offices
        self.at = dt.datetime.combine(day, dt.time(9), SHANGHAI) + dt.timedelta(days=rng.randint(0, 40))
        self.home = family(rng, self.at, area)
        self.case = casework.submit(self.home, offices, self.at, near_relative=rng.random() < 0.1)
        self.tried = 0
        self.counted = 0

    def live(self, steps=600):
        with within(self.offices.county.area):
            for _ in range(steps):
                self.case = Case.objects.get(pk=self.case.pk)
                if self.case.state in ENDS:
                    break
                if self.rng.random() < 0.25:
                    self.try_what_is_not_allowed()
                self.step()
                self.count_deadline()
            else:
                raise AssertionError(f"{self.road}: no end, stands in {self.case.state}")
        return self

    def put_away(self):
        """File what has ended: refused while the household was not told; then it is archived, and stays so."""
        one, self.case = self.offices, Case.objects.get(pk=self.case.pk)
        untold = Decision.objects.filter(case=self.case, letter__isnull=True).exists()
        if untold:
            self.refused(filing.file_case)
            told(self.case, one, self.at)
        filing.file_case(case=self.case, by=one.township, at=self.at)
        self.case = Case.objects.get(pk=self.case.pk)
        self.refused(filing.file_case)
        return self.case

    def refused(self, act):
        before = Case.objects.get(pk=self.case.pk).state
        try:
            act(case=self.case, by=self.offices.township, at=self.at)
        except Refused:
            self.tried += 1
        else:
            raise AssertionError(f"{act.__name__} went through in {before}")
        assert Case.objects.get(pk=self.case.pk).state == before

    def people(self):
        one = self.offices
        return [one.village, one.township, one.second_township, one.county, one.second_county]

    def step(self):
        today = local_day(self.at)
        may = {
            (action.verb, person)
            for person in self.people()
            for action in flow.possible_actions(self.case, person, today)
            if not action.why_not and action.verb in DO
        }
        often = [each for each in may if each[0] not in RARE]
        # Withdrawing ends a life, so it is rare among the rare.
        rare = [each for each in may if each[0] in RARE and (each[0] != "withdraw" or self.rng.random() < 0.1)]
        choices = rare if self.rng.random() < 0.12 else often
        choices.sort(key=lambda each: (each[0], each[1].pk))
        if choices and self.rng.random() < 0.75:
            verb, person = self.rng.choice(choices)
            try:
                DO[verb](self, person)
            except Refused:
                # A gate: what is missing comes with a later step.
                self.duty()
        else:
            self.at += dt.timedelta(days=self.rng.randint(1, 4), minutes=7)
        self.at += dt.timedelta(minutes=self.rng.randint(1, 50))

    def duty(self):
        """Do what the county's gates may have been waiting for."""
        if self.case.state in {State.SUBMITTED_TO_COUNTY, State.TOWNSHIP_DECIDING} and self.rng.random() < 0.7:
            if self.case.state == State.SUBMITTED_TO_COUNTY and not hasattr(self.case, "spot_check"):
                try:
                    county_check.draw(program=self.case.program, by=self.offices.county, at=self.at)
                except Refused:
                    DO["visit"](self, self.offices.county)
            else:
                DO["visit"](self, self.offices.county)

    def try_what_is_not_allowed(self):
        """A random move by a random person that the table or a gate forbids; nothing may be left behind."""
        before = (self.case.state, AuditEvent.objects.filter(chain=f"case:{self.case.pk}").count())
        move = self.rng.choice(moves.MOVES)
        person = self.rng.choice(self.people())
        in_table = any(
            one.source == self.case.state and one.to == move.to and person.role in one.roles for one in moves.MOVES
        )
        shut = gates.why_shut(State(self.case.state), move.to, standing_of(self.case, local_day(self.at)))
        if in_table and not shut:
            return
        try:
            flow.move(case=self.case, to=move.to, by=person, at=self.at)
        except Refused:
            self.tried += 1
        else:
            raise AssertionError(f"{self.case.state} to {move.to} by {person.role} went through: {shut}")
        fresh = Case.objects.get(pk=self.case.pk)
        assert (fresh.state, AuditEvent.objects.filter(chain=f"case:{fresh.pk}").count()) == before

    def count_deadline(self):
        """Count the present limit again; where a calendar is not known the limit says so."""
        case = Case.objects.get(pk=self.case.pk)
        if case.due_on is None:
            return
        expected = independent(self.road, case)
        if expected is not None:
            assert case.due_on == expected, (self.road, case.state, case.station, case.station_since_on)
            self.counted += 1


def working(start, n):
    day = start
    while n:
        day += dt.timedelta(days=1)
        n -= chinese_calendar.is_workday(day)
    return day


def calendar(start, n):
    day = start + dt.timedelta(days=n)
    while not chinese_calendar.is_workday(day):
        day += dt.timedelta(days=1)
    return day


# Days per road, state and station, from the domain file: procedure 3.1 and 3.2, nothing read from the program.
LIMITS = {
    ("notice_220", State.ACCEPTED, Station.HOUSEHOLD_VISIT): (working, 10),
    ("notice_220", State.SURVEYING, Station.HOUSEHOLD_VISIT): (working, 10),
    ("notice_220", State.SURVEYING, Station.DEMOCRATIC_APPRAISAL): (working, 5),
    ("notice_220", State.SUBMITTED_TO_COUNTY, Station.DECISION): (working, 5),
    ("notice_220", State.PUBLICISED, Station.PUBLICITY): (calendar, 7),
    ("notice_220", State.COUNTY_PUBLICISED, Station.COUNTY_PUBLICITY): (calendar, 7),
    ("notice_220", State.COUNTY_OBJECTED, Station.COUNTY_PUBLICITY): (working, 20),
    ("notice_220", State.CONFIRMED, Station.PUBLICATION): (working, 3),
    ("notice_19_rural", State.PUBLICISED, Station.PUBLICITY): (calendar, 7),
    **{
        (road, state, station): limit
        for road in ("notice_57", "notice_83", "act_2026")
        for (state, station), limit in {
            (State.ACCEPTED, Station.MEANS_CHECK): (working, 3),
            (State.CHECKING, Station.MEANS_CHECK): (working, 3),
            (State.SURVEYING, Station.HOUSEHOLD_VISIT): (working, 3),
            (State.PUBLICISED, Station.PUBLICITY): (calendar, 7),
            (State.SUBMITTED_TO_COUNTY, Station.DECISION): (working, 10),
            (State.CONFIRMED, Station.PUBLICATION): (working, 3),
        }.items()
    },
}


def independent(road, case):
    """Return the last day as counted here, None where the law sets no limit for the state."""
    limit = LIMITS.get((road, State(case.state), Station(case.station)))
    if limit is None:
        return None
    since = case.station_since_on
    if case.state in {State.PUBLICISED, State.COUNTY_PUBLICISED}:
        # An objection interrupts nothing: the posting runs from the day it was hung.
        since = case.publicities.filter(closed_at__isnull=True).get().posted_on
    count, days = limit
    return count(since, days)


# ---- how each verb is done


def _visit(life, by):
    one = life.offices
    pairs = ((one.township, one.second_township), (one.county, one.second_county))
    others = {a: b for pair in pairs for a, b in (pair, reversed(pair))}
    household_visit.record(
        case=life.case, by=by, at=life.at, visited_on=local_day(life.at),
        surveyors=[by, others[by]],
        member_present=life.case.applicant, findings="与申报相符。", signed=True,
    )  # fmt: skip


def _appraise(life, by):
    appraisal.record(
        case=life.case, by=by, at=life.at, held_on=local_day(life.at), place="村委会", participants=13,
        representatives=9, steps=AppraisalStep.values, is_survey_true=life.rng.random() < 0.8, conclusion="属实",
    )  # fmt: skip


def _report(life, by):
    status = "consistent" if life.rng.random() < 0.7 else "inconsistent"
    means_check.report(
        case=life.case, by=by, at=life.at, status=status, as_of=local_day(life.at), sources=["银行存款"], text="报告",
    )  # fmt: skip


def _rebut(life, by):
    means_check.rebut(case=life.case, by=by, at=life.at, text="系代存", accepted=life.rng.random() < 0.7)


def _resolve(life, by):
    row = Objection.objects.filter(case=life.case, resolved_at__isnull=True).first()
    publicity.resolve(
        objection=row, by=by, at=life.at, finding="核实", upheld=life.rng.random() < 0.4, feedback="电话答复"
    )


def _decide(life, by):
    (decision.confirm if determination.latest(life.case).outcome == "eligible" else decision.refuse)(
        case=life.case, by=by, at=life.at
    )


def _letter(life, by):
    row = Decision.objects.filter(case=life.case, letter__isnull=True).first()
    if row is not None:
        letter.issue(decision=row, by=by, at=life.at)


def call(function, **fixed):
    return lambda life, by: function(case=life.case, by=by, at=life.at, **fixed)


DO = {
    "accept": call(application.accept),
    "decline": call(application.decline, ground="other_place", referred_to="枝江市民政局"),
    "ask_supplement": call(application.ask_supplement, missing=["就读证明"]),
    "resubmit": call(application.resubmit, answer="已补齐"),
    "lapse": call(application.lapse),
    "withdraw": call(application.withdraw, reason="本人不再申请"),
    "request_check": call(means_check.request),
    "start_check": call(means_check.start),
    "report_consistent": _report,
    "report_inconsistent": _report,
    "rebut": _rebut,
    "begin_survey": lambda life, by: flow.move(case=life.case, to=State.SURVEYING, by=by, at=life.at),
    "resurvey": lambda life, by: flow.move(case=life.case, to=State.SURVEYING, by=by, at=life.at),
    "visit": _visit,
    "appraise": _appraise,
    "propose": call(determination.propose),
    "post": call(publicity.post, place="公示栏"),
    "object": call(publicity.object, objector_name="", text="收入不实"),
    "object_county": call(publicity.object, objector_name="李某", text="收入不实"),
    "reject_objection": _resolve,
    "uphold_objection": _resolve,
    "post_county_again": _resolve,
    "uphold_county": _resolve,
    "close": call(publicity.close),
    "close_township": call(publicity.close),
    "post_county": call(publicity.post_county, place="公示栏", opinion="拟批准"),
    "confirm": _decide,
    "confirm_township": _decide,
    "approve": _decide,
    "refuse": _decide,
    "refuse_township": _decide,
    "send_back": call(decision.send_back, reason="补充"),
    "look_again": call(decision.send_back, reason="补充"),
    "answer_return": call(decision.answer_return, reason="已补充"),
    "publish": call(publication.publish, place="公示栏"),
    "issue_letter": _letter,
    "issue_letter_township": _letter,
    "complain": call(county_check.complain, text="来电"),
    "extend": call(county_check.extend, ground="hard_survey", reason="外省务工"),
}


def replayed(case):
    """Return the state the audit rows alone lead to, and whether each row begins where the one before ended."""
    state, unbroken = State.DRAFT.value, True
    for row in AuditEvent.objects.filter(chain=f"case:{case.pk}").order_by("seq"):
        before, after = (row.before or {}).get("state"), (row.after or {}).get("state")
        if after is None:
            continue
        unbroken = unbroken and before == state
        state = after
    return state, unbroken


def seeded(road, number):
    return random.Random(f"{road}:{number}")
