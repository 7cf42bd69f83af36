"""A course has so many places and not one more; who came often enough has the certificate."""

import datetime as dt
import subprocess
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.care.domain import attendance, course, paper
from minzheng.care.domain.road import CareRefused
from minzheng.care.enums import EnrolmentState
from minzheng.care.models import Course, Enrolment
from minzheng.care.queries.training import trainees
from minzheng.casework.domain.flow import IllegalMove
from minzheng.paperwork.domain.verifying import verify
from tests.factories import accounts, care, casework, registry
from tests.factories.care import DAYS, NOW, on


def family(offices):
    case = care.running(offices)
    return case, *registry.people(case.household)


def test_the_last_place_is_not_taken_twice(offices, county):
    case, man, wife, _child = family(offices)
    one = care.a_course(by=offices.township, capacity=1)
    stale = [Course.objects.get(pk=one.pk) for _n in range(2)]

    first = care.enrolled(stale[0], case, man, by=offices.township)
    second = care.enrolled(stale[1], case, wife, by=offices.township)

    assert (first.state, second.state) == (EnrolmentState.ENROLLED, EnrolmentState.WAITING)
    assert Course.objects.get(pk=one.pk).seats_taken == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=one.pk).update(seats_taken=2)


def test_who_leaves_makes_room_for_the_first_who_waits(offices, county):
    case, man, wife, child = family(offices)
    one = care.a_course(by=offices.township, capacity=1)
    first, second, third = (care.enrolled(one, case, person, by=offices.township) for person in (man, wife, child))

    moved = course.leave(enrolment=first, reason="外出务工", by=offices.township, at=on(5))

    assert moved == second
    third.refresh_from_db()
    assert third.state == EnrolmentState.WAITING
    assert Course.objects.get(pk=one.pk).seats_taken == 1
    # Leaving the list of those who wait frees no place.
    assert course.leave(enrolment=third, reason="不参加了", by=offices.township, at=on(5)) is None
    assert Course.objects.get(pk=one.pk).seats_taken == 1


def test_after_the_first_day_nobody_moves_up(offices, county):
    case, man, wife, _child = family(offices)
    one = care.a_course(by=offices.township, capacity=1)
    first, second = (care.enrolled(one, case, person, by=offices.township) for person in (man, wife))

    assert course.leave(enrolment=first, reason="生病", by=offices.township, at=on(10)) is None
    second.refresh_from_db()
    assert (second.state, Course.objects.get(pk=one.pk).seats_taken) == (EnrolmentState.WAITING, 0)


@pytest.mark.parametrize(("day", "joins"), [(9, True), (10, False)])
def test_the_first_day_is_the_last_to_join(offices, county, day, joins):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)

    if joins:
        assert care.enrolled(one, case, man, by=offices.township, at=on(day)).state == EnrolmentState.ENROLLED
    else:
        with pytest.raises(CareRefused, match="已于2026-11-09开班"):
            care.enrolled(one, case, man, by=offices.township, at=on(day))


def test_a_person_joins_once_and_again_after_leaving(offices, county):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    row = care.enrolled(one, case, man, by=offices.township)

    with pytest.raises(CareRefused, match="不重复报名"):
        care.enrolled(one, case, man, by=offices.township)
    course.leave(enrolment=row, reason="有事", by=offices.township, at=NOW)
    assert care.enrolled(one, case, man, by=offices.township).pk != row.pk


def test_only_people_of_a_benefit_that_stands(offices, county):
    case, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    stranger = registry.people(casework.household())[0]
    waiting = casework.case("submitted", offices=offices, at=on(2))

    with pytest.raises(CareRefused, match="不是办件"):
        care.enrolled(one, case, stranger, by=offices.township)
    with pytest.raises(IllegalMove):
        care.enrolled(one, waiting, waiting.applicant, by=offices.township)


def test_the_township_next_door_joins_a_county_course_but_no_township_course(offices, county):
    near = care.neighbours(offices)
    officer = accounts.neighbour_officer()
    own = care.a_course(by=offices.township)
    shared = care.a_course(by=offices.county, division_code=accounts.COUNTY, capacity=1)
    case, man, *_rest = family(offices)

    with pytest.raises(CareRefused, match="不在您的管辖范围内"):
        care.enrolled(own, near, near.applicant, by=officer)
    first = care.enrolled(shared, near, near.applicant, by=officer)
    second = care.enrolled(shared, case, man, by=offices.township)
    with pytest.raises(NotAllowed):
        care.enrolled(shared, case, man, by=officer)

    assert (first.state, second.state) == (EnrolmentState.ENROLLED, EnrolmentState.WAITING)
    with within(offices.township.area):
        assert [one.enrolment for one in trainees(shared)] == [second]
    with within(officer.area):
        # The place goes to the next of the county, whichever township.
        assert course.leave(enrolment=first, reason="搬走", by=officer, at=on(4)) == second
        assert [one.enrolment for one in trainees(shared)] == []


