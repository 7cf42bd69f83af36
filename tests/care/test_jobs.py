"""An offer refused here is casework's refusal; work taken up is asked about again to the day."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.care.domain import placement, vacancy
from minzheng.care.domain.road import CareRefused
from minzheng.care.models import FollowUp, Placement
from minzheng.care.queries import jobs as queries
from minzheng.casework.domain import job_refusal
from minzheng.casework.domain.flow import IllegalMove
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import ChangeKind, OfferAnswer, ReportedBy
from minzheng.casework.models import ChangeReport, JobOffer
from minzheng.casework.queries.jobs import consecutive_refusals
from tests.factories import accounts, care
from tests.factories.care import NOW, on


def couple(offices):
    case = care.running(offices)
    return case, care.wife_of(case)


def refused(case, person, offices, ground, day):
    told = care.told(care.a_vacancy(by=offices.township), case, person, by=offices.township, at=on(day))
    care.said(told, by=offices.township, at=on(day), ground=ground)


def test_an_offer_is_casework_s_offer_and_names_the_vacancy(offices, county):
    case, wife = couple(offices)
    one = care.a_vacancy(by=offices.township)
    told = care.told(one, case, wife, by=offices.township)

    assert (told.offer.source, told.offer.employer, told.offer.answer) == (one.number, "宜都纺织厂", OfferAnswer.OPEN)
    assert list(queries.unanswered()) == [told.offer]
    with pytest.raises(CareRefused, match="不重复介绍"):
        care.told(one, case, wife, by=offices.township)


def test_a_refusal_counts_and_one_with_a_just_reason_does_not(offices, county):
    case, wife = couple(offices)
    for day, ground in ((2, "none"), (3, "illness"), (4, "care"), (5, "none")):
        refused(case, wife, offices, ground, day)

    assert consecutive_refusals([wife.pk]) == {wife.pk: 2}
    assert JobOffer.objects.filter(is_justified=True).count() == 2
    with pytest.raises(ReviewRefused, match="2次，满3次"):
        job_refusal.propose_cut(case=case, person=wife, cut_fen=100, by=offices.township, at=on(6))
    refused(case, wife, offices, "none", 6)
    assert consecutive_refusals([wife.pk]) == {wife.pk: 3}
    assert job_refusal.propose_cut(case=case, person=wife, cut_fen=100, by=offices.township, at=on(7)).number


def test_a_refusal_says_which_ground_and_why(offices, county):
    case, wife = couple(offices)
    told = care.told(care.a_vacancy(by=offices.township), case, wife, by=offices.township)

    with pytest.raises(CareRefused, match="请选择理由"):
        care.said(told, by=offices.township, ground="")
    with pytest.raises(ReviewRefused, match="写明依据"):
        vacancy.answer(
            introduction=told, accepted=False, ground="none", answer_on=NOW.date(), by=offices.township, at=NOW
        )


def test_no_more_people_than_openings(offices, county):
    case, wife = couple(offices)
    one = care.a_vacancy(by=offices.township)
    both = [care.told(one, case, person, by=offices.township) for person in (case.applicant, wife)]
    care.said(both[0], by=offices.township, accepted=True)

    with pytest.raises(CareRefused, match="已招满"):
        care.said(both[1], by=offices.township, accepted=True)
    with pytest.raises(CareRefused, match="已招满"):
        care.told(one, case, wife, by=offices.township)


def test_a_closed_vacancy_and_one_past_its_day_are_not_offered(offices, county):
    case, wife = couple(offices)
    past = care.a_vacancy(by=offices.township, closes_on=dt.date(2026, 11, 4))
    care.told(past, case, wife, by=offices.township, at=on(4))
    with pytest.raises(CareRefused, match="已停止招用"):
        care.told(past, case, case.applicant, by=offices.township, at=on(5))
    one = care.a_vacancy(by=offices.township)
    vacancy.close(vacancy=one, reason="企业撤回", by=offices.township, at=NOW)
    with pytest.raises(CareRefused, match="已停止招用"):
        care.told(one, case, wife, by=offices.township)


def test_the_township_next_door_neither_sees_nor_acts(offices, county):
    case, wife = couple(offices)
    one = care.a_vacancy(by=offices.township)
    row = care.placed(case, wife, by=offices.township)
    neighbour = accounts.neighbour_officer()

    near = care.neighbours(offices)
    with pytest.raises(CareRefused, match="不在您的管辖范围内"):
        care.told(one, near, near.applicant, by=neighbour)
    with pytest.raises(NotAllowed):
        care.placed(case, case.applicant, by=neighbour)
    with within(neighbour.area):
        assert not queries.placements().exists()
        with pytest.raises(Placement.DoesNotExist):
            placement.end(placement=row, ended_on=NOW.date(), reason="x", by=neighbour, at=NOW)


def test_a_job_reported_is_a_change_to_be_reckoned(offices, county):
    case, wife = couple(offices)
    row = care.placed(case, wife, by=offices.township)

    told = ChangeReport.objects.get(case=case)
    assert (told, told.kind, told.told_by, told.is_major, told.handled_at) == (
        row.change_report, ChangeKind.INCOME, ReportedBy.HOUSEHOLD, True, None,
    )  # fmt: skip
    assert "月工资3,000.00元" in told.text


def test_a_placement_through_us_needs_the_accepted_offer(offices, county):
    case, wife = couple(offices)
    told = care.told(care.a_vacancy(by=offices.township), case, wife, by=offices.township)

    with pytest.raises(CareRefused, match="先登记答复"):
        care.placed(case, wife, by=offices.township, offer=told.offer)
    care.said(told, by=offices.township, accepted=True)
    row = care.placed(case, wife, by=offices.township, offer=told.offer)

    assert (row.employer, row.change_report.told_by) == ("宜都纺织厂", ReportedBy.DISCOVERY)
    with pytest.raises(CareRefused, match="先登记离岗"):
        care.placed(case, wife, by=offices.township)


def test_nobody_of_a_case_that_ended(offices, county):
    case, wife = couple(offices)
    case.state = "terminated"
    case.save(update_fields=["state"])

    with pytest.raises(IllegalMove):
        care.placed(case, wife, by=offices.township)
    with pytest.raises(IllegalMove):
        care.told(care.a_vacancy(by=offices.township), case, wife, by=offices.township)


def started_on(day, offices):
    case, wife = couple(offices)
    at = dt.datetime.combine(day, dt.time(9), NOW.tzinfo)
    return case, care.placed(case, wife, by=offices.township, from_on=day, at=at)


def visit(row, offices, day, *, employed=True, wage_fen=300_000, at=None):
    at = at or dt.datetime.combine(day, dt.time(9), NOW.tzinfo)
    return placement.follow_up(
        follow_up=row, done_on=day, is_employed=employed, wage_fen=wage_fen, text="电话回访本人", by=offices.township,
        at=at,
    )  # fmt: skip


def test_three_follow_ups_are_planned_to_the_day(offices, county):
    _case, row = started_on(dt.date(2026, 11, 30), offices)

    # The corresponding day, or the month's last: 2027 is no leap year (民法典 第二百零二条).
    assert [(one.months, one.opens_on) for one in queries.follow_ups(row)] == [
        (3, dt.date(2027, 2, 28)), (6, dt.date(2027, 5, 30)), (12, dt.date(2027, 11, 30)),
    ]  # fmt: skip


def test_a_follow_up_is_due_from_its_day_and_not_the_day_before(offices, county):
    _case, row = started_on(dt.date(2026, 9, 10), offices)
    first = queries.follow_ups(row)[0]

    assert first.opens_on == dt.date(2026, 12, 10)
    assert list(queries.to_follow_up(dt.date(2026, 12, 9))) == []
    with pytest.raises(CareRefused, match="应在2026-12-10当天或之后"):
        visit(first, offices, dt.date(2026, 12, 9), at=on(11, 12))
    assert list(queries.to_follow_up(dt.date(2026, 12, 10))) == [first]
    visit(first, offices, dt.date(2026, 12, 10))
    assert list(queries.to_follow_up(dt.date(2026, 12, 31))) == []
    with pytest.raises(CareRefused, match="已登记"):
        visit(first, offices, dt.date(2026, 12, 11))


def test_another_wage_is_reported_and_the_same_is_not(offices, county):
    case, row = started_on(dt.date(2026, 8, 10), offices)
    first, second, _third = queries.follow_ups(row)

    visit(first, offices, dt.date(2026, 11, 10))
    assert ChangeReport.objects.filter(case=case).count() == 1
    visit(second, offices, dt.date(2027, 2, 10), wage_fen=320_000)

    last = ChangeReport.objects.filter(case=case).order_by("-pk")[0]
    assert "由3,000.00元变为3,200.00元" in last.text


def test_out_of_work_ends_the_follow_ups_and_is_reported(offices, county):
    case, row = started_on(dt.date(2026, 8, 10), offices)
    first = queries.follow_ups(row)[0]

    visit(first, offices, dt.date(2026, 11, 10), employed=False, wage_fen=None)

    row.refresh_from_db()
    assert row.ended_on == dt.date(2026, 11, 10)
    assert list(queries.to_follow_up(dt.date(2028, 1, 1))) == []
    assert "离岗" in ChangeReport.objects.filter(case=case).order_by("-pk")[0].text
    with pytest.raises(CareRefused, match="已离岗"):
        visit(FollowUp.objects.get(placement=row, months=6), offices, dt.date(2027, 2, 10))
    assert care.placed(case, row.person, by=offices.township, at=on(20)).pk != row.pk


def test_a_follow_up_goes_on_after_the_benefit_ended(offices, county):
    case, row = started_on(dt.date(2026, 8, 10), offices)
    case.state = "terminated"
    case.save(update_fields=["state"])
    first = queries.follow_ups(row)[0]

    visit(first, offices, dt.date(2026, 11, 10), wage_fen=400_000)

    assert ChangeReport.objects.filter(case=case).count() == 1
    assert list(queries.unanswered()) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"wage_from_fen": 0}, "大于0"), ({"wage_to_fen": 100}, "上限不低于下限"), ({"openings": 0}, "至少为1人"),
     ({"closes_on": dt.date(2026, 11, 1)}, "已过"), ({"needs": " "}, "岗位要求")],
)  # fmt: skip
def test_a_vacancy_that_cannot_be(offices, county, fields, words):
    with pytest.raises(CareRefused, match=words):
        care.a_vacancy(by=offices.township, **fields)


def test_the_day_of_work_is_not_in_the_future(offices, county):
    case, wife = couple(offices)
    with pytest.raises(CareRefused, match="实际上岗后再登记"):
        care.placed(case, wife, by=offices.township, from_on=dt.date(2026, 11, 3))
