"""The life of each sample case, told as a sequence of acts of named people on working days.

A story is a generator: it yields the moment of its next act, and does it when it is resumed. The builder resumes all
stories in order of time, so document numbers and audit chains grow as they would in an office. A story that reaches the
present simply stops there: that is the open work on the desk.
"""

import datetime as dt
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from minzheng.accounts.models import Staff
from minzheng.casework.domain import (
    application,
    appraisal,
    decision,
    determination,
    household_visit,
    letter,
    means_check,
    publication,
    publicity,
    recertification,
)
from minzheng.casework.enums import AppraisalStep, CheckStatus, Outcome, State
from minzheng.casework.models import Case, Decision, Objection
from minzheng.casework.queries.members import adults, members_on
from minzheng.cli.demo.households import Circumstances
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.models import Household, Person
from minzheng.services.calendar.queries import add_working_days, is_workday

# A part of a story yields the moments of its acts and returns the last one.
Telling = Generator[dt.datetime, None, dt.datetime]
PLACES = ("村务公开栏", "党群服务中心公示栏", "社区居务公开栏")
SOURCES = ("户籍", "社会保险", "不动产登记", "车辆登记", "市场主体登记", "银行存款")


@dataclass(frozen=True)
class Kind:
    """What happens in a story, how often (weight), and the family it needs."""

    weight: int
    family: Circumstances
    turn: str = ""


POOR = Circumstances(per_head_yuan=4600, size_at_most=5, deposit_yuan=3000, passenger_cars=0, houses=1)
KINDS = {
    "granted": Kind(196, POOR),
    "over_the_line": Kind(34, Circumstances(per_head_yuan=13500, deposit_yuan=4000, passenger_cars=0, houses=1)),
    "owns_a_car": Kind(8, Circumstances(per_head_yuan=5200, deposit_yuan=4000, passenger_cars=1, houses=1)),
    "three_reasons": Kind(3, Circumstances(per_head_yuan=21000, deposit_yuan=400_000, passenger_cars=1, houses=2)),
    "supplement": Kind(14, POOR, "supplement"),
    "objection_unfounded": Kind(7, POOR, "objection"),
    "check_differs": Kind(6, POOR, "check_differs"),
    "sent_back": Kind(8, POOR, "sent_back"),
    "withdrawn": Kind(7, POOR, "withdrawn"),
    "recipient_dies": Kind(
        4, Circumstances(per_head_yuan=3600, size_at_most=1, deposit_yuan=2000, passenger_cars=0, houses=1), "death"
    ),
    "member_dies": Kind(
        2, Circumstances(per_head_yuan=3600, size_at_least=3, deposit_yuan=2000, passenger_cars=0, houses=1), "death"
    ),
    "income_rises": Kind(6, POOR, "income"),
    "income_falls": Kind(5, POOR, "income"),
}


