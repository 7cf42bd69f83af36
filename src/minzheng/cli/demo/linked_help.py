"""Linked help in the sample county: referrals, a course with its certificate, a job refused and one taken up."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from minzheng.accounts.models import Staff
from minzheng.care.domain import attendance, course, placement, referral, vacancy
from minzheng.casework.domain import change_report
from minzheng.casework.enums import State
from minzheng.casework.models import Case
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.services.calendar.queries import add_working_days


def referred(offices: Offices) -> Iterator[dt.datetime]:
    """Water and power are answered, a flat is not, and by now it should be."""
    at = _at(dt.date(2026, 10, 12))
    yield at
    case = _running(offices, 0)
    if case is None:
        return
    by = _officer(offices, case)
    sent = referral.send(
        household=case.household, target="utilities", reason="最低生活保障在保，申请用电用水减免。", by=by, at=at,
        sent_on=local_day(at),
    )  # fmt: skip
    home = referral.send(
        household=case.household, target="housing", reason="住房漏雨破损，申请公租房或租赁补贴。", by=by, at=at,
        sent_on=local_day(at),
    )  # fmt: skip
    referral.issue_slip(referral=home, by=by, at=at)
    at = _later(at, 8)
    yield at
    referral.answer(
        referral=sent, outcome="granted", text="自11月起每月减免10度电费、3吨水费。", answered_on=local_day(at), by=by,
        at=at, document_number="宜电惠〔2026〕27号",
    )  # fmt: skip


def trained(offices: Offices, now: dt.datetime) -> Iterator[dt.datetime]:
    """A course of four days with two people, one of whom came often enough; and the next, which is still to come."""
    at = _at(dt.date(2026, 11, 2))
    yield at
    cases = [case for case in (_running(offices, place) for place in (1, 2)) if case is not None]
    days = [dt.date(2026, 11, 10) + dt.timedelta(days=n) for n in range(4)]
    first = course.open_course(
        title="家政服务员培训班", content="家庭保洁、老人照料、安全常识", organiser="县职业技术教育中心",
        place="县就业服务大厅三楼", days=days, capacity=30, division_code=_county(), by=offices.decider, at=at,
    )  # fmt: skip
    rows = [course.enrol(course=first, case=case, person=case.applicant, by=offices.decider, at=at) for case in cases]
    for number, day in enumerate(days):
        at = _at(day, hour=17)
        yield at
        came = [row.pk for place, row in enumerate(rows) if place == 0 or number < 2]
        if rows:
            attendance.mark(course=first, day=day, present=came, by=offices.decider, at=at)
    at = _at(dt.date(2026, 11, 16))
    yield at
    if rows:
        attendance.certify(enrolment=rows[0], by=offices.decider, at=at)
    today = local_day(now)
    at = max(_later(at, 4), _at(today - dt.timedelta(days=6)))
    yield at
    next_days = [today + dt.timedelta(days=75 + n) for n in range(5)]
    course.open_course(
        title="电商直播培训班", content="网店开设、拍摄、客户服务", organiser="县职业技术教育中心",
        place="县就业服务大厅三楼", days=next_days, capacity=40, division_code=_county(), by=offices.decider, at=at,
    )  # fmt: skip


def employed(offices: Offices) -> Iterator[dt.datetime]:
    """A job taken up in August, whose first follow-up is due; one refused for care; one that waits for its answer."""
    at = _at(dt.date(2026, 8, 24))
    yield at
    case = _running(offices, 0)
    if case is None:
        return
    by = _officer(offices, case)
    work = placement.place(
        case=case, person=case.applicant, from_on=local_day(at), wage_fen=90_000, by=by, at=at,
        employer="镇环卫所", job="保洁员（半日）",
    )  # fmt: skip
    at = _later(at, 2)
    yield at
    case.refresh_from_db()
    if case.state in {State.ACTIVE, State.REVIEW_DUE}:
        change_report.handle(report=work.change_report, by=by, at=at, finding="半日岗位，收入已核对，未超过标准。")
    at = _at(dt.date(2026, 11, 4))
    yield at
    people = [one for one in (_running(offices, place) for place in (3, 4)) if one is not None]
    made = vacancy.enter(
        employer="宜都纺织有限公司", job="缝纫工", place="县工业园", needs="视力正常，可以久坐，提供住宿",
        wage_from_fen=280_000, wage_to_fen=380_000, openings=20, division_code=_county(), by=offices.decider, at=at,
    )  # fmt: skip
    told = [
        vacancy.offer(
            vacancy=made, case=one, person=one.applicant, suits="身体健康，离家近，可以住宿", offered_on=local_day(at),
            by=_officer(offices, one), at=at,
        )
        for one in people
    ]  # fmt: skip
    at = _later(at, 3)
    yield at
    if told:
        vacancy.answer(
            introduction=told[0], accepted=False, ground="care", reason="家中老人卧床，离不开人",
            judgement="入户核实，老人不能自理，确须照料", answer_on=local_day(at),
            by=_officer(offices, people[0]), at=at,
        )  # fmt: skip


def told(offices: Offices, now: dt.datetime) -> list[Iterator[dt.datetime]]:
    """Return the stories of linked help up to the present."""
    return [referred(offices), trained(offices, now), employed(offices)]


def _running(offices: Offices, place: int) -> Case | None:
    """Return a running case outside the first township, whose desk newcomers are shown."""
    first = min(offices.townships)[:9]
    rows = Case.objects.filter(state=State.ACTIVE).exclude(division_code__startswith=first)
    return rows.select_related("household", "applicant").order_by("pk")[place : place + 1].first()


def _officer(offices: Offices, case: Case) -> Staff:
    return offices.townships[case.division_code[:9] + "000"][0]


def _county() -> str:
    return settings.COUNTY_CODE.ljust(12, "0")


def _at(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 40), SHANGHAI)


def _later(at: dt.datetime, working_days: int) -> dt.datetime:
    return _at(add_working_days(local_day(at), working_days).day)
