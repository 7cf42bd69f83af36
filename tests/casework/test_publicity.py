"""Publicity: seven days, exactly five fields, objections looked into before anything goes on."""

import datetime as dt

import pytest

from minzheng.casework.domain import appraisal, determination, flow, publicity
from minzheng.casework.enums import AppraisalStep, State
from minzheng.casework.models import Determination, Objection, Publicity
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import facts
from tests.factories import casework, registry

DAY = casework.days


def post(case, offices, at):
    return publicity.post(case=case, by=offices.township, at=at, place="村务公开栏")


def objection(case, offices, at=None, name="李四"):
    return publicity.object(case=case, by=offices.village, at=at or DAY(5), objector_name=name, text="打工收入没有申报")


def look_again(case, offices, at, *, is_true):
    appraisal.record(
        case=case, by=offices.township, at=at, held_on=local_day(at), place="村委会", participants=9, representatives=7,
        steps=AppraisalStep.values,
        is_survey_true=is_true, conclusion="属实" if is_true else "不属实",
    )  # fmt: skip


def test_the_posting_day_is_not_counted(offices, county):
    case = casework.case("proposed", offices=offices)

    posting = post(case, offices, DAY(4))

    # Friday 7 August + 7 days = Friday 14 August.
    assert (posting.posted_on.isoformat(), posting.last_on.isoformat()) == ("2026-08-07", "2026-08-14")


def test_a_last_day_off_moves_to_the_next_working_day(offices, county):
    case = casework.case("proposed", offices=offices)

    posting = post(case, offices, DAY(5))

    # Saturday 8 August + 7 days = Saturday 15 August, hence Monday 17 August.
    assert posting.last_on.isoformat() == "2026-08-17"


def test_the_board_shows_exactly_its_fields(offices, county):
    case = casework.case("proposed", offices=offices)
    offices.township.phone = "0717-4821234"

    posting = post(case, offices, DAY(4))

    assert posting.content == {
        "applicant": case.applicant.name,
        "members": 3,
        "amount_yuan": format_yuan(Determination.objects.get(case=case).amount_fen),
        "from": "2026-08-07",
        "until": "2026-08-14",
        "phone": "0717-4821234",
    }


def test_a_minor_applicant_is_not_named(offices, county):
    home = casework.household(
        registry.new_member(name="王小明", born=dt.date(2010, 5, 1), incomes=casework.known_zero()),
    )
    case = casework.submit(home, offices, consented_persons=registry.people(home))
    casework.walk(case, "proposed", offices)

    assert post(case, offices, DAY(4)).content["applicant"] == "王**"


def test_it_closes_only_after_its_last_day(offices, county):
    case = casework.case("publicised", offices=offices)
    last = Publicity.objects.get(case=case).last_on
    on_last = DAY((last - DAY(0).date()).days)

    with pytest.raises(flow.GateShut, match="公示到2026-08-14为止（张贴当日不计）"):
        publicity.close(case=case, by=offices.township, at=on_last)
    publicity.close(case=case, by=offices.township, at=DAY(1, on_last))

    assert (case.state, Publicity.objects.get(case=case).closed_by) == (State.SUBMITTED_TO_COUNTY, offices.township)


def test_an_objection_stops_the_way_to_the_county(offices, county):
    case = casework.case("publicised", offices=offices)

    objection(case, offices)

    assert case.state == State.OBJECTED
    with pytest.raises(flow.IllegalMove):
        publicity.close(case=case, by=offices.township, at=DAY(20))


def test_a_late_objection_is_no_objection_to_the_posting(offices, county):
    case = casework.case("publicised", offices=offices)

    with pytest.raises(publicity.PublicityRefused, match="请按举报办理"):
        objection(case, offices, at=DAY(12))


def test_nobody_resolves_without_looking_again(offices, county):
    case = casework.case("publicised", offices=offices)
    row = objection(case, offices)

    with pytest.raises(publicity.PublicityRefused, match="重新入户调查或组织民主评议"):
        publicity.resolve(
            objection=row, by=offices.township, at=DAY(6), finding="不实", upheld=False, feedback="当面答复"
        )


def test_a_rejected_objection_lets_the_posting_hang_on(offices, county):
    case = casework.case("publicised", offices=offices)
    row = objection(case, offices, name="")
    look_again(case, offices, DAY(6), is_true=True)

    publicity.resolve(
        objection=row, by=offices.township, at=DAY(6), finding="已计入", upheld=False, feedback="当面答复"
    )

    case.refresh_from_db()
    assert (case.state, case.due_on.isoformat()) == (State.PUBLICISED, "2026-08-14")
    publicity.close(case=case, by=offices.township, at=DAY(12))
    assert case.state == State.SUBMITTED_TO_COUNTY
    assert Objection.objects.get(pk=row.pk).objector_name == ""


def test_all_objections_are_resolved_first(offices, county):
    case = casework.case("publicised", offices=offices)
    rows = [objection(case, offices), objection(case, offices, name="赵六")]
    look_again(case, offices, DAY(6), is_true=True)

    publicity.resolve(
        objection=rows[0], by=offices.township, at=DAY(6), finding="不实", upheld=False, feedback="当面答复"
    )
    case.refresh_from_db()
    between = case.state
    publicity.resolve(
        objection=rows[1], by=offices.township, at=DAY(6), finding="不实", upheld=False, feedback="当面答复"
    )
    case.refresh_from_db()

    assert (between, case.state) == (State.OBJECTED, State.PUBLICISED)


def test_an_upheld_objection_leads_to_a_new_proposal_without_second_publicity(offices, county):
    case = casework.case("publicised", offices=offices)
    first = Determination.objects.get(case=case)
    row = objection(case, offices)
    look_again(case, offices, DAY(6), is_true=False)
    publicity.resolve(
        objection=row, by=offices.township, at=DAY(6), finding="另有打工收入每月100元", upheld=True, feedback="当面答复"
    )
    case.refresh_from_db()
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=110_000, period="month",
        holds_from=local_day(DAY(6)), by=offices.township, at=DAY(6), source="民主评议",
    )  # fmt: skip

    second = determination.propose(case=case, by=offices.township, at=DAY(7))

    assert (case.state, second.amount_fen < first.amount_fen) == (State.SUBMITTED_TO_COUNTY, True)
    assert Publicity.objects.filter(case=case).count() == 1


def test_a_refusal_is_not_posted(offices, county):
    home = casework.household(**casework.means(cars=1))
    case = casework.case("proposed", home=home, offices=offices)

    with pytest.raises(flow.IllegalMove):
        post(case, offices, DAY(5))

    assert Publicity.objects.count() == 0
