"""One family's road, told by the people who walk it: applied, objected to, confirmed, raised, cut, ended."""

import pytest

from minzheng.accounts.scope import within
from minzheng.casework import queries
from minzheng.casework.domain import (
    application,
    appraisal,
    decision,
    determination,
    household_visit,
    letter,
    means_check,
    publication,
    publicity,
    recertification,
)
from minzheng.casework.enums import AppraisalStep, State
from minzheng.casework.models import Case, Letter, Publication
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.domain.intake import per_month
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_object
from tests.factories import casework, registry

DAY = casework.days


def apply_until_surveyed(home, offices):
    case = casework.submit(home, offices)
    application.ask_supplement(case=case, by=offices.township, at=DAY(0), missing=["户主签字的授权书"])
    application.resubmit(case=case, by=offices.village, at=DAY(1), answer="已补签")
    application.accept(case=case, by=offices.township, at=DAY(1))
    means_check.request(case=case, by=offices.township, at=DAY(1))
    means_check.report(
        case=case, by=offices.county, at=DAY(3), status="inconsistent", as_of=DAY(2).date(), sources=["车辆登记"],
        text="户主名下登记一辆轿车",
    )  # fmt: skip
    means_check.rebut(case=case, by=offices.township, at=DAY(4), text="已于去年过户，有过户单", accepted=True)
    household_visit.record(
        case=case, by=offices.township, at=DAY(5), visited_on=DAY(5).date(), member_present=case.applicant,
        surveyors=[offices.township, offices.second_township], findings="砖瓦房三间，户主务农，长子在读小学。",
        signed=True,
    )  # fmt: skip
    return case


def object_and_reject(case, offices):
    row = publicity.object(case=case, by=offices.village, at=DAY(9), objector_name="李建设", text="他家有人打工")
    appraisal.record(
        case=case, by=offices.township, at=DAY(10), held_on=DAY(10).date(), place="村委会", participants=13,
        representatives=9, steps=AppraisalStep.values, is_survey_true=True, conclusion="打工收入已计入",
    )  # fmt: skip
    publicity.resolve(
        objection=row, by=offices.township, at=DAY(10), finding="打工收入已计入", upheld=False, feedback="当面答复"
    )


@pytest.mark.must_show("spine", 5)
def test_from_application_to_entitlement_and_to_its_end(db):
    offices = casework.Offices()
    home = casework.household(registry.new_member(incomes=casework.known_zero() | {"wage": per_month(30_000)}))

    with within(offices.county.area):
        case = apply_until_surveyed(home, offices)
        proposed = determination.propose(case=case, by=offices.township, at=DAY(6))
        publicity.post(case=case, by=offices.township, at=DAY(7), place="村务公开栏")
        object_and_reject(case, offices)
        case.refresh_from_db()
        publicity.close(case=case, by=offices.township, at=DAY(15))
        decision.send_back(case=case, by=offices.county, at=DAY(16), reason="请补过户单")
        decision.answer_return(case=case, by=offices.township, at=DAY(17), reason="已补")
        granted = decision.confirm(case=case, by=offices.county, at=DAY(18))
        letter.issue(decision=granted, by=offices.county, at=DAY(18))
        publication.publish(case=case, by=offices.county, at=DAY(19), place="村务公开栏")

        # 700 yuan a month for one person in the countryside, less the wage of 300.
        assert (proposed.amount_fen, granted.amount_fen, granted.from_month) == (40_000, 40_000, "2026-09")
        assert [one.amount_fen for one in queries.decisions_in_force(Month(2026, 9))] == [40_000]

        facts.record_income(
            household=home, person=case.applicant, kind="wage", amount_fen=0, period="month",
            holds_from=local_day(DAY(60)), by=offices.township, at=DAY(60), source="失业登记",
        )  # fmt: skip
        (raised,) = recertification.review_month(month=Month(2026, 10), by=offices.county, at=DAY(65))
        recertification.accept(proposal=raised, by=offices.second_county, at=DAY(66))
        assert [
            [one.amount_fen for one in queries.decisions_in_force(Month(2026, month))] for month in (10, 11)
        ] == [[40_000], [70_000]]  # fmt: skip

        record_death(
            person=case.applicant, died_on=local_day(DAY(110)), by=offices.township, at=DAY(112), source="死亡证明"
        )
        case = Case.objects.get(pk=case.pk)
        recertification.stop_on_death(case=case, by=offices.county, at=DAY(113))
        assert [len(queries.decisions_in_force(Month(2026, month))) for month in (8, 9, 11, 12)] == [0, 1, 1, 0]

        assert case.state == State.TERMINATED
        assert determination.recompute(proposed).amount_fen == 40_000
        assert (Letter.objects.count(), Publication.objects.count()) == (1, 1)
        assert broken_chains(chain=f"case:{case.pk}") == []
        who = {row.actor for row in of_object("case", case.pk)}
        assert who == {
            offices.village.username,
            offices.township.username,
            offices.county.username,
            offices.second_county.username,
        }


@pytest.mark.must_show("spine", 5)
def test_a_refusal_with_three_reasons_ends_in_a_letter_and_on_no_board(db):
    offices = casework.Offices()
    home = casework.household(*casework.couple(wage_fen=2_000_000), **casework.means(cars=1, houses=3))

    with within(offices.county.area):
        case = casework.case("proposed", home=home, offices=offices)
        row = decision.refuse(case=case, by=offices.county, at=DAY(6))
        issued = letter.issue(decision=row, by=offices.county, at=DAY(7))
        letter.serve(letter=issued, by=offices.village, at=DAY(8), served_on=DAY(8).date(), method="直接送达")

        failed = [one["label"] for one in issued.data["conditions"] if one["passed"] is False]
        assert failed == ["收入低于当地低保标准", "生活用机动车不超过规定数量", "住房不超过规定套数"]
        assert case.state == State.REFUSED
        assert Publication.objects.count() == 0
        assert queries.todo(offices.county, local_day(DAY(8))) == []
