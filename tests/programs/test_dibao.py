"""What examples cannot say: the path, the letters, what a resident reads, what is not in force."""

from datetime import date

import pytest

from minzheng.programs import catalogue
from minzheng.rules.errors import NotInForce
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.rules.letters import laws_on
from minzheng.rules.program import ACTORS, LIMIT_KINDS, STATIONS
from minzheng.rules.wording import say

ADULT = {
    "relation": 2,
    "age_years": 40,
    "wage_income_fen": 0,
    "business_income_fen": 0,
    "property_income_fen": 0,
    "transfer_income_fen": 0,
    "other_income_fen": 0,
}
HOME = {
    "uses_urban_standard": True,
    "financial_assets_fen": 0,
    "passenger_cars": 0,
    "houses": 1,
    "bought_house_in_3_years": False,
    "employs_others": False,
}
TODAY = date(2026, 11, 24)


def evaluate(day=TODAY, member=None, at="420581", **home):
    facts = {**HOME, **home, "members": [{**ADULT, **(member or {})}]}
    return catalogue.get("dibao").evaluate(facts=facts, on=day, at=at)


def test_the_2026_path_has_every_station_in_order():
    path = catalogue.get("dibao").program.path_on(TODAY)

    assert [step.code for step in path.steps] == [one for one in STATIONS if one != "county_publicity"]
    assert (path.whole.days, path.whole.kind, path.extended.days, path.delegated.days) == (30, "working", 45, 20)
    assert path.publicity_days == 7
    limits = {step.code: (step.limit_days, step.limit_kind) for step in path.steps}
    assert limits["publicity"] == (7, "calendar")
    assert limits["decision"] == (10, "working")
    assert {step.actor for step in path.steps} <= set(ACTORS)
    assert {step.limit_kind for step in path.steps} <= set(LIMIT_KINDS)
    assert [step.code for step in path.steps if step.when == "disputed"] == ["democratic_appraisal"]


@pytest.mark.parametrize(
    ("day", "area", "code"),
    [
        ("1999-10-01", "urban", "order_271_urban"), ("2007-07-11", "rural", "notice_19_rural"),
        ("2012-12-11", "urban", "order_271_urban"), ("2012-12-11", "rural", "notice_19_rural"),
        ("2012-12-12", "rural", "notice_220"), ("2021-06-30", "urban", "notice_220"), ("2021-07-01", "", "notice_57"),
        ("2022-10-19", "", "notice_57"), ("2022-10-20", "", "notice_83"), ("2026-06-30", "", "notice_83"),
        ("2026-07-01", "rural", "act_2026"),
    ],
)  # fmt: skip
def test_each_day_has_the_road_of_its_law(day, area, code):
    assert catalogue.get("dibao").program.path_on(date.fromisoformat(day), area).code == code


@pytest.mark.parametrize(("day", "area"), [("1999-09-30", "urban"), ("2007-07-10", "rural")])
def test_before_the_first_law_there_is_no_road(day, area):
    with pytest.raises(NotInForce, match=day):
        catalogue.get("dibao").program.path_on(date.fromisoformat(day), area)


def test_days_without_rules_are_an_error_not_a_guess():
    with pytest.raises(NotInForce, match="1999-09-30"):
        evaluate(date(1999, 9, 30))


def test_letters_say_body_and_law_of_each_remedy():
    for letter in catalogue.get("dibao").letters.values():
        assert [(one["remedy"], one["body"], one["law"]) for one in letter["remedies"]] == [
            ("行政复议", "县（市）人民政府", "行政复议法 第二十条、第二十四条"),
            ("行政诉讼", "人民法院", "行政诉讼法 第四十六条"),
        ]


ORDER_649 = "社会救助暂行办法（国务院令第649号） 第十一条"


@pytest.mark.parametrize(
    ("kind", "day", "area", "laws"),
    [
        ("approved", date(2011, 3, 1), "rural", ["国发〔2007〕19号 三"]),
        ("approved", date(2011, 3, 1), "urban", ["国务院令第271号 第八条"]),
        ("approved", date(2012, 12, 11), "rural", ["国发〔2007〕19号 三"]),
        ("approved", date(2012, 12, 12), "rural", ["民发〔2012〕220号 第二十六条、第二十九条"]),
        (
            "refused",
            date(2021, 6, 30),
            "",
            [ORDER_649, "民发〔2012〕220号 第二十六条"],
        ),
        (
            "refused",
            date(2021, 7, 1),
            "",
            [ORDER_649, "民发〔2021〕57号 第二十一条"],
        ),
        (
            "refused",
            date(2026, 6, 30),
            "",
            [ORDER_649, "民发〔2021〕57号 第二十一条"],
        ),
        ("refused", date(2026, 7, 1), "", ["社会救助法 第十八条、第四十五条", "民发〔2021〕57号 第二十一条"]),
    ],
)
def test_a_letter_cites_the_law_of_its_day(kind, day, area, laws):
    assert laws_on(catalogue.get("dibao").letters[kind], day, area) == laws


def test_a_refusal_tells_needs_has_and_difference_of_each_condition():
    failed = evaluate(
        member={"wage_income_fen": 960001}, financial_assets_fen=1920001, bought_house_in_3_years=True
    ).failed

    assert [(one.code, one.needs, one.has, one.differs) for one in failed] == [
        ("income_below_line", "低于9,600.00元（800.00元/人·月）", "9,600.01元", "超出0.01元"),
        ("assets_within_cap", "不超过19,200.00元", "19,200.01元", "超出0.01元"),
        ("no_house_bought", "三年内没有购买房屋", "三年内购买过房屋", ""),
    ]


def test_conditions_of_who_applies_alone_do_not_concern_a_whole_household():
    findings = {one.code: one.has for one in evaluate().conditions}

    assert findings["alone_is_entitled"] == "不涉及"
    assert findings["alone_is_of_edge_household"] == "不涉及"


def test_the_law_cited_follows_the_day():
    def law(day):
        return next(one.law for one in evaluate(day).conditions if one.code == "income_below_line")

    assert law(date(2026, 6, 30)) == "民发〔2021〕57号 第四条"
    assert law(date(2026, 7, 1)) == "社会救助法 第十八条；民发〔2021〕57号 第四条"


def test_figures_used_carry_their_origin():
    figures = {one.code: one for one in evaluate(date(2023, 5, 1)).figures}
    line = figures["dibao_line_urban_fen"]

    assert (line.value, line.from_date, line.where, line.status) == (71000, "2020-04-01", "420581000000", "official")
    assert "宜昌市" in line.reference
    assert say(line.value, line.unit) == "710.00元/人·月"


def test_the_edge_rule_past_its_expiry_warns():
    assert evaluate(date(2026, 8, 18)).warnings == ()
    assert [one.partition("：")[0] for one in evaluate(date(2026, 8, 19)).warnings] == [
        "低保边缘家庭人均金融资产上限",
        "低保边缘家庭生活用机动车现值上限",
    ]


def test_every_shared_fact_is_asked():
    assert {fact.code for fact in catalogue.get("dibao").facts} == {fact.code for fact in SHARED_FACTS}


def test_the_trace_ends_with_the_amount():
    trace = evaluate(member={"wage_income_fen": 100 * 1200}).trace

    assert (trace[-1].code, trace[-1].value) == ("benefit_fen", 70000)
    assert (trace[-1].inputs[0].code, trace[-1].inputs[0].value) == ("base_fen", 840000)
