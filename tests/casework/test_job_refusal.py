"""Three unjustified refusals in a row cost that person's share, heard first; accepting a job gives it back."""

import pytest

from minzheng.casework.domain import job_refusal, settlement
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import DecisionGround, DecisionKind, ProposalKind
from minzheng.casework.queries import decisions_in_force
from minzheng.casework.queries.jobs import consecutive_refusals
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from tests.casework.after_steps import DAY, fresh, review, settled
from tests.factories import casework, registry


def offered(case, person, offices, at):
    return job_refusal.offer(
        case=fresh(case), person=person, job="保洁员", employer="镇福利院", suits="身体健康，可以站立工作",
        offered_on=local_day(at), by=offices.township, at=at,
    )  # fmt: skip


def answered(row, offices, at, *, accepted=False, justified=False):
    return job_refusal.answer(
        offer=row, accepted=accepted, answer_on=local_day(at), by=offices.township, at=at, reason="不想去",
        is_justified=None if accepted else justified, judgement="" if accepted else "岗位离家近，身体适合",
    )  # fmt: skip


def refused(case, person, offices, times, start=40):
    for n in range(times):
        answered(offered(case, person, offices, DAY(start + n)), offices, DAY(start + n))


def couple(offices):
    case = casework.case("active", offices=offices)
    return case, registry.people(case.household)[1]


def test_acceptance_begins_anew_and_a_justified_refusal_does_not_count(offices, county):
    case, wife = couple(offices)
    refused(case, wife, offices, 2)
    answered(offered(case, wife, offices, DAY(45)), offices, DAY(45), justified=True)
    assert consecutive_refusals([wife.pk]) == {wife.pk: 2}

    answered(offered(case, wife, offices, DAY(46)), offices, DAY(46), accepted=True)
    assert consecutive_refusals([wife.pk]) == {wife.pk: 0}
    refused(case, wife, offices, 1, start=50)
    offered(case, wife, offices, DAY(52))

    assert consecutive_refusals([wife.pk]) == {wife.pk: 1}


def test_two_are_not_three(offices, county):
    case, wife = couple(offices)
    refused(case, wife, offices, 2)

    with pytest.raises(ReviewRefused, match="拒绝就业2次，满3次"):
        job_refusal.propose_cut(case=fresh(case), person=wife, cut_fen=100, by=offices.township, at=DAY(60))


def test_only_the_own_share_and_not_a_fen_more(offices, county):
    case, wife = couple(offices)
    refused(case, wife, offices, 3)
    whole = casework.grant_of(case).amount_fen // 3

    with pytest.raises(ReviewRefused, match="只能减发本人的份额"):
        job_refusal.propose_cut(case=fresh(case), person=wife, cut_fen=whole + 1, by=offices.township, at=DAY(60))
    proposal = job_refusal.propose_cut(case=fresh(case), person=wife, cut_fen=whole, by=offices.township, at=DAY(60))

    assert (proposal.kind, proposal.proposed_amount_fen) == (
        ProposalKind.CUT_SHARE, casework.grant_of(case).amount_fen - whole,
    )  # fmt: skip


def cut(offices, fen=10_000):
    case, wife = couple(offices)
    refused(case, wife, offices, 3)
    proposal = job_refusal.propose_cut(case=fresh(case), person=wife, cut_fen=fen, by=offices.township, at=DAY(60))
    return case, wife, proposal


def test_it_is_heard_and_decided_by_somebody_else(offices, county):
    case, wife, proposal = cut(offices)

    with pytest.raises(ReviewRefused, match="须先听取当事人意见"):
        settlement.accept(proposal=proposal, by=county, at=DAY(61))
    row = settled(proposal, offices, DAY(62))

    assert (row.kind, row.ground, row.share_cut_fen, row.share_cut_person) == (
        DecisionKind.ADJUST_DOWN, DecisionGround.JOB_REFUSAL, 10_000, wife,
    )  # fmt: skip
    assert [one.due_fen for one in decisions_in_force(Month(2026, 11))] == [casework.grant_of(case).amount_fen - 10_000]


def test_the_month_run_keeps_the_cut_until_a_job_is_accepted(offices, county):
    case, wife, proposal = cut(offices)
    settled(proposal, offices, DAY(62))
    assert review(county, DAY(100)) == []

    answered(offered(case, wife, offices, DAY(101)), offices, DAY(101), accepted=True)
    (back,) = review(county, DAY(130))
    row = settlement.accept(proposal=back, by=offices.second_county, at=DAY(131))

    assert (back.kind, row.amount_fen, row.share_cut_fen) == (
        ProposalKind.RAISE, casework.grant_of(case).amount_fen, 0,
    )  # fmt: skip


def test_a_share_is_not_cut_twice(offices, county):
    case, wife, proposal = cut(offices)
    settled(proposal, offices, DAY(62))

    with pytest.raises(ReviewRefused, match="不能重复减发"):
        job_refusal.propose_cut(case=fresh(case), person=wife, cut_fen=100, by=offices.township, at=DAY(70))


def test_the_whole_share_of_the_only_recipient_is_a_stop(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    refused(case, case.applicant, offices, 3)

    proposal = job_refusal.propose_cut(
        case=fresh(case), person=case.applicant, cut_fen=casework.grant_of(case).amount_fen, by=offices.township,
        at=DAY(60),
    )  # fmt: skip

    assert (proposal.kind, settled(proposal, offices, DAY(61)).kind) == (ProposalKind.STOP, DecisionKind.TERMINATE)


def test_a_refusal_is_judged_with_reasons_and_once(offices, county):
    case, wife = couple(offices)
    row = offered(case, wife, offices, DAY(40))
    told = {"offer": row, "accepted": False, "answer_on": local_day(DAY(40)), "by": offices.township, "at": DAY(40)}

    with pytest.raises(ReviewRefused, match="认定有无正当理由"):
        job_refusal.answer(**told, is_justified=False, judgement=" ")
    answered(row, offices, DAY(40))
    with pytest.raises(ReviewRefused, match="已登记"):
        answered(row, offices, DAY(41))


def test_a_stranger_to_the_benefit_has_no_duty(offices, county):
    case, _wife = couple(offices)
    other = registry.people(casework.household())[0]

    with pytest.raises(ReviewRefused, match="不是本案的保障成员"):
        offered(case, other, offices, DAY(40))
