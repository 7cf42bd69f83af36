"""What waits for whom, by when: a fixed number of queries, and nothing of the neighbours."""

import pytest

from minzheng.accounts.scope import within
from minzheng.casework import queries
from minzheng.casework.domain import application, decision, recertification
from minzheng.casework.models import Case
from minzheng.casework.queries.todo import is_soon_late, soon_late
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.services.calendar.queries import working_days_between
from tests.factories import accounts, casework, registry

DAY = casework.days


def todo(staff, at):
    with within(staff.area):
        return [(item.case.number, item.what, item.group) for item in queries.todo(staff, local_day(at))]


@pytest.mark.parametrize(
    ("until", "who", "what"),
    [
        ("submitted", "township", "审查材料，决定受理或一次性告知补正"),
        ("accepted", "township", "发起核对或开始调查"),
        ("checking", "county", "出具经济状况核对报告"),
        ("surveying", "township", "入户调查"),
        ("visited", "township", "提出审核意见"),
        ("proposed", "township", "张贴公示"),
        ("submitted_to_county", "county", "审核确认"),
        ("confirmed", "county", "张贴公布"),
    ],
)
def test_each_station_waits_for_its_actor(offices, until, who, what):
    case = casework.case(until, offices=offices)
    at = DAY(15) if until in {"submitted_to_county", "confirmed"} else DAY(4)

    mine = [(number, said) for number, said, _group in todo(getattr(offices, who), at)]

    assert mine == [(case.number, what)]


def test_readers_and_the_neighbour_have_nothing_to_do(offices):
    casework.case("accepted", offices=offices)

    for staff in (accounts.leader(), accounts.auditor(), accounts.finance_officer(), accounts.neighbour_officer()):
        assert todo(staff, DAY(3)) == []


def test_a_posting_is_waited_for_and_then_closed(offices):
    case = casework.case("publicised", offices=offices)

    on_last = todo(offices.township, DAY(11))
    day_after = todo(offices.township, DAY(12))

    assert on_last == [(case.number, "公示期满后报县级审核确认", "waiting")]
    assert day_after == [(case.number, "公示期满后报县级审核确认", "today")]


def test_adverse_decisions_wait_for_their_letter(offices):
    home = casework.household(**casework.means(cars=1))
    case = casework.case("proposed", home=home, offices=offices)
    with within(offices.county.area):
        decision.refuse(case=case, by=offices.county, at=DAY(4))

    assert todo(offices.county, DAY(4)) == [(case.number, "制发书面告知书", "this_week")]
    assert todo(offices.county, DAY(9)) == [(case.number, "制发书面告知书", "today")]


def test_proposals_wait_for_whoever_is_next(offices):
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        facts.record_income(
            household=case.household, person=case.applicant, kind="wage", amount_fen=150_000, period="month",
            holds_from=local_day(DAY(60)), by=offices.township, at=DAY(60), source="本人报告",
        )  # fmt: skip
        (proposal,) = recertification.review_month(month=Month(2026, 10), by=offices.county, at=DAY(70))
    assert todo(offices.township, DAY(70)) == [(case.number, "减发、停发、终止前听取当事人意见", "this_week")]
    assert todo(offices.county, DAY(70)) == []
    with within(offices.county.area):
        recertification.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="同意")

    assert todo(offices.township, DAY(71)) == []
    assert todo(offices.county, DAY(71)) == [(case.number, "处理复核建议", "this_week")]


def test_a_dead_recipient_is_work_today(offices):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    with within(offices.county.area):
        record_death(
            person=case.applicant, died_on=local_day(DAY(60)), by=offices.township, at=DAY(61), source="死亡证明"
        )

    assert todo(offices.county, DAY(62)) == [(case.number, "保障成员死亡，办理终止或调整", "today")]


def test_late_and_due_are_told_apart(offices):
    case = casework.case("surveying", offices=offices)
    with within(offices.township.area):
        due = case.due_on
        on_due = next(item for item in queries.todo(offices.township, due))
        after = next(item for item in queries.todo(offices.township, due.replace(day=due.day + 1)))

    assert (on_due.days_left, on_due.is_late, on_due.group) == (0, False, "today")
    assert (after.days_left, after.is_late, after.group) == (-1, True, "today")


def test_the_level_above_sees_it_before_it_is_late(offices, county):
    case = casework.case("surveying", offices=offices)
    due = case.due_on

    assert not Case.objects.filter(soon_late(due.replace(day=due.day - 3))).exists()
    assert not is_soon_late(case, due.replace(day=due.day - 3))
    assert Case.objects.get(soon_late(due.replace(day=due.day - 2))) == case
    assert is_soon_late(case, due.replace(day=due.day - 2))


def test_a_list_costs_the_same_for_one_and_for_three(offices, django_assert_num_queries):
    casework.case("surveying", offices=offices)
    assert offices.township.area.ranges
    with within(offices.township.area), django_assert_num_queries(5):
        assert len(queries.todo(offices.township, local_day(DAY(3)))) == 1
    for _ in range(2):
        casework.case("surveying", offices=offices)

    with within(offices.township.area), django_assert_num_queries(5):
        assert len(queries.todo(offices.township, local_day(DAY(3)))) == 3


def test_deadlines_say_how_they_were_counted(offices, county):
    case = casework.case("submitted_to_county", offices=offices)

    found = {limit.code: limit for limit in queries.deadlines(case, local_day(DAY(20)))}

    assert set(found) == {"decision", "whole"}
    assert found["whole"].since_on == local_day(DAY(1))
    assert "个工作日" in found["whole"].counted
    assert found["decision"].days_left == working_days_between(local_day(DAY(20)), found["decision"].day)
    assert not found["decision"].is_late


def test_a_supplement_has_no_office_clock(offices, county):
    case = casework.case("submitted", offices=offices)
    application.ask_supplement(case=case, by=offices.township, at=DAY(1), missing=["就读证明"])

    assert queries.deadlines(case, local_day(DAY(2))) == []


def test_the_list_of_cases_filters(offices, county, django_assert_num_queries):
    first, second = casework.case("submitted", offices=offices), casework.case("accepted", offices=offices)

    with django_assert_num_queries(1):
        assert [one.applicant.name for one in queries.cases()] == [second.applicant.name, first.applicant.name]
    assert list(queries.cases(state="accepted")) == [second]
    assert list(queries.cases(text=first.number)) == [first]
    assert list(queries.cases(text=second.household.number)) == [second]
    assert list(queries.cases(program="none")) == []
    assert queries.counts() == {"submitted": 1, "accepted": 1}


def test_the_neighbour_sees_no_case_anywhere(offices):
    case = casework.case("active", offices=offices)
    stranger = accounts.neighbour_officer()

    with within(stranger.area):
        assert list(queries.cases()) == []
        assert queries.counts() == {}
        assert queries.decisions_in_force(Month(2026, 9)) == []
        assert list(queries.determinations()) == []
        with pytest.raises(type(case).DoesNotExist):
            queries.case_by_number(case.number)


def test_the_page_of_a_case_costs_a_fixed_number_of_queries(offices, county, django_assert_num_queries):
    bare, full = casework.case("submitted", offices=offices), casework.case("active", offices=offices)

    for case in (bare, full):
        one = queries.case_by_number(case.number)
        with django_assert_num_queries(5):
            view = queries.case_view(one)
            assert [photo for visit in view.visits for photo in visit.photos.all()] == []
            assert [row.decided_by.name for row in view.decisions] == ([] if case is bare else [county.name])
    assert len(view.timeline) == 10
    assert view.determination.pk == view.decision.determination_id
