"""Dossier and determination: what is known, frozen, and the same to the fen years later."""

import dataclasses
import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import determination, dossier, flow
from minzheng.casework.enums import Outcome, State
from minzheng.casework.models import Determination
from minzheng.casework.queries import explanation
from minzheng.kernel.moment import local_day
from minzheng.programs import catalogue
from minzheng.registry.domain import facts
from minzheng.registry.domain.intake import per_month, per_year
from tests.factories import casework, registry


def build(case, at=None):
    at = at or casework.days(4)
    return dossier.build(case, on=local_day(at), known_at=at)


def test_a_dossier_holds_the_shared_facts(offices, county):
    home = casework.household(
        registry.new_member(
            incomes=casework.known_zero(wage=100_000) | {"basic_pension": per_month(20_000)},
            expenses={"work_cost": per_year(120_000)},
            conditions={"disability": "5.3", "serious_illness": ""},
        ),
        registry.new_member("20", born=dt.date(2016, 1, 15), incomes={"transfer": per_month(9_900)}),
        **casework.means(deposit_fen=500_000, cars=1, houses=2),
    )
    case = casework.submit(home, offices)

    built = build(case)

    assert built.facts == {
        "members": [
            {
                "age_years": built.facts["members"][0]["age_years"],
                "relation": 2,
                "wage_income_fen": 1_200_000,
                "business_income_fen": 0,
                "property_income_fen": 0,
                "transfer_income_fen": 0,
                "other_income_fen": 0,
                "basic_pension_fen": 240_000,
                "work_cost_fen": 120_000,
                "disability_kind": 5,
                "disability_grade": 3,
                "has_serious_illness": True,
            },
            {"age_years": 10, "relation": 20},
        ],
        "uses_urban_standard": False,
        "financial_assets_fen": 500_000,
        "passenger_cars": 1,
        "houses": 2,
        "bought_house_in_3_years": False,
        "employs_others": False,
        "support_payment_fen": 0,
    }


def test_unknown_stays_absent(offices, county):
    case = casework.submit(registry.household(at=casework.days(-10)), offices)

    built = build(case)

    assert built.facts == {
        "members": [{"age_years": built.facts["members"][0]["age_years"], "relation": 2}],
        "uses_urban_standard": False,
    }


def test_every_fact_has_its_source(offices, county):
    case = casework.submit(casework.household(), offices)

    rows = {(row.code, row.member): row for row in build(case).sources}

    wage = rows["wage_income_fen", 0]
    assert (wage.value, wage.source, wage.holds_from) == (1_200_000, "户口簿", "2026-01-01")
    assert wage.known_at == casework.days(-10).isoformat() or wage.known_at.startswith("2026-07-24")
    assert wage.rows[0].startswith("incomeitem:")


def test_a_prisoner_is_not_counted(offices, county):
    home = casework.household(
        registry.new_member(incomes=casework.known_zero()),
        registry.new_member("20", born=dt.date(2000, 1, 1), conditions={"in_prison": ""}),
    )
    case = casework.submit(home, offices)

    built = build(case)

    assert [member.get("is_in_prison") for member in built.facts["members"]] == [None, True]
    seen = determination.preview(case=case, on=built.on, known_at=built.known_at)
    assert seen.evaluation.recipients == (0,)


def test_what_became_known_later_is_not_in_an_earlier_dossier(offices, county):
    case = casework.case("visited", offices=offices)
    before = build(case)
    record_wage(case, offices, 300_000, at=casework.days(5))

    again, after = build(case), build(case, casework.days(6))

    assert again == before
    assert after.facts["members"][0]["wage_income_fen"] == 3_600_000
    assert after.digest != before.digest


def record_wage(case, offices, amount_fen, at):
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=amount_fen, period="month",
        holds_from=local_day(at), by=offices.township, at=at, source="工资单",
    )  # fmt: skip


def test_an_eligible_proposal_waits_for_publicity(offices, county):
    case = casework.case("proposed", offices=offices)

    row = Determination.objects.get(case=case)

    assert (case.state, row.outcome, row.month, row.kind) == (State.PROPOSED, Outcome.ELIGIBLE, "2026-08", "initial")
    assert row.amount_fen > 0
    assert row.person_ids == [member["id"] for member in row.members]


def test_a_negative_proposal_goes_to_the_county_unpublished(offices, county):
    home = casework.household(*casework.couple(wage_fen=2_000_000), **casework.means(cars=1, houses=3))

    case = casework.case("proposed", home=home, offices=offices)

    row = Determination.objects.get(case=case)
    assert (case.state, row.outcome, row.amount_fen) == (State.SUBMITTED_TO_COUNTY, Outcome.REFUSED, 0)
    assert len(row.evaluation["failed"]) == 3


