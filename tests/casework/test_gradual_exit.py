"""Gradual exit: only where work lifted the household, month by month as frozen, ending without a second surprise."""

import pytest

from minzheng.casework.domain import gradual_exit, hearing, letter, settlement
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import DecisionGround, DecisionKind, ProposalKind, State
from minzheng.casework.queries import decisions_in_force, todo
from minzheng.casework.queries.in_force import schedule_words
from minzheng.kernel.arithmetic import share
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain import facts
from tests.casework.after_steps import DAY, fresh, review, wage
from tests.factories import casework


def paid_in(month):
    return [row.due_fen for row in decisions_in_force(month)]


def proposed(offices, fen=2_000_000):
    case = casework.case("active", offices=offices)
    wage(case, offices.township, fen, DAY(60))
    (proposal,) = review(offices.county, DAY(70))
    assert proposal.kind == ProposalKind.STOP
    return case, proposal


def leaving(offices):
    case, proposal = proposed(offices)
    hearing.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="希望渐退")
    row = gradual_exit.grant(proposal=proposal, by=offices.second_county, at=DAY(72))
    return fresh(case), row


def test_every_month_is_frozen_with_its_figures(offices, county):
    case, row = leaving(offices)
    base = casework.grant_of(case).amount_fen

    half = share(base, 5_000, 10_000)
    months = [str(Month(2026, 11).plus(n)) for n in range(6)]
    assert row.schedule["months"] == [[m, fen] for m, fen in zip(months, [base] * 3 + [half] * 3, strict=True)]
    assert {one["code"]: one["value"] for one in row.schedule["figures"]} == {
        "gradual_exit_months": 6, "gradual_exit_full_months": 3, "gradual_exit_rate_bp": 5000,
    }  # fmt: skip
    assert (row.kind, row.from_month, row.until_month, case.state) == (
        DecisionKind.GRADUAL_EXIT, "2026-11", "2027-04", State.ACTIVE,
    )  # fmt: skip


def test_it_pays_as_said_and_stops_by_itself_after_the_last_month(offices, county):
    _case, row = leaving(offices)
    base, half = row.schedule["months"][0][1], row.schedule["months"][5][1]

    found = [paid_in(Month(2026, 10).plus(n)) for n in range(8)]

    assert found == [[base], [base], [base], [base], [half], [half], [half], []]


def test_it_is_heard_before_like_any_cut(offices, county):
    _case, proposal = proposed(offices)

    with pytest.raises(ReviewRefused, match="须先听取当事人意见"):
        gradual_exit.grant(proposal=proposal, by=offices.second_county, at=DAY(72))


def test_only_where_work_lifted_the_household(offices, county):
    case = casework.case("active", offices=offices)
    facts.record_asset(
        household=case.household, kind="deposit", amount_fen=90_000_000, count=1, holds_from=local_day(DAY(60)),
        by=offices.township, at=DAY(60), source="银行",
    )  # fmt: skip
    wage(case, offices.township, 2_000_000, DAY(60))
    (proposal,) = review(county, DAY(70))
    hearing.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="希望渐退")

    with pytest.raises(ReviewRefused, match="渐退只适用于因就业"):
        gradual_exit.grant(proposal=proposal, by=offices.second_county, at=DAY(72))


def test_one_more_review_during_the_exit_changes_nothing(offices, county):
    case, _row = leaving(offices)

    assert review(county, DAY(100)) == []
    assert fresh(case).state == State.ACTIVE


def test_who_qualifies_again_is_proposed_to_be_restored(offices, county):
    case, _row = leaving(offices)
    wage(case, offices.township, 100_000, DAY(95))

    (proposal,) = review(county, DAY(100))
    row = settlement.accept(proposal=proposal, by=offices.second_county, at=DAY(101))

    assert (proposal.kind, row.kind, row.until_month) == (ProposalKind.RESTORE, DecisionKind.RESTORE, None)
    assert paid_in(Month(2027, 8)) == [row.amount_fen]


def test_the_end_is_on_the_list_comes_in_the_last_month_and_has_its_own_letter(offices, county):
    case, row = leaving(offices)
    march, april = DAY(240), DAY(245)

    with pytest.raises(ReviewRefused, match="发放到2027-04为止"):
        gradual_exit.finish(case=case, by=county, at=march)
    assert [item.what for item in todo(county, local_day(april)) if item.act == "end_exit"] == ["渐退期满，办理终止"]
    ended = gradual_exit.finish(case=case, by=county, at=april)

    assert (ended.kind, ended.from_month, ended.ground, fresh(case).state) == (
        DecisionKind.TERMINATE, "2027-05", DecisionGround.EXIT_OVER, State.TERMINATED,
    )  # fmt: skip
    assert (len(paid_in(Month(2027, 4))), paid_in(Month(2027, 5))) == (1, [])
    told = letter.issue(decision=ended, by=county, at=april).data
    assert any(row.document_number in line for line in told["decision"])


def test_the_end_is_refused_while_the_household_qualifies_again(offices, county):
    case, _row = leaving(offices)
    wage(case, offices.township, 100_000, DAY(200))

    with pytest.raises(ReviewRefused, match="重新符合条件"):
        gradual_exit.finish(case=case, by=county, at=DAY(250))


def test_the_letter_says_every_month(offices, county):
    _case, row = leaving(offices)

    data = letter.issue(decision=row, by=county, at=DAY(73)).data

    assert any(schedule_words(row.schedule) in line for line in data["decision"])
    assert (data["remedies"]["review_days"], data["remedies"]["court_months"]) == (60, 6)
