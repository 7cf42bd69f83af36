"""Ends that no rule computes: the household's own wish, and a death that was recorded wrongly taken back."""

import pytest

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.casework.domain import application, bereavement, ending, letter, recertification, settlement
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import DecisionGround, DecisionKind, EndWish, ProposalKind, State
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain import death_correction
from minzheng.registry.domain.death import record_death
from tests.casework.after_steps import DAY, fresh, suspended
from tests.factories import casework, registry

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)


def asked(case, offices, at=None, **fields):
    at = at or DAY(60)
    given = {
        "wish": EndWish.GIVES_UP, "asked_by": case.applicant, "words": "儿子已工作，自愿放弃",
        "signed_on": local_day(at),
        "by": offices.township, "at": at,
    }  # fmt: skip
    return ending.ask(case=fresh(case), **(given | fields))


def test_the_own_wish_is_its_hearing_and_somebody_else_decides(offices, county):
    case = casework.case("active", offices=offices)
    request = asked(case, offices)

    with pytest.raises(TwoPeopleNeeded):
        settlement.accept(
            proposal=asked(casework.case("active", offices=offices), offices, by=county).proposal, by=county, at=DAY(61)
        )
    row = settlement.accept(proposal=request.proposal, by=county, at=DAY(61))

    assert (request.proposal.kind, row.kind, row.ground, row.from_month, fresh(case).state) == (
        ProposalKind.END_ON_REQUEST, DecisionKind.TERMINATE, DecisionGround.REQUEST, "2026-11", State.TERMINATED,
    )  # fmt: skip
    assert "自愿放弃" in letter.issue(decision=row, by=county, at=DAY(62)).data["decision"][0]


def test_a_suspended_household_may_give_up_too(offices, county):
    case = suspended(offices)
    request = asked(case, offices)

    assert fresh(case).state == State.SUSPENDED
    settlement.accept(proposal=request.proposal, by=county, at=DAY(61))
    assert fresh(case).state == State.TERMINATED


def test_who_moves_away_says_where(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(ReviewRefused, match="迁入地"):
        asked(case, offices, wish=EndWish.MOVES_OUT)
    row = asked(case, offices, wish=EndWish.MOVES_OUT, moved_to="湖南省岳阳县")

    assert row.proposal.reasons[1] == "迁往湖南省岳阳县"


def test_only_an_adult_member_signs_and_not_for_tomorrow(offices, county):
    case = casework.case("active", offices=offices)
    child = registry.people(case.household)[2]

    with pytest.raises(ReviewRefused, match="不是该家庭的成年成员"):
        asked(case, offices, asked_by=child)
    with pytest.raises(ReviewRefused, match="晚于今天"):
        asked(case, offices, signed_on=local_day(DAY(61)))
    with pytest.raises(ReviewRefused, match="本人的陈述"):
        asked(case, offices, words=" ")


def test_one_change_at_a_time(offices, county):
    case = casework.case("active", offices=offices)
    asked(case, offices)

    with pytest.raises(Exception, match="拟变更"):
        asked(case, offices)


def died(case, offices, at):
    record_death(person=case.applicant, died_on=local_day(at), by=offices.township, at=at, source="死亡证明")


def undone(case, offices, at):
    asked = death_correction.ask(
        person=case.applicant, reason="同名误登", source="派出所证明", by=offices.township, at=at
    )
    death_correction.approve(correction=asked, by=offices.county, at=at)


def ended_by_mistake(offices):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    died(case, offices, DAY(60))
    recertification.stop_on_death(case=fresh(case), by=offices.county, at=DAY(62))
    return fresh(case)


def test_a_death_that_stands_is_not_undone_here(offices, county):
    case = ended_by_mistake(offices)

    with pytest.raises(ReviewRefused, match="先更正死亡登记"):
        bereavement.propose_undo(case=case, by=offices.township, at=DAY(80), reason="同名误登")


def test_what_ended_for_the_rules_is_not_undone_here(offices, county):
    case = casework.case("active", offices=offices)
    settlement.accept(proposal=asked(case, offices).proposal, by=county, at=DAY(61))

    with pytest.raises(ReviewRefused, match="不是因死亡终止"):
        bereavement.propose_undo(case=fresh(case), by=offices.township, at=DAY(80), reason="误登")


@pytest.mark.parametrize("arrears_from", [None, NOVEMBER])
def test_a_death_that_never_was_brings_the_benefit_back_by_two_people(offices, county, arrears_from):
    case = ended_by_mistake(offices)
    undone(case, offices, DAY(90))

    proposal = bereavement.propose_undo(
        case=fresh(case), by=county, at=DAY(91), reason="同名误登，已更正", arrears_from=arrears_from
    )
    with pytest.raises(TwoPeopleNeeded):
        settlement.accept(proposal=proposal, by=county, at=DAY(92))
    row = settlement.accept(proposal=proposal, by=offices.second_county, at=DAY(92))

    assert (row.kind, row.ground, row.from_month, fresh(case).state) == (
        DecisionKind.RESTORE, DecisionGround.CORRECTION, "2026-12", State.ACTIVE,
    )  # fmt: skip
    (paid,) = decisions_in_force(DECEMBER)
    assert paid.arrears == (() if arrears_from is None else (("2026-11", row.amount_fen),))


def test_a_household_that_applied_anew_is_not_restored_beside(offices, county):
    case = ended_by_mistake(offices)
    undone(case, offices, DAY(90))
    proposal = bereavement.propose_undo(case=fresh(case), by=county, at=DAY(91), reason="误登")
    casework.submit(fresh(case).household, offices, DAY(91))

    with pytest.raises(application.AlreadyOpen):
        settlement.accept(proposal=proposal, by=offices.second_county, at=DAY(92))

    assert fresh(case).state == State.TERMINATED
