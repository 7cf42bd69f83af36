"""The monthly review proposes; a cut hears the household first; a death ends what only the dead received."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import decision, recertification
from minzheng.casework.enums import DecisionKind, ProposalKind, ProposalState, State
from minzheng.casework.models import Case, Decision, Determination, ReviewProposal
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.domain.household import close
from minzheng.registry.models import IncomeItem
from minzheng.services.audit.queries import of_object
from tests.desk.counting import statements
from tests.factories import accounts, casework, registry

DAY = casework.days
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
IN_OCTOBER = DAY(70)


def wage(case, offices, fen):
    at = DAY(60)
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=fen, period="month",
        holds_from=local_day(at), by=offices.township, at=at, source="本人报告",
    )  # fmt: skip


def review(by, month=OCTOBER, at=IN_OCTOBER):
    return recertification.review_month(month=month, by=by, at=at)


def one_proposal(offices, fen):
    case = casework.case("active", offices=offices)
    wage(case, offices, fen)
    (proposal,) = review(offices.county)
    case.refresh_from_db()
    return case, proposal


def die(person, offices, at, **fields):
    record_death(
        person=person, died_on=local_day(at), by=offices.township, at=at, source="死亡证明", **fields
    )  # fmt: skip


def test_nothing_changed_nothing_proposed(offices, county):
    case = casework.case("active", offices=offices)

    assert review(county) == []

    row = Determination.objects.get(case=case, kind="review")
    assert (row.month, row.amount_fen) == ("2026-10", casework.grant_of(case).amount_fen)
    last = of_object("case", case.pk).last()
    assert (last.action, last.after["determination"], last.actor) == ("case.reviewed", row.pk, county.username)


def test_a_review_changes_no_payment(offices, county):
    case, proposal = one_proposal(offices, 50_000)

    (found,) = decisions_in_force(Month(2026, 12))

    assert found.amount_fen == casework.grant_of(case).amount_fen == proposal.current_amount_fen
    assert (case.state, Decision.objects.count()) == (State.CHANGE_PROPOSED, 1)


def test_run_twice_it_proposes_once(offices, county):
    _case, proposal = one_proposal(offices, 50_000)

    assert review(county) == []
    assert list(ReviewProposal.objects.all()) == [proposal]


def test_a_raise_is_decided_by_somebody_else_from_the_month_after(offices, county):
    case, proposal = one_proposal(offices, 50_000)
    assert proposal.kind == ProposalKind.RAISE

    with pytest.raises(TwoPeopleNeeded):
        recertification.accept(proposal=proposal, by=county, at=IN_OCTOBER)
    row = recertification.accept(proposal=proposal, by=offices.second_county, at=IN_OCTOBER)

    case.refresh_from_db()
    first = casework.grant_of(case)
    assert (row.kind, row.from_month, row.replaces, case.state) == (
        DecisionKind.ADJUST_UP, "2026-11", first, State.ACTIVE,
    )  # fmt: skip
    assert [one.amount_fen for one in decisions_in_force(OCTOBER)] == [first.amount_fen]
    assert [one.amount_fen for one in decisions_in_force(NOVEMBER)] == [proposal.proposed_amount_fen]


def test_a_cut_hears_the_household_first(offices, county):
    case, proposal = one_proposal(offices, 150_000)
    assert proposal.kind == ProposalKind.REDUCE

    with pytest.raises(recertification.ReviewRefused, match="社会救助法第四十八条"):
        recertification.accept(proposal=proposal, by=offices.second_county, at=IN_OCTOBER)
    recertification.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="希望过渡一段时间")
    row = recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(72))

    case.refresh_from_db()
    assert (row.kind, row.amount_fen, case.state) == (
        DecisionKind.ADJUST_DOWN, proposal.proposed_amount_fen, State.ACTIVE,
    )  # fmt: skip


def test_a_review_is_not_accepted_once_figures_or_people_have_changed(offices, county, monkeypatch):
    case, proposal = one_proposal(offices, 50_000)
    loaded = catalogue.get(case.program)
    real = loaded.evaluate
    dearer = {row["code"]: row["value"] * 2 for row in proposal.determination.figures if "fen/person" in row["unit"]}
    with monkeypatch.context() as changed:
        changed.setattr(type(loaded), "evaluate", lambda _self, **given: real(**(given | {"figures": dearer})))
        with pytest.raises(decision.DecisionRefused, match=r"适用标准已变化.*不予采纳，再重新复核"):
            recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(72))
    die(registry.people(case.household)[2], offices, DAY(73))

    with pytest.raises(decision.DecisionRefused, match=r"已去世或已不是家庭成员.*不予采纳，再重新复核"):
        recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(74))

    assert Decision.objects.filter(case=case).count() == 1


def test_a_stop_ends_the_benefit_from_the_month_after(offices, county):
    case, proposal = one_proposal(offices, 2_000_000)
    assert (proposal.kind, proposal.proposed_amount_fen) == (ProposalKind.STOP, 0)
    recertification.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="没有意见")

    row = recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(72))

    case.refresh_from_db()
    assert (row.kind, row.from_month, case.state) == (DecisionKind.TERMINATE, "2026-11", State.TERMINATED)
    assert (len(decisions_in_force(OCTOBER)), decisions_in_force(NOVEMBER)) == (1, [])


def test_dismissed_with_a_reason_everything_stays(offices, county):
    case, proposal = one_proposal(offices, 150_000)

    with pytest.raises(recertification.ReviewRefused, match="写明理由"):
        recertification.dismiss(proposal=proposal, by=county, at=DAY(71), reason="")
    recertification.dismiss(proposal=proposal, by=county, at=DAY(71), reason="系一次性收入")

    case.refresh_from_db()
    proposal.refresh_from_db()
    assert (case.state, proposal.state, proposal.settle_reason) == (
        State.ACTIVE, ProposalState.DISMISSED, "系一次性收入",
    )  # fmt: skip
    assert review(county) == []
    with pytest.raises(recertification.ReviewRefused, match="已办结"):
        recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(72))


def test_missing_facts_are_a_proposal_that_cannot_be_accepted(offices, county):
    row = casework.taken_over(registry.household(at=DAY(-10), account=casework.means()["account"]), offices)

    (proposal,) = review(county)

    case = Case.objects.get(pk=row.case_id)
    assert (proposal.kind, proposal.proposed_amount_fen, case.state) == (
        ProposalKind.FACTS_MISSING, None, State.ACTIVE,
    )  # fmt: skip
    assert proposal.reasons != []
    with pytest.raises(recertification.ReviewRefused, match="请补登事实后重新复核"):
        recertification.accept(proposal=proposal, by=offices.second_county, at=IN_OCTOBER)
    assert len(decisions_in_force(NOVEMBER)) == 1


def test_a_new_review_takes_the_place_of_missing_facts(offices, county):
    home = casework.household(**(casework.means() | {"assets": casework.means()["assets"][:2]}))
    casework.taken_over(home, offices, amount_fen=100)
    (old,) = review(county)

    assert review(county) == []
    facts.record_asset(
        household=home, kind="house", use="living", count=1, holds_from=local_day(DAY(71)), by=offices.township,
        at=DAY(71), source="不动产登记",
    )  # fmt: skip
    (new,) = review(county, at=DAY(72))

    old.refresh_from_db()
    assert (old.kind, old.state, new.kind) == (
        ProposalKind.FACTS_MISSING, ProposalState.SUPERSEDED, ProposalKind.RAISE,
    )  # fmt: skip


def test_a_taken_over_amount_that_differs_is_proposed_not_changed(offices, county):
    row = casework.taken_over(casework.household(), offices, amount_fen=100)

    (proposal,) = review(county)

    assert (proposal.kind, proposal.current_amount_fen) == (ProposalKind.RAISE, 100)
    assert [one.decision_id for one in decisions_in_force(NOVEMBER)] == [row.pk]


def test_a_household_of_which_nobody_is_left_does_not_hold_up_the_review(offices, county):
    case = casework.case("active", offices=offices)
    close(household=case.household, on=local_day(DAY(20)), by=offices.township, at=DAY(20), source="全家迁走")

    assert review(county) == []


def test_the_village_does_not_review(offices, county):
    with pytest.raises(NotAllowed):
        review(offices.village)


def test_a_township_reviews_only_its_own(offices, county):
    casework.case("active", offices=offices)
    wages = IncomeItem.objects.count()

    assert review(accounts.neighbour_officer()) == []
    assert (Determination.objects.filter(kind="review").count(), wages) == (0, IncomeItem.objects.count())


def test_the_death_of_the_only_recipient_ends_the_benefit_with_the_month_of_death(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    die(case.applicant, offices, DAY(60))

    # Not decided yet, and nothing is payable any more.
    assert (len(decisions_in_force(OCTOBER)), decisions_in_force(NOVEMBER)) == (1, [])
    row = recertification.stop_on_death(case=case, by=county, at=DAY(62))

    assert (row.kind, row.from_month, case.state) == (DecisionKind.TERMINATE, "2026-11", State.TERMINATED)
    assert (len(decisions_in_force(OCTOBER)), decisions_in_force(NOVEMBER)) == (1, [])


def test_who_wrote_the_death_down_does_not_end_the_benefit(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    record_death(person=case.applicant, died_on=local_day(DAY(60)), by=county, at=DAY(60), source="死亡证明")

    with pytest.raises(TwoPeopleNeeded, match="死亡登记是您本人"):
        recertification.stop_on_death(case=case, by=county, at=DAY(62))

    assert Case.objects.get(pk=case.pk).state == State.ACTIVE
    assert recertification.stop_on_death(case=case, by=offices.second_county, at=DAY(62)).kind == DecisionKind.TERMINATE


def test_a_death_reported_months_later_ends_it_all_the_same(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    record_death(
        person=case.applicant, died_on=local_day(DAY(45)), by=offices.township, at=DAY(120), source="比对"
    )  # fmt: skip

    row = recertification.stop_on_death(case=case, by=county, at=DAY(121))

    assert row.from_month == "2026-10"
    assert [len(decisions_in_force(Month(2026, month))) for month in (9, 10, 11)] == [1, 0, 0]


def test_the_death_of_a_member_is_a_proposal_for_the_rest(offices, county):
    case = casework.case("active", offices=offices)
    child = registry.people(case.household)[2]
    die(child, offices, DAY(60))

    proposal = recertification.stop_on_death(case=case, by=county, at=DAY(62))

    assert (proposal.kind, case.state) == (ProposalKind.REDUCE, State.CHANGE_PROPOSED)
    assert proposal.reasons[0] == f"{child.name}于{local_day(DAY(60))}去世"
    assert len(decisions_in_force(NOVEMBER)) == 1
    recertification.hear(proposal=proposal, by=offices.township, at=DAY(63), opinion="知道了")
    row = recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(64))
    assert child.pk not in row.covered_person_ids


def test_without_a_recorded_death_nothing_is_stopped(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(recertification.ReviewRefused, match="请先在家庭档案中登记死亡"):
        recertification.stop_on_death(case=case, by=county, at=DAY(62))


def test_a_death_overtakes_an_open_proposal(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero(wage=10_000)))
    case = casework.case("active", home=home, offices=offices)
    wage(case, offices, 0)
    (proposal,) = review(county)
    die(case.applicant, offices, DAY(75))
    case.refresh_from_db()

    recertification.stop_on_death(case=case, by=county, at=DAY(76))

    proposal.refresh_from_db()
    assert (proposal.state, case.state) == (ProposalState.SUPERSEDED, State.TERMINATED)


def test_an_unchanged_case_costs_a_review_one_row(offices, county):
    for _ in range(3):
        casework.case("active", offices=offices)
    assert county.area.ranges

    with CaptureQueriesContext(connection) as seen:
        assert review(county) == []

    assert statements(seen) == 31
