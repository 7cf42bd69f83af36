"""Who is looked at again by when: by class, opened for all who are due, done with a record, visit or not."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import change_report, review, settlement
from minzheng.casework.domain.determination import FactsMissing
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import ProposalGround, ProposalKind, ReviewResult, State
from minzheng.casework.models import ChangeReport, PeriodicReview, ReviewProposal
from minzheng.casework.queries import decisions_in_force, review_calendar, todo
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from tests.casework.after_steps import DAY, fresh, wage
from tests.casework.after_steps import review as month_run
from tests.factories import accounts, casework

ACT = dt.date(2026, 8, 1)
LATER = DAY(200)


def line(code, value, **fields):
    return {"code": code, "value": value, "law": "示例 第一条", "member": None, "supporter": None} | fields


@pytest.mark.parametrize(
    ("members", "months"),
    [
        ([{"age_years": 70}], 12),
        ([{"age_years": 59}], 6),
        ([{"age_years": 60}], 12),
        ([{"age_years": 15}, {"age_years": 70}], 12),
        ([{"age_years": 16}], 6),
        ([{"age_years": 40, "disability_grade": 2, "disability_kind": 4}], 12),
        ([{"age_years": 40, "disability_grade": 3, "disability_kind": 4}], 6),
        ([{"age_years": 40, "disability_grade": 3, "disability_kind": 6}], 12),
        ([{"age_years": 40, "has_serious_illness": True}], 12),
        ([{"age_years": 70, "business_income_fen": 1}], 6),
    ],
)
def test_a_program_that_says_nothing_is_reviewed_by_the_general_rule(members, months):
    found = review_calendar.period({"trace": []}, {"members": members}, ACT)

    assert (found.months, found.law) == (months, "社会救助法 第四十六条；民发〔2021〕57号 第三十一条")


def test_before_the_act_the_notice_is_cited():
    assert review_calendar.period({}, {"members": []}, dt.date(2026, 6, 30)).law == "民发〔2021〕57号 第三十一条"


def test_what_the_rules_say_goes_first():
    trace = [line("review_months", 1), line("support_class", 3), line("review_months", 12, member=0)]

    found = review_calendar.period({"trace": trace}, {"members": [{"age_years": 80}]}, ACT)

    assert (found.months, found.support_class, found.law) == (1, 3, "示例 第一条")


def test_the_day_is_counted_from_the_decision_and_is_work_when_it_comes_near(offices, county):
    case = fresh(casework.case("active", offices=offices))
    decided = casework.grant_of(case).decided_on

    assert case.next_review_on >= decided.replace(
        year=decided.year + (decided.month + case.review_months - 1) // 12,
        month=(decided.month + case.review_months - 1) % 12 + 1,
    )
    eleven_before = case.next_review_on - dt.timedelta(days=11)
    assert [item.act for item in todo(offices.township, eleven_before)] == []
    near = todo(offices.township, case.next_review_on - dt.timedelta(days=10))
    assert [(item.act, item.due_on) for item in near] == [("open_review", case.next_review_on)]


def opened(offices, at=LATER):
    return review.open_due(until=local_day(at), by=offices.township, at=at)


def test_opening_a_month_takes_who_is_due_and_nobody_twice(offices, county):
    case = casework.case("active", offices=offices)
    casework.case("active", offices=offices, at=DAY(150))

    first, second = opened(offices), opened(offices)

    assert ([row.case_id for row in first], second) == ([case.pk], [])
    assert (fresh(case).state, fresh(case).due_on) == (State.REVIEW_DUE, first[0].due_on)
    assert len(decisions_in_force(Month(2027, 3))) == 2


def test_a_neighbour_opens_nothing_of_ours_and_the_village_nothing(offices, county):
    casework.case("active", offices=offices)

    assert review.open_due(until=local_day(LATER), by=accounts.neighbour_officer(), at=LATER) == []
    with pytest.raises(NotAllowed):
        review.open_due(until=local_day(LATER), by=offices.village, at=LATER)


def test_unchanged_goes_on_and_is_due_again_after_its_period(offices, county):
    case = casework.case("active", offices=offices)
    (row,) = opened(offices)

    assert review.complete(review=row, by=offices.township, at=LATER, findings="电话核实，情况没有变化") is None

    row.refresh_from_db()
    case = fresh(case)
    assert (case.state, row.result, row.visited_on, row.done_by) == (
        State.ACTIVE, ReviewResult.UNCHANGED, None, offices.township,
    )  # fmt: skip
    assert (case.next_review_on - local_day(LATER)).days > 25 * case.review_months


def test_a_visit_needs_two(offices, county):
    casework.case("active", offices=offices)
    (row,) = opened(offices)
    told = {"review": row, "by": offices.township, "at": LATER, "findings": "入户查看", "visited_on": local_day(LATER)}

    with pytest.raises(ReviewRefused, match="至少两名不同"):
        review.complete(**told, surveyors=["张三", "张三"])
    review.complete(**told, surveyors=["张三", "李四"])

    row.refresh_from_db()
    assert row.surveyors == ["张三", "李四"]


def test_a_difference_is_a_proposal_and_ends_the_review(offices, county):
    case = casework.case("active", offices=offices)
    (row,) = opened(offices)
    wage(case, offices.township, 150_000, LATER)

    proposal = review.complete(review=row, by=offices.township, at=LATER, findings="工资增加")

    row.refresh_from_db()
    assert (proposal.kind, proposal.ground, proposal.period_until) == (
        ProposalKind.REDUCE, ProposalGround.REVIEW, None,
    )  # fmt: skip
    assert (row.proposal, row.result, row.findings, fresh(case).state) == (
        proposal, ReviewResult.PROPOSED, "工资增加", State.CHANGE_PROPOSED,
    )  # fmt: skip


def test_done_is_done(offices, county):
    casework.case("active", offices=offices)
    (row,) = opened(offices)
    review.complete(review=row, by=offices.township, at=LATER, findings="没有变化")

    with pytest.raises(ReviewRefused, match="已办结"):
        review.complete(review=row, by=offices.township, at=LATER, findings="没有变化")


def test_facts_that_are_missing_hold_the_review_and_not_the_benefit(offices, county):
    case = casework.taken_over(
        casework.registry.household(at=DAY(-10), account=casework.means()["account"]), offices
    ).case
    (row,) = opened(offices)

    with pytest.raises(FactsMissing, match="复核没有结果"):
        review.complete(review=row, by=offices.township, at=LATER, findings="资料不全")

    assert (fresh(case).state, len(decisions_in_force(Month(2027, 3)))) == (State.REVIEW_DUE, 1)


def test_the_month_run_leaves_who_is_under_review_to_the_review(offices, county):
    case = casework.case("active", offices=offices)
    opened(offices)
    wage(case, offices.township, 150_000, LATER)

    assert month_run(county, LATER) == []
    assert PeriodicReview.objects.get(case=case).done_at is None


def test_the_review_answers_what_was_reported_meanwhile(offices, county):
    case = casework.case("active", offices=offices)
    (row,) = opened(offices)
    change_report.record(
        case=fresh(case), kind="income", text="换了工作", changed_on=local_day(LATER), told_on=local_day(LATER),
        told_by="household", is_major=False, by=offices.village, at=LATER,
    )  # fmt: skip

    review.complete(review=row, by=offices.township, at=LATER, findings="已核实，收入相同")

    assert ChangeReport.objects.get(case=case).finding == "已核实，收入相同"


def test_within_the_period_a_proposal_says_until_when_and_what_clearly_changed(offices, county):
    case = casework.case("active", offices=offices)
    wage(case, offices.township, 150_000, DAY(60))

    (proposal,) = month_run(county, DAY(70))

    assert proposal.period_until == fresh(case).next_review_on
    assert proposal.clear_changes == [f"{case.applicant.name}：工资性收入"]


def test_a_settled_review_frees_the_case_for_the_next(offices, county):
    case = casework.case("active", offices=offices)
    (row,) = opened(offices)
    wage(case, offices.township, 50_000, LATER)
    proposal = review.complete(review=row, by=offices.township, at=LATER, findings="工资减少")

    settlement.accept(proposal=proposal, by=county, at=LATER)

    assert (fresh(case).state, ReviewProposal.objects.get().state) == (State.ACTIVE, "accepted")
    assert review.open_one(case=fresh(case), by=offices.township, at=DAY(300)).done_at is None


def test_the_calendar_costs_one_query(offices, county, django_assert_num_queries):
    for _ in range(3):
        casework.case("active", offices=offices)

    with django_assert_num_queries(1):
        assert len([row.applicant.name for row in review_calendar.due_for_review(local_day(LATER))]) == 3
