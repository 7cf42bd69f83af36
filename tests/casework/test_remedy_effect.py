"""What a remedy does: it waits, it is filed, it is decided anew, or it comes back with its months."""

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import application, decision, ending, flow, remedy_effect, settlement
from minzheng.casework.domain.remedy_effect import RemedyRefused
from minzheng.casework.enums import DecisionGround, DecisionKind, State
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from tests.casework.after_steps import DAY, fresh
from tests.factories import casework


def refused(offices):
    home = casework.household(**casework.means(cars=1))
    case = casework.case("proposed", home=home, offices=offices)
    decision.refuse(case=case, by=offices.county, at=DAY(10))
    return fresh(case)


def ended(offices):
    case = casework.case("active", offices=offices)
    request = ending.ask(
        case=fresh(case), by=offices.township, at=DAY(60), wish="gives_up", asked_by=case.applicant, words="放弃",
        signed_on=local_day(DAY(60)),
    )  # fmt: skip
    settlement.accept(proposal=request.proposal, by=offices.county, at=DAY(61))
    return fresh(case)


def under_remedy(case, offices):
    return remedy_effect.open_remedy(case=case, by=offices.county, at=DAY(70), reason="申请行政复议")


def test_upheld_is_filed(offices, county):
    case = under_remedy(refused(offices), offices)

    remedy_effect.uphold(case=case, by=county, at=DAY(120), reason="维持")

    assert fresh(case).state == State.ARCHIVED


def test_after_an_upheld_review_the_court_may_still_be_asked(offices, county):
    case = under_remedy(refused(offices), offices)
    remedy_effect.uphold(case=case, by=county, at=DAY(120), reason="维持")

    assert under_remedy(fresh(case), offices).state == State.UNDER_REMEDY


def test_revoked_is_surveyed_again(offices, county):
    case = under_remedy(refused(offices), offices)

    remedy_effect.reopen(case=case, by=county, at=DAY(120), reason="撤销，重新作出")

    assert fresh(case).state == State.SURVEYING


def test_a_household_that_applied_anew_meanwhile_is_not_reopened_beside(offices, county):
    case = under_remedy(refused(offices), offices)
    casework.submit(case.household, offices, DAY(80))

    with pytest.raises(application.AlreadyOpen, match="请先办结另一案件"):
        remedy_effect.reopen(case=case, by=county, at=DAY(120), reason="撤销")


@pytest.mark.parametrize("with_arrears", [True, False])
def test_reinstated_gets_what_it_had_and_its_months_if_ordered(offices, county, with_arrears):
    case = under_remedy(ended(offices), offices)
    had = casework.grant_of(case)

    with pytest.raises(TwoPeopleNeeded):
        remedy_effect.reinstate(case=case, by=county, at=DAY(130), order="〔2026〕9号", ordered_by=county)
    row = remedy_effect.reinstate(
        case=case, by=county, at=DAY(130), order="〔2026〕9号", ordered_by=offices.second_county,
        with_arrears=with_arrears,
    )  # fmt: skip

    assert (row.kind, row.ground, row.amount_fen, row.from_month, fresh(case).state) == (
        DecisionKind.RESTORE, DecisionGround.REMEDY, had.amount_fen, "2027-01", State.ACTIVE,
    )  # fmt: skip
    (paid,) = decisions_in_force(Month(2027, 1))
    assert [month for month, _fen in paid.arrears] == (["2026-11", "2026-12"] if with_arrears else [])


def test_a_refusal_has_nothing_to_give_back(offices, county):
    case = under_remedy(refused(offices), offices)

    with pytest.raises(RemedyRefused, match="请撤销原决定后重新调查"):
        remedy_effect.reinstate(case=case, by=county, at=DAY(130), order="9号", ordered_by=offices.second_county)


def test_a_running_benefit_runs_on_under_review(offices, county):
    case = fresh(casework.case("active", offices=offices))

    remedy_effect.open_remedy(case=case, by=county, at=DAY(70), reason="对金额不服")

    assert (fresh(case).state, len(decisions_in_force(Month(2026, 11)))) == (State.ACTIVE, 1)


def test_only_the_county_and_only_from_where_it_begins(offices, county):
    case = refused(offices)

    with pytest.raises(NotAllowed):
        remedy_effect.open_remedy(case=case, by=offices.township, at=DAY(70), reason="复议")
    with pytest.raises(flow.IllegalMove):
        remedy_effect.reinstate(case=case, by=county, at=DAY(70), order="9号", ordered_by=offices.second_county)