def test_missing_facts_are_named_and_nothing_is_written(offices, county):
    home = casework.household(registry.new_member(name="王小明", incomes={"wage": per_month(0)}), assets=[])
    case = casework.case("visited", home=home, offices=offices)

    with pytest.raises(determination.FactsMissing) as refusal:
        determination.propose(case=case, by=offices.township, at=casework.days(4))

    assert any(name.startswith("王小明的") for name in refusal.value.missing)
    assert any(name.startswith("家庭的") for name in refusal.value.missing)
    assert all(name in str(refusal.value) for name in refusal.value.missing)
    assert (Determination.objects.count(), case.state) == (0, State.SURVEYING)


def test_a_preview_shows_what_is_missing_without_writing(offices, county):
    case = casework.submit(casework.household(assets=[]), offices)

    seen = determination.preview(case=case, on=local_day(casework.days(1)), known_at=casework.days(1))

    assert seen.evaluation.outcome == Outcome.INCOMPLETE
    assert seen.missing != []
    assert Determination.objects.count() == 0


def test_without_a_check_nothing_is_proposed(offices, county):
    case = casework.case("checking", offices=offices)

    with pytest.raises(determination.flow.IllegalMove):
        determination.propose(case=case, by=offices.township, at=casework.days(2))


def test_without_a_visit_nothing_is_proposed(offices, county):
    case = casework.case("surveying", offices=offices)

    with pytest.raises(flow.GateShut, match="尚未登记入户调查"):
        determination.propose(case=case, by=offices.township, at=casework.days(3))


def test_the_county_does_not_propose(offices, county):
    case = casework.case("visited", offices=offices)

    with pytest.raises(NotAllowed):
        determination.propose(case=case, by=county, at=casework.days(4))


def test_recomputed_it_gives_the_same_fen_after_facts_and_figures_changed(offices, county, monkeypatch):
    case = casework.case("active", offices=offices)
    row = Determination.objects.get(case=case)
    record_wage(case, offices, 900_000, at=casework.days(30))
    loaded = catalogue.get(case.program)
    real = loaded.evaluate
    dearer = {figure["code"]: figure["value"] * 2 for figure in row.figures if figure["unit"].startswith("fen/person")}
    assert dearer != {}

    def with_dearer_figures(*, facts, on, at, figures=None):
        return real(facts=facts, on=on, at=at, figures=figures or dearer)

    monkeypatch.setattr(type(loaded), "evaluate", lambda _self, **given: with_dearer_figures(**given))

    assert loaded.evaluate(facts=row.facts, on=row.evaluated_on, at=row.at_division).amount_fen != row.amount_fen
    assert determination.recompute(row).amount_fen == row.amount_fen
    assert determination.recompute(row).outcome == row.outcome


def test_a_determination_is_never_changed(offices, county):
    casework.case("proposed", offices=offices)

    for change in (
        lambda: Determination.objects.update(amount_fen=1),
        lambda: Determination.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_sheet_explains_facts_figures_and_steps(offices, county):
    row = Determination.objects.get(case=casework.case("proposed", offices=offices))

    lines = explanation.explain(row)

    assert {line.kind for line in lines} == {"fact", "figure", "formula"}
    wage = next(line for line in lines if line.code == "wage_income_fen" and line.member)
    assert (wage.value, wage.source, wage.member) == ("12,000.00元", "户口簿", row.members[0]["name"])
    assert all(line.law for line in lines if line.kind == "formula")


def test_only_the_single_applicant_is_covered_by_a_single_person_layer(offices, county):
    home = casework.household()
    person = registry.people(home)[1]
    case = casework.submit(home, offices, answers={"single_applicant_id": person.pk})

    built = build(case)
    seen = determination.preview(case=case, on=built.on, known_at=built.known_at)
    eligible = dataclasses.replace(seen.evaluation, outcome=Outcome.ELIGIBLE)

    assert determination.covered(built, eligible) == [person.pk]
    assert determination.covered(built, dataclasses.replace(eligible, outcome=Outcome.REFUSED)) == []


def test_dossiers_cost_a_fixed_number_of_queries(offices, county, django_assert_num_queries):
    cases = [casework.submit(casework.household(), offices) for _ in range(3)]

    with django_assert_num_queries(5):
        one = dossier.build_many(cases[:1], on=local_day(casework.days(1)), known_at=casework.days(1))
    with django_assert_num_queries(13):
        all_three = dossier.build_many(cases, on=local_day(casework.days(1)), known_at=casework.days(1))

    assert (len(one), len(all_three)) == (1, 3)
