"""Referrals, courses, vacancies and placements on days of their own, by named people."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.care.domain import attendance, course, placement, referral, vacancy
from minzheng.care.models import Course, Enrolment, Introduction, Placement, Referral, Vacancy
from minzheng.casework.models import Case
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.registry.models import Household, Person
from tests.factories import accounts, casework, registry

# A Monday in a month without holidays, weeks after the cases of the factories began.
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAYS = [dt.date(2026, 11, 9) + dt.timedelta(days=n) for n in range(5)]


def on(day: int, month: int = 11, year: int = 2026) -> dt.datetime:
    """Return nine o'clock of a day."""
    return dt.datetime(year, month, day, 9, 0, tzinfo=SHANGHAI)


def running(offices: casework.Offices, home: Household | None = None) -> Case:
    """Return a running case, taken over: cheap."""
    return casework.taken_over(home or casework.household(), offices).case


def wife_of(case: Case) -> Person:
    """Return the second member of the factories' family. Needs a declared area."""
    return registry.people(case.household)[1]


def neighbours(offices: casework.Offices) -> Case:
    """Return a running case of the township next door."""
    home = casework.household(division_code=accounts.NEIGHBOUR_VILLAGE)
    return running(offices, home)


def sent(home: Household, *, by: Staff, target: str = "education", at: dt.datetime = NOW, **fields) -> Referral:
    """Send a referral."""
    given = {"reason": "孩子上小学，需要减免费用", "sent_on": local_day(at)} | fields
    with within(by.area):
        return referral.send(household=home, target=target, by=by, at=at, **given)


def a_course(*, by: Staff, at: dt.datetime = NOW, division_code: str = accounts.TOWNSHIP, **fields) -> Course:
    """Open a course of five days next week with two places."""
    given = {
        "title": "家政服务培训班", "content": "家庭保洁、老人照料", "organiser": "宜都市职业培训学校",
        "place": "红花套镇便民服务中心", "days": DAYS, "capacity": 2,
    } | fields  # fmt: skip
    with within(by.area):
        return course.open_course(division_code=division_code, by=by, at=at, **given)


def enrolled(one: Course, case: Case, person: Person, *, by: Staff, at: dt.datetime = NOW) -> Enrolment:
    """Enrol a person."""
    with within(by.area):
        return course.enrol(course=one, case=case, person=person, by=by, at=at)


def came(enrolment: Enrolment, days: int, *, by: Staff) -> None:
    """Mark every day of the course; this person came on the first `days`."""
    with within(by.area):
        for n, day in enumerate(DAYS):
            moment = dt.datetime.combine(day, dt.time(17), SHANGHAI)
            present = [enrolment.pk] if n < days else []
            attendance.mark(course=enrolment.course, day=day, present=present, by=by, at=moment)


def a_vacancy(*, by: Staff, at: dt.datetime = NOW, division_code: str = accounts.TOWNSHIP, **fields) -> Vacancy:
    """Enter a vacancy of one opening."""
    given = {
        "employer": "宜都纺织厂", "job": "缝纫工", "place": "红花套镇工业园", "needs": "视力正常，可以久坐",
        "wage_from_fen": 280_000, "wage_to_fen": 350_000, "openings": 1,
    } | fields  # fmt: skip
    with within(by.area):
        return vacancy.enter(division_code=division_code, by=by, at=at, **given)


def told(one: Vacancy, case: Case, person: Person, *, by: Staff, at: dt.datetime = NOW) -> Introduction:
    """Put a vacancy to a person."""
    with within(by.area):
        return vacancy.offer(
            vacancy=one, case=case, person=person, suits="视力正常，身体健康", offered_on=local_day(at), by=by, at=at
        )


def said(one: Introduction, *, by: Staff, at: dt.datetime = NOW, accepted: bool = False, ground: str = "none") -> None:
    """Record the answer."""
    with within(by.area):
        vacancy.answer(
            introduction=one, accepted=accepted, ground="" if accepted else ground, answer_on=local_day(at), by=by,
            at=at, reason="不想去" if not accepted else "", judgement="" if accepted else "当面听取说明后认定",
        )  # fmt: skip


def placed(
    case: Case, person: Person, *, by: Staff, from_on: dt.date = dt.date(2026, 11, 2), at: dt.datetime = NOW, **fields
) -> Placement:
    """Record that a person found a job alone."""
    given = {"employer": "宜都酒店", "job": "服务员", "wage_fen": 300_000} | fields
    with within(by.area):
        return placement.place(case=case, person=person, from_on=from_on, by=by, at=at, **given)
