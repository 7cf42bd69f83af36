"""Nobody draws the same benefit twice, nor one that excludes it: at application, confirmation, takeover, return."""

import pytest

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.casework.domain import application, decision, outside, settlement, suspension
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import ProposalKind, State
from minzheng.casework.queries.catalogue import never_with
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.payments.domain import entitlement
from minzheng.registry.domain.splitting import split
from tests.casework.after_steps import DAY, fresh, review, suspended
from tests.casework.test_program_neutral import copied
from tests.factories import casework, registry

__all__ = ["copied"]


def abroad(person, offices, at=None, program=casework.PROGRAM):
    at = at or DAY(12)
    return outside.record_outside(
        person=person, program=program, county="湖南省岳阳县", source="岳阳县来函", found_on=local_day(at),
        by=offices.township, at=at,
    )  # fmt: skip


def test_exclusion_counts_whichever_card_says_so(copied):
    assert never_with(casework.PROGRAM) == (casework.PROGRAM, copied, "wubao")
    assert never_with(copied) == (copied, casework.PROGRAM)


def test_at_application_the_other_way_round_too(offices, county, copied, monkeypatch):
    with monkeypatch.context() as other:
        other.setattr(casework, "PROGRAM", copied)
        case = casework.case("active", offices=offices)

    with pytest.raises(application.AlreadyOpen, match=case.number):
        casework.submit(case.household, offices, DAY(30), program=casework.PROGRAM)


def test_a_suspended_benefit_still_excludes(offices, county, copied):
    case = suspended(offices)

    with pytest.raises(application.AlreadyOpen, match=case.number):
        casework.submit(case.household, offices, DAY(50), program=copied)


def test_at_confirmation_a_benefit_of_another_county_stands_in_the_way_until_struck_off(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    row = abroad(case.applicant, offices)

    with pytest.raises(application.AlreadyOpen, match="已由湖南省岳阳县（岳阳县来函）保障"):
        decision.confirm(case=case, by=county, at=DAY(15))
    with pytest.raises(TwoPeopleNeeded):
        outside.strike_off(outside=row, source="停发证明", by=offices.township, at=DAY(15))
    outside.strike_off(outside=row, source="停发证明", by=county, at=DAY(15))

    assert decision.confirm(case=case, by=county, at=DAY(15)).case_id == case.pk


def test_at_takeover_too(offices, county):
    home = casework.household()
    abroad(registry.people(home)[1], offices)

    with pytest.raises(application.AlreadyOpen, match="湖南省岳阳县"):
        casework.taken_over(home, offices, at=DAY(20))


def test_on_return_from_a_suspension_too(offices, county):
    case = suspended(offices)
    proposal = suspension.propose_restore(case=case, by=offices.township, at=DAY(70), reason="已配合")
    abroad(case.applicant, offices, at=DAY(70))

    with pytest.raises(application.AlreadyOpen, match="湖南省岳阳县"):
        settlement.accept(proposal=proposal, by=county, at=DAY(71))

    assert fresh(case).state == State.SUSPENDED


def test_the_month_run_finds_it_says_where_and_changes_nothing(offices, county):
    case = casework.case("active", offices=offices)
    casework.case("active", offices=offices)
    abroad(case.applicant, offices, at=DAY(40))

    (proposal,) = review(county, DAY(70))

    assert (proposal.kind, fresh(case).state) == (ProposalKind.DOUBLE, State.ACTIVE)
    assert proposal.reasons == [f"{case.applicant.name}同时由湖南省岳阳县（岳阳县来函）保障"]
    with pytest.raises(ReviewRefused, match="疑似重复享受"):
        settlement.accept(proposal=proposal, by=offices.second_county, at=DAY(71))
    assert review(county, DAY(72)) == []


def test_one_person_under_two_programs_that_exclude_each_other_is_paid_once(offices, county, copied, monkeypatch):
    first = casework.case("active", offices=offices)
    wife = registry.people(first.household)[1]
    told = {"by": offices.township, "at": DAY(20), "source": "户口簿"}
    moved = local_day(DAY(20))
    alone = split(household=first.household, leaving={wife.pk: "02"}, address="新居1号", split_on=moved, **told)
    with monkeypatch.context() as blind:
        blind.setattr(application, "require_covered_once", lambda **_given: None)
        blind.setattr(casework, "PROGRAM", copied)
        second = casework.taken_over(alone, offices, at=DAY(30), covered_persons=[wife], payee=wife)

    result = entitlement.dues_for(month=Month(2026, 10), by=county, at=DAY(70))

    assert [row.case_number for row in result.made] == [first.number]
    assert [held.case_number for held in result.held] == [second.case.number]


def test_what_is_recorded_needs_place_and_source(offices, county):
    person = registry.people(casework.household())[0]

    with pytest.raises(ReviewRefused, match="享受地"):
        outside.record_outside(
            person=person, program=casework.PROGRAM, county=" ", source="函", found_on=local_day(DAY(1)),
            by=offices.township, at=DAY(1),
        )  # fmt: skip
