"""Draws that anybody can repeat, complaints and relatives that must be seen, longer limits, townships that decide."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import application, county_check, decision, determination, flow, household_visit
from minzheng.casework.domain import letter as letters
from minzheng.casework.enums import Level, State
from minzheng.casework.models import Case, SpotCheckEntry
from minzheng.casework.queries.clock import deadlines, whole_deadline
from minzheng.services.audit.domain.verify import broken_chains
from tests.factories import accounts, casework

DAY = casework.days


@pytest.mark.parametrize(
    ("batch", "ratio", "drawn"), [(47, 3000, 15), (1, 3000, 1), (10, 3000, 3), (11, 3000, 4), (100, 1000, 10)]
)
def test_the_sample_is_rounded_up_in_integers(batch, ratio, drawn):
    assert county_check.sample_size(batch, ratio) == drawn


def test_a_seed_gives_the_same_homes_in_any_order_of_the_batch():
    numbers = [f"DB-420581-2026-{n:05d}" for n in range(1, 48)]

    first = county_check.choose(numbers, "20261126", 15)

    assert county_check.choose(list(reversed(numbers)), "20261126", 15) == first
    assert county_check.choose(numbers, "20261127", 15) != first
    assert len(set(first)) == 15


def county_visit(case, offices, at):
    household_visit.record(
        case=case, by=offices.county, at=at, visited_on=at.date(), surveyors=[offices.county, offices.second_county],
        member_present=case.applicant, findings="与申报相符。", signed=True,
    )  # fmt: skip


def test_a_drawn_case_waits_for_the_countys_own_visit(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    made = county_check.draw(program=case.program, by=offices.county, at=DAY(15), seed="7")
    before = (made.batch, made.drawn)

    with pytest.raises(flow.GateShut, match="已抽中入户抽查"):
        decision.confirm(case=case, by=offices.county, at=DAY(15))
    county_visit(case, offices, DAY(16))
    decision.confirm(case=case, by=offices.county, at=DAY(16))

    assert before == ([case.number], [case.number])
    assert case.state == State.CONFIRMED
    assert broken_chains(chain=f"case:{case.pk}") == []


def test_nobody_is_drawn_from_twice(offices, county):
    casework.case("submitted_to_county", offices=offices)
    county_check.draw(program=casework.PROGRAM, by=offices.county, at=DAY(15))

    with pytest.raises(county_check.CountyCheckRefused, match="都抽取过了"):
        county_check.draw(program=casework.PROGRAM, by=offices.county, at=DAY(15))

    assert SpotCheckEntry.objects.count() == 1


def test_a_township_does_not_draw(offices, county):
    casework.case("submitted_to_county", offices=offices)

    with pytest.raises(NotAllowed):
        county_check.draw(program=casework.PROGRAM, by=offices.township, at=DAY(15))


def test_a_complaint_makes_the_county_look_and_is_no_ground_for_refusal(offices, county):
    case = casework.case("submitted_to_county", offices=offices)
    county_check.complain(case=case, by=offices.village, at=DAY(15), text="来电反映户主有车")

    with pytest.raises(flow.GateShut, match="有投诉举报，县级须入户核查"):
        decision.confirm(case=case, by=offices.county, at=DAY(15))
    with pytest.raises(flow.GateShut, match="没有不予确认的理由"):
        decision.refuse(case=case, by=offices.county, at=DAY(15))
    county_visit(case, offices, DAY(16))

    assert decision.confirm(case=case, by=offices.county, at=DAY(16)).amount_fen > 0


def test_a_limit_is_lengthened_once_on_a_lawful_ground_before_it_ends(offices, county):
    case = casework.case("surveying", offices=offices)
    before = whole_deadline(case).day

    with pytest.raises(county_check.CountyCheckRefused, match="法定事由"):
        county_check.extend(case=case, by=offices.township, at=DAY(5), ground="busy", reason="人手不够")
    county_check.extend(case=case, by=offices.township, at=DAY(5), ground="hard_survey", reason="两名成员在外省务工")
    with pytest.raises(county_check.CountyCheckRefused, match="已延长过"):
        county_check.extend(case=case, by=offices.township, at=DAY(6), ground="objection", reason="有异议")

    # Accepted 2026-08-04: 30 working days to 09-15, 45 to 10-12 over holidays and two make-up days.
    assert (before, whole_deadline(case).day) == (dt.date(2026, 9, 15), dt.date(2026, 10, 12))
    assert [one.day for one in deadlines(case, DAY(5).date()) if one.code == "whole"] == [dt.date(2026, 10, 12)]


def test_the_last_day_is_in_time_and_the_day_after_is_not(offices, county):
    late = casework.case("surveying", offices=offices)
    over = (whole_deadline(late).day - casework.START.date()).days

    with pytest.raises(county_check.CountyCheckRefused, match="不能补办延长"):
        county_check.extend(case=late, by=offices.township, at=DAY(over + 1), ground="objection", reason="有异议")
    county_check.extend(case=late, by=offices.township, at=DAY(over), ground="objection", reason="有异议")

    assert Case.objects.get(pk=late.pk).extension_ground == "objection"


def delegate(offices, **fields):
    given = {
        "program": casework.PROGRAM, "division_code": accounts.TOWNSHIP, "from_on": dt.date(2026, 8, 1),
        "document": "宜民发〔2026〕3号", "by": offices.county, "at": casework.START,
    }  # fmt: skip
    return county_check.delegate(**(given | fields))


def test_a_township_decides_what_it_accepts_after_the_power_was_moved(offices, county):
    delegate(offices)
    case = casework.case("publicised", offices=offices)
    with pytest.raises(flow.GateShut, match="由乡镇（街道）审核确认"):
        flow.move(case=case, to=State.SUBMITTED_TO_COUNTY, by=offices.township, at=DAY(14))

    casework.walk_on(case, "submitted_to_county", offices)
    with pytest.raises(NotAllowed):
        decision.confirm(case=case, by=offices.county, at=DAY(15))
    with pytest.raises(TwoPeopleNeeded):
        decision.confirm(case=case, by=offices.township, at=DAY(15))
    granted = decision.confirm(case=case, by=offices.second_township, at=DAY(15))
    with pytest.raises(NotAllowed):
        letters.issue(decision=granted, by=offices.county, at=DAY(15))
    letter = letters.issue(decision=granted, by=offices.second_township, at=DAY(15))

    assert letter.data["issuer"] == "高坝洲镇人民政府"
    assert (case.decides, case.state) == (Level.TOWNSHIP, State.CONFIRMED)
    # 20 working days where the township decides (民发〔2022〕83号 四（一）).
    assert whole_deadline(case).day == dt.date(2026, 9, 1)


def test_a_township_sends_its_own_proposal_back_to_the_survey(offices, county):
    delegate(offices)
    case = casework.case("submitted_to_county", offices=offices)

    decision.send_back(case=case, by=offices.second_township, at=DAY(15), reason="收入没有问清")

    assert (case.state, case.station) == (State.SURVEYING, "household_visit")
    with pytest.raises(flow.GateShut, match="尚未登记入户调查"):
        determination.propose(case=case, by=offices.township, at=DAY(16))


def test_the_county_still_visits_relatives_of_staff_where_the_township_decides(offices, county):
    delegate(offices)
    home = casework.household()
    case = casework.submit(home, offices, near_relative=True)
    casework.walk(case, "submitted_to_county", offices)

    with pytest.raises(flow.GateShut, match="近亲属备案"):
        decision.confirm(case=case, by=offices.second_township, at=DAY(15))
    county_visit(case, offices, DAY(15))

    assert decision.confirm(case=case, by=offices.second_township, at=DAY(16)).amount_fen > 0


def test_a_power_taken_back_leaves_accepted_cases_where_they_are(offices, county):
    row = delegate(offices)
    case = casework.case("accepted", offices=offices)
    county_check.end_delegation(
        delegation=row, until_on=DAY(2).date(), by=offices.county, at=DAY(2), reason="宜民发〔2026〕9号"
    )
    later = casework.submit(casework.household(at=DAY(3)), offices, at=DAY(3))
    application.accept(case=later, by=offices.township, at=DAY(4))

    assert (case.decides, later.decides) == (Level.TOWNSHIP, Level.COUNTY)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"document": " "}, "授权文件"),
        ({"division_code": "420581000000"}, "只能下放到乡镇"),
        ({"from_on": dt.date(2013, 1, 1)}, "不允许下放"),
    ],
)
def test_a_power_is_moved_only_by_a_document_to_a_township_where_the_law_lets_it(offices, county, fields, told):
    with pytest.raises(county_check.CountyCheckRefused, match=told):
        delegate(offices, **fields)


def test_the_power_of_a_neighbour_is_not_mine(offices, county):
    delegate(offices, division_code=accounts.NEIGHBOUR_TOWNSHIP)

    assert casework.case("accepted", offices=offices).decides == Level.COUNTY