def test_one_day_short_is_no_certificate(offices, county):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    row = care.enrolled(one, case, man, by=offices.township)
    assert one.required_days == 4
    care.came(row, 3, by=offices.township)

    with pytest.raises(CareRefused, match=r"出勤3天，合格须4天.*还差1天"):
        attendance.certify(enrolment=row, by=offices.township, at=on(16))

    with pytest.raises(CareRefused, match="更正须写明原因"):
        attendance.mark(course=one, day=DAYS[4], present=[row.pk], by=offices.township, at=on(16))
    attendance.mark(
        course=one, day=DAYS[4], present=[row.pk], by=offices.township, at=on(16), note_text="签到表漏录，有签名"
    )
    paper_made = attendance.certify(enrolment=row, by=offices.township, at=on(16))

    pdf = paper.kept_file(paper_made)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert man.name in text
    assert "职业技能培训合格证明" in text
    found = verify(code=paper_made.data["verify"]["code"], visitor="1", at=NOW)
    assert (found.number, found.issuer) == (paper_made.number, "宜都市民政局")
    with pytest.raises(CareRefused, match="已发合格证明"):
        attendance.certify(enrolment=row, by=offices.township, at=on(16))


def test_a_certificate_waits_for_the_last_day(offices, county):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    row = care.enrolled(one, case, man, by=offices.township)
    for day in DAYS[:4]:
        attendance.mark(course=one, day=day, present=[row.pk], by=offices.township, at=on(day.day))

    with pytest.raises(CareRefused, match="结束后再发证"):
        attendance.certify(enrolment=row, by=offices.township, at=on(12))
    assert attendance.certify(enrolment=row, by=offices.township, at=on(13)).enrolment == row


def test_attendance_belongs_to_days_of_the_course_that_have_come(offices, county):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    row = care.enrolled(one, case, man, by=offices.township)

    with pytest.raises(CareRefused, match="还没有到"):
        attendance.mark(course=one, day=DAYS[0], present=[row.pk], by=offices.township, at=on(8))
    with pytest.raises(CareRefused, match="不是这个培训班的上课日"):
        attendance.mark(course=one, day=dt.date(2026, 11, 14), present=[], by=offices.township, at=on(20))
    with pytest.raises(CareRefused, match="不在本班名单上"):
        attendance.mark(course=one, day=DAYS[0], present=[row.pk + 99], by=offices.township, at=on(9))


def test_a_cancelled_course_takes_nobody(offices, county):
    case, man, *_rest = family(offices)
    one = care.a_course(by=offices.township)
    course.cancel(course=one, reason="报名人数不足", by=offices.township, at=NOW)

    with pytest.raises(CareRefused, match="已停办"):
        care.enrolled(one, case, man, by=offices.township)
    with pytest.raises(CareRefused, match="已停办"):
        course.cancel(course=one, reason="再停一次", by=offices.township, at=NOW)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"days": []}, "上课日期"), ({"days": [DAYS[0], DAYS[0]]}, "只填一次"), ({"capacity": 0}, "名额"),
     ({"days": [dt.date(2026, 11, 1)]}, "早于今天"), ({"title": " "}, "名称")],
)  # fmt: skip
def test_a_course_that_cannot_be_held(offices, county, fields, words):
    with pytest.raises(CareRefused, match=words):
        care.a_course(by=offices.township, **fields)


def test_the_person_of_an_ended_case_is_refused(offices, county):
    case, man, *_rest = family(offices)
    case.state = "terminated"
    case.save(update_fields=["state"])
    one = care.a_course(by=offices.township)

    with pytest.raises(IllegalMove):
        care.enrolled(one, case, man, by=offices.township)
    assert not Enrolment.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="an in-memory database is one connection's")
def test_two_officers_at_once_fill_one_place_once():
    offices = casework.Offices()
    case, second = care.running(offices), care.running(offices)
    one, start = care.a_course(by=offices.township, capacity=1), threading.Barrier(2)

    def join(who):
        start.wait()
        care.enrolled(one, who, who.applicant, by=offices.township)
        connection.close()

    both = [threading.Thread(target=join, args=[who]) for who in (case, second)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    with within(offices.county.area):
        states = sorted(Enrolment.objects.values_list("state", flat=True))
        assert states == [EnrolmentState.ENROLLED, EnrolmentState.WAITING]
        assert Course.objects.get(pk=one.pk).seats_taken == 1