class Narrator:
    """Tells one story after another with one seeded generator."""

    def __init__(self, rng: random.Random, offices: Offices, program: str) -> None:
        self.rng = rng
        self.offices = offices
        self.program = program

    def later(self, at: dt.datetime, working_days: int) -> dt.datetime:
        """A moment in office hours that many working days after `at`; the same day stays, a little later."""
        day = local_day(at)
        if working_days:
            day = add_working_days(day, working_days).day
        elif not is_workday(day):
            day = add_working_days(day, 1).day
        moment = dt.datetime.combine(day, dt.time(8, 30), SHANGHAI) + dt.timedelta(minutes=self.rng.randint(5, 500))
        return max(moment, at + dt.timedelta(minutes=self.rng.randint(3, 25)))

    def tell(self, kind: str, household: Household, start: dt.datetime) -> Iterator[dt.datetime]:
        """The whole story of one application."""
        rng, turn = self.rng, KINDS[kind].turn
        first, second = self.offices.townships[household.division_code[:9] + "000"]
        applicant = self._head(household, start)
        at = self.later(start, 0)
        yield at
        case = self._submit(household, applicant, first, at)
        if turn == "withdrawn":
            at = self.later(at, rng.randint(1, 4))
            yield at
            application.withdraw(case=case, by=first, at=at, reason="申请人已随子女外出居住，主动撤回")
            return
        if turn == "supplement":
            at = self.later(at, 1)
            yield at
            application.ask_supplement(case=case, by=first, at=at, missing=["户主本人签字的授权书", "就读证明"])
            at = self.later(at, rng.randint(3, 8))
            yield at
            application.resubmit(case=case, by=first, at=at, answer="已补齐授权书和就读证明")
        at = self.later(at, rng.randint(0, 1))
        yield at
        application.accept(case=case, by=first, at=at)
        at = yield from self._check(case, first, turn, at)
        at = yield from self._visit_and_propose(case, applicant, (first, second), at)
        if determination.latest(case).outcome == Outcome.ELIGIBLE:
            at = yield from self._publicise(case, (first, second), turn, at)
        at = yield from self._decide(case, first, turn, at)
        if case.state == State.CONFIRMED:
            yield from self._afterwards(case, first, turn, at)

    def _head(self, household: Household, at: dt.datetime) -> Person:
        head: Person = next(iter(members_on(household, local_day(at), at)))
        return head

    def _submit(self, household: Household, applicant: Person, officer: Staff, at: dt.datetime) -> Case:
        worker = self.offices.villages.get(household.division_code, officer)
        people = members_on(household, local_day(at), at)
        return application.submit(
            program=self.program,
            household=household,
            applicant=applicant,
            by=worker,
            at=at,
            reason=self.rng.choice(
                ("家庭成员患病，收入减少", "主要劳动力失业", "年老体弱，无稳定收入", "因残缺少劳动能力")
            ),
            answers={},
            commitment_signed=True,
            consented_persons=adults(people, local_day(at)),
        )

    def _check(self, case: Case, officer: Staff, turn: str, at: dt.datetime) -> Telling:
        at = self.later(at, self.rng.randint(0, 2))
        yield at
        means_check.request(case=case, by=officer, at=at)
        at = self.later(at, self.rng.randint(2, 5))
        yield at
        differs = turn == "check_differs"
        means_check.report(
            case=case,
            by=self.offices.checker,
            at=at,
            status=CheckStatus.INCONSISTENT if differs else CheckStatus.CONSISTENT,
            as_of=local_day(at),
            sources=list(SOURCES),
            text="市场主体登记显示户主名下有一个体工商户。" if differs else "各来源反馈与申报一致。",
        )
        if differs:
            at = self.later(at, self.rng.randint(2, 4))
            yield at
            means_check.rebut(
                case=case,
                by=officer,
                at=at,
                text="该个体工商户已于去年停业并提交注销申请，经现场核实属实。",
                accepted=True,
            )
        return at

    def _visit_and_propose(
        self, case: Case, applicant: Person, officers: tuple[Staff, Staff], at: dt.datetime
    ) -> Telling:
        at = self.later(at, self.rng.randint(1, 3))
        yield at
        household_visit.record(
            case=case,
            by=officers[0],
            at=at,
            visited_on=local_day(at),
            surveyors=list(officers),
            member_present=applicant,
            signed=True,
            findings=self.rng.choice(
                ("住房为自建砖瓦房，家具简单；邻居反映与申报相符。", "家中有病人长期服药，生活开支紧；收入与申报相符。")
            ),
        )
        at = self.later(at, self.rng.randint(0, 2))
        yield at
        determination.propose(case=case, by=officers[0], at=at)
        return at

    def _publicise(self, case: Case, officers: tuple[Staff, Staff], turn: str, at: dt.datetime) -> Telling:
        at = self.later(at, self.rng.randint(0, 1))
        yield at
        posting = publicity.post(case=case, by=officers[0], at=at, place=self.rng.choice(PLACES))
        if turn == "objection":
            yield from self._objection(case, officers, at)
        at = self.later(dt.datetime.combine(posting.last_on, dt.time(9), SHANGHAI), 1)
        yield at
        publicity.close(case=case, by=officers[0], at=at)
        return at

    def _objection(self, case: Case, officers: tuple[Staff, Staff], at: dt.datetime) -> Iterator[dt.datetime]:
        at = self.later(at, 1)
        yield at
        objection: Objection = publicity.object(
            case=case, by=officers[0], at=at, objector_name="李建设", text="反映该户有人在县城打工，收入没有如实申报。"
        )
        at = self.later(at, 1)
        yield at
        appraisal.record(
            case=case,
            by=officers[0],
            at=at,
            held_on=local_day(at),
            place="村委会会议室",
            participants=13,
            representatives=9,
            steps=AppraisalStep.values,
            is_survey_true=True,
            conclusion="与会人员确认调查情况属实，所反映的打工收入已计入申报。",
            opinions=["情况属实", "打工收入调查时已问到"],
        )
        at = self.later(at, 0)
        yield at
        publicity.resolve(
            objection=objection,
            by=officers[0],
            at=at,
            finding="经评议核实，打工收入已计入，异议不成立。",
            upheld=False,
            feedback="当面答复李建设，说明评议结果。",
        )
        case.refresh_from_db()

    def _decide(self, case: Case, officer: Staff, turn: str, at: dt.datetime) -> Telling:
        at = self.later(at, self.rng.randint(1, 5))
        yield at
        if turn == "sent_back":
            decision.send_back(case=case, by=self.offices.decider, at=at, reason="请补充说明户主就医支出的票据年度。")
            at = self.later(at, 2)
            yield at
            decision.answer_return(case=case, by=officer, at=at, reason="票据均为本年度，已在案卷中注明。")
            at = self.later(at, 1)
            yield at
        if determination.latest(case).outcome == Outcome.ELIGIBLE:
            made = decision.confirm(case=case, by=self.offices.decider, at=at)
        else:
            made = decision.refuse(case=case, by=self.offices.decider, at=at)
        written = letter.issue(decision=made, by=self.offices.decider, at=at)
        at = self.later(at, self.rng.randint(1, 2))
        yield at
        letter.serve(letter=written, by=officer, at=at, served_on=local_day(at), method="直接送达")
        return self.later(at, 0)

    def _afterwards(self, case: Case, officer: Staff, turn: str, at: dt.datetime) -> Iterator[dt.datetime]:
        yield at
        publication.publish(case=case, by=self.offices.decider, at=at, place=self.rng.choice(PLACES))
        if turn == "death":
            at = self.later(at, self.rng.randint(25, 45))
            yield at
            self._death(case, officer, at)
            at = self.later(at, 2)
            yield at
            # The month's review may have moved the case since it was published.
            case.refresh_from_db()
            stopped = recertification.stop_on_death(case=case, by=self.offices.second_decider, at=at)
            if isinstance(stopped, Decision):
                letter.issue(decision=stopped, by=self.offices.second_decider, at=at)
        elif turn == "income":
            at = self.later(at, self.rng.randint(8, 25))
            yield at
            self._income(case, officer, at)

    def _death(self, case: Case, officer: Staff, at: dt.datetime) -> None:
        people = members_on(case.household, local_day(at), at)
        others = [person for person in people if person.pk != case.applicant_id]
        who = others[-1] if others else case.applicant
        record_death(
            person=who,
            died_on=local_day(at) - dt.timedelta(days=3),
            by=officer,
            at=at,
            source="村（居）委会报告，凭死亡医学证明",
        )

    def _income(self, case: Case, officer: Staff, at: dt.datetime) -> None:
        grown = adults(members_on(case.household, local_day(at), at), local_day(at))
        facts.record_income(
            household=case.household,
            person=grown[0],
            kind="wage",
            amount_fen=self.rng.choice((0, 120_000, 900_000)),
            period="year",
            holds_from=local_day(at),
            by=officer,
            at=at,
            source="本人报告收入变化",
        )
