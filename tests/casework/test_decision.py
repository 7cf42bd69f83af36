"""The county decides: another person, on what was proposed, once; and what a decision makes payable."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.enums import Role
from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import application, decision, determination, flow, household_visit, publication
from minzheng.casework.enums import DecisionKind, State
from minzheng.casework.models import Case, Decision, Publication
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.domain.splitting import split
from minzheng.relatives.domain import payee
from tests.factories import casework, registry

DAY = casework.days


def test_confirmed_from_the_month_after_to_the_holder_of_the_account(offices, county):
    case = casework.case("confirmed", offices=offices)

    row = Decision.objects.get(case=case)

    proposal = determination.latest(case)
    assert (row.kind, row.document_number, row.from_month) == (DecisionKind.CONFIRM, "都民救〔2026〕1号", "2026-09")
    assert (row.amount_fen, row.covered_person_ids) == (proposal.amount_fen, proposal.person_ids)
    assert (row.payee, row.decided_on) == (case.applicant, DAY(15).date())


def test_document_numbers_of_a_year_follow_each_other(offices, county):
    for _ in range(2):
        casework.case("confirmed", offices=offices)

    assert list(Decision.objects.order_by("pk").values_list("document_number", flat=True)) == [
        "都民救〔2026〕1号",
        "都民救〔2026〕2号",
    ]


def test_who_proposed_cannot_confirm(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    promoted = offices.township
    promoted.role = Role.COUNTY_OFFICER

    with pytest.raises(TwoPeopleNeeded, match="须由另一人办理"):
        decision.confirm(case=case, by=promoted, at=DAY(15))

    assert (Decision.objects.count(), Case.objects.get(pk=case.pk).state) == (0, State.SUBMITTED_TO_COUNTY)


def test_the_township_does_not_decide(offices, county):
    case = casework.case("submitted_to_county", offices=offices)

    with pytest.raises(NotAllowed):
        decision.confirm(case=case, by=offices.second_township, at=DAY(15))


def test_eligible_cannot_be_refused_and_refused_cannot_be_confirmed(offices, county):
    eligible = casework.case("submitted_to_county", offices=offices)
    home = casework.household(**casework.means(cars=1))
    refused = casework.case("proposed", home=home, offices=offices)

    with pytest.raises(flow.GateShut, match="没有不予确认的理由"):
        decision.refuse(case=eligible, by=county, at=DAY(15), reason="不像困难户")
    with pytest.raises(flow.GateShut, match="不能予以确认"):
        decision.confirm(case=refused, by=county, at=DAY(15))


def test_a_refusal_states_all_three_reasons(offices, county):
    home = casework.household(*casework.couple(wage_fen=2_000_000), **casework.means(cars=1, houses=3))
    case = casework.case("proposed", home=home, offices=offices)

    row = decision.refuse(case=case, by=county, at=DAY(6))

    failed = [finding["label"] for finding in determination.latest(case).evaluation["failed"]]
    assert len(failed) == 3
    assert (row.reason, row.amount_fen, row.payee) == ("不符合下列条件：" + "；".join(failed), 0, None)
    assert case.state == State.REFUSED
    assert decisions_in_force(Month(2026, 12)) == []


def test_a_refusal_is_never_published(offices, county):
    home = casework.household(**casework.means(cars=1))
    case = casework.case("proposed", home=home, offices=offices)
    decision.refuse(case=case, by=county, at=DAY(6))

    with pytest.raises(flow.IllegalMove):
        publication.publish(case=case, by=county, at=DAY(7), place="村务公开栏")

    assert Publication.objects.count() == 0


def test_sent_back_and_answered(offices, county):
    case = casework.case("submitted_to_county", offices=offices)

    with pytest.raises(decision.DecisionRefused, match="写明退回原因"):
        decision.send_back(case=case, by=county, at=DAY(15), reason=" ")
    decision.send_back(case=case, by=county, at=DAY(15), reason="请补医疗票据")
    decision.answer_return(case=case, by=offices.township, at=DAY(16), reason="已补")

    assert case.state == State.SUBMITTED_TO_COUNTY


def test_sent_back_and_proposed_again_unchanged_needs_no_second_posting(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    decision.send_back(case=case, by=county, at=DAY(15), reason="请核实")

    determination.propose(case=case, by=offices.township, at=DAY(16))

    assert case.state == State.SUBMITTED_TO_COUNTY


def test_a_figure_changed_since_the_proposal_sends_the_case_back(offices, county, monkeypatch):
    case = casework.case("submitted_to_county", offices=offices)
    proposal = determination.latest(case)
    loaded = catalogue.get(case.program)
    real = loaded.evaluate
    dearer = {row["code"]: row["value"] * 2 for row in proposal.figures if row["unit"].startswith("fen/person")}
    monkeypatch.setattr(type(loaded), "evaluate", lambda _self, **given: real(**(given | {"figures": dearer})))

    with pytest.raises(decision.DecisionRefused, match="适用标准已变化"):
        decision.confirm(case=case, by=county, at=DAY(15))

    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED_TO_COUNTY


def test_who_died_since_the_proposal_is_not_granted_to(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    child = registry.people(case.household)[2]
    record_death(person=child, died_on=DAY(12).date(), by=offices.township, at=DAY(14), source="死亡证明")

    with pytest.raises(decision.DecisionRefused, match=f"{child.name}已去世或已不是家庭成员"):
        decision.confirm(case=case, by=county, at=DAY(15))

    assert (Decision.objects.count(), Case.objects.get(pk=case.pk).state) == (0, State.SUBMITTED_TO_COUNTY)


def test_who_is_covered_by_another_case_is_not_granted_again(offices, county):
    first = casework.case("active", offices=offices)
    wife = registry.people(first.household)[1]
    told = {"by": offices.township, "at": DAY(17), "source": "分户申请"}
    moved_out = DAY(17).date()
    alone = split(household=first.household, leaving={wife.pk: "02"}, address="新居1号", split_on=moved_out, **told)
    owns = {"deposit": {}, "vehicle": {"use": "passenger", "count": 0}, "house": {"use": "living"}}
    for kind, fields in owns.items():
        facts.record_asset(household=alone, kind=kind, holds_from=moved_out, **fields, **told)
    facts.record_declaration(
        household=alone, holds_from=moved_out, employs_others=False, bought_house_in_3_years=False,
        support_payment_fen=0, **told,
    )  # fmt: skip
    payee.set_account(household=alone, holder=wife, bank_name="农商行", account_number="6222000000000000026", **told)
    case = casework.case("submitted_to_county", home=alone, offices=offices, at=DAY(18))

    with pytest.raises(application.AlreadyOpen, match=f"{wife.name}已由案件{first.number}保障"):
        decision.confirm(case=case, by=county, at=DAY(15, DAY(18)))

    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED_TO_COUNTY


def test_without_an_account_nothing_is_confirmed(offices, county):
    home = casework.household(account=None)
    case = casework.case("submitted_to_county", home=home, offices=offices)

    with pytest.raises(decision.DecisionRefused, match="尚未登记收款账户"):
        decision.confirm(case=case, by=county, at=DAY(15))

    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED_TO_COUNTY


def test_a_relative_of_staff_is_visited_by_the_county(offices, county):
    home = casework.household()
    case = casework.submit(home, offices, near_relative=True)
    casework.walk(case, "submitted_to_county", offices)

    with pytest.raises(flow.GateShut, match="近亲属备案"):
        decision.confirm(case=case, by=county, at=DAY(15))
    household_visit.record(
        case=case, by=county, at=DAY(15), visited_on=local_day(DAY(15)), surveyors=[county, offices.second_county],
        member_present=case.applicant, findings="属实", signed=True,
    )  # fmt: skip
    decision.confirm(case=case, by=county, at=DAY(15))

    assert case.state == State.CONFIRMED


def test_a_decision_is_never_changed(offices, county):
    case = casework.case("confirmed", offices=offices)

    for change in (
        lambda: Decision.objects.filter(case=case).update(amount_fen=1),
        lambda: Decision.objects.filter(case=case)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_publication_shows_three_fields_and_makes_the_case_active(offices, county):
    case = casework.case("active", offices=offices)

    row = Publication.objects.get(case=case)

    amount = format_yuan(casework.grant_of(case).amount_fen)
    assert row.content == {"applicant": case.applicant.name, "members": 3, "amount_yuan": amount}
    assert case.state == State.ACTIVE


def test_a_decision_is_in_force_from_its_first_month(offices, county):
    case = casework.case("active", offices=offices)
    row = casework.grant_of(case)

    assert decisions_in_force(Month(2026, 8)) == []
    (found,) = decisions_in_force(Month(2026, 9))
    assert (found.decision_id, found.case_id, found.household_id, found.division_code) == (
        row.pk, case.pk, case.household_id, case.division_code,
    )  # fmt: skip
    assert (found.amount_fen, found.payee_id, found.from_month) == (row.amount_fen, row.payee_id, "2026-09")
    assert found.person_ids == tuple(row.covered_person_ids)
    assert decisions_in_force(Month(2027, 9)) == [found]


def test_what_is_in_force_costs_the_same_for_one_and_for_three(offices, county, django_assert_num_queries):
    casework.case("active", offices=offices)
    with django_assert_num_queries(2):
        assert len(decisions_in_force(Month(2026, 9))) == 1
    for _ in range(2):
        casework.case("active", offices=offices)

    with django_assert_num_queries(2):
        assert len(decisions_in_force(Month(2026, 9))) == 3
