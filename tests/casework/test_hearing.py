"""No cut unheard from 2026-07-01: spoken, refused or out of reach, with notice and time; before that day not needed."""

import datetime as dt

import pytest

from minzheng.casework.domain import ending, hearing, settlement, suspension
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import DecisionKind, HearingOutcome, State
from minzheng.casework.models import OpinionHearing
from minzheng.kernel.moment import SHANGHAI, local_day
from tests.casework.after_steps import DAY, fresh, review, settled, wage
from tests.factories import casework

SPRING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def at(month, day):
    return dt.datetime(2026, month, day, 10, 0, tzinfo=SHANGHAI)


def proposed_stop(offices, when, start):
    case = casework.case("active", offices=offices, at=start)
    return case, ending.propose_stop(case=fresh(case), by=offices.township, at=when, reason="已迁走")


def test_on_the_last_day_before_the_law_a_stop_needs_no_hearing(offices, county):
    case, proposal = proposed_stop(offices, at(6, 20), SPRING)

    row = settlement.accept(proposal=proposal, by=county, at=at(6, 30))

    assert (row.kind, row.from_month, fresh(case).state) == (DecisionKind.TERMINATE, "2026-07", State.TERMINATED)


def test_from_the_day_of_the_law_it_does_even_if_proposed_before(offices, county):
    case, proposal = proposed_stop(offices, at(6, 20), SPRING)

    with pytest.raises(ReviewRefused, match="须先听取当事人意见"):
        settlement.accept(proposal=proposal, by=county, at=at(7, 1))

    assert fresh(case).state == State.CHANGE_PROPOSED


def test_before_the_law_hearing_is_allowed(offices, county):
    _case, proposal = proposed_stop(offices, at(6, 20), SPRING)

    assert settled(proposal, offices, at(6, 21)).kind == DecisionKind.TERMINATE
    assert OpinionHearing.objects.get(proposal=proposal).opinion == "没有意见"


def test_before_the_law_a_reduction_and_a_suspension_need_none_either(offices, county):
    reduced = casework.case("active", offices=offices, at=SPRING)
    wage(reduced, offices.township, 150_000, at(5, 1))
    (cut,) = review(offices.township, at(5, 20))
    other = casework.case("active", offices=offices, at=SPRING)
    halt = suspension.propose(case=fresh(other), by=offices.township, at=at(5, 20), reason="拒绝入户")

    kinds = [settlement.accept(proposal=one, by=county, at=at(5, 25)).kind for one in (cut, halt)]

    assert kinds == [DecisionKind.ADJUST_DOWN, DecisionKind.SUSPEND]
    assert (fresh(reduced).state, fresh(other).state) == (State.ACTIVE, State.SUSPENDED)


@pytest.mark.parametrize("outcome", [HearingOutcome.DECLINED, HearingOutcome.UNREACHABLE])
def test_silence_needs_notice_its_days_and_evidence(offices, county, outcome):
    _case, proposal = proposed_stop(offices, DAY(40), casework.START)
    last = local_day(DAY(46))

    def silent(when, evidence="三次电话无人接听，村干部在场"):
        return hearing.hear(proposal=proposal, by=offices.township, at=when, outcome=outcome, evidence=evidence)

    with pytest.raises(ReviewRefused, match="须先书面告知"):
        silent(DAY(41))
    hearing.notify(proposal=proposal, by=offices.township, at=DAY(41), method="邮寄", answer_until=last)
    with pytest.raises(ReviewRefused, match=f"到{last}为止"):
        silent(DAY(46))
    with pytest.raises(ReviewRefused, match="佐证"):
        silent(DAY(47), evidence=" ")
    row = silent(DAY(47))

    assert (row.outcome, row.opinion) == (outcome, "")
    assert settlement.accept(proposal=proposal, by=county, at=DAY(48)).kind == DecisionKind.TERMINATE


def test_the_notice_says_what_is_proposed_and_leaves_time(offices, county):
    _case, proposal = proposed_stop(offices, DAY(40), casework.START)

    with pytest.raises(ReviewRefused, match="至少留5天"):
        hearing.notify(
            proposal=proposal, by=offices.township, at=DAY(41), method="电话", answer_until=local_day(DAY(45))
        )
    row = hearing.notify(
        proposal=proposal, by=offices.township, at=DAY(41), method="电话", answer_until=local_day(DAY(46))
    )

    assert "拟终止" in row.text
    assert "已迁走" in row.text


def test_a_raise_is_not_heard(offices, county):
    case = casework.case("active", offices=offices)
    wage(case, offices.township, 50_000, DAY(60))
    (proposal,) = review(county, DAY(70))

    with pytest.raises(ReviewRefused, match="需要先听取意见"):
        hearing.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="好")
