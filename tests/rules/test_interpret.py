import json
from datetime import date

import pytest

from minzheng.rules.errors import FactsRefused, NotInForce

NEW = date(2026, 11, 24)


def family(*wages, **household):
    return {
        "passenger_cars": 0,
        **household,
        "members": [
            {"age_years": 40} if wage is None else {"age_years": 40, "wage_income_fen": wage} for wage in wages
        ],
    }


def evaluate(tiny, facts, on=NEW):
    return tiny.evaluate(facts=facts, on=on, at="42")


def codes(findings):
    return [one.code for one in findings]


def test_eligible_with_amount_and_layer(write):
    result = evaluate(write(), family(300, 200))

    assert (result.outcome, result.amount_fen, result.layer, result.layer_label) == ("eligible", 500, "poor", "困难")
    assert result.missing == ()


def test_every_failed_condition_is_named(write):
    result = evaluate(write(), family(900, 100, passenger_cars=2))

    assert (result.outcome, result.amount_fen, result.layer) == ("refused", 0, "none")
    assert codes(result.failed) == ["is_poor", "has_no_car"]


def test_what_is_compared_is_told_with_the_difference(write):
    finding = evaluate(write(), family(900, 150)).failed[0]

    assert (finding.needs, finding.has, finding.differs) == ("低于10.00元", "10.50元", "超出0.50元")
    assert finding.law == "新法 第一条"


def test_unknown_is_not_zero_and_names_the_member(write):
    result = evaluate(write(), family(300, None))

    assert (result.outcome, result.amount_fen, result.layer) == ("incomplete", 0, None)
    assert [(one.code, one.member) for one in result.missing] == [("wage_income_fen", 1)]
    assert [one.passed for one in result.conditions] == [None, None]


def test_all_missing_facts_are_named_at_once(write):
    facts = family(None, None)
    del facts["passenger_cars"]

    found = [(one.code, one.member) for one in evaluate(write(), facts).missing]

    assert found == [("passenger_cars", None), ("wage_income_fen", 0), ("wage_income_fen", 1)]


def test_null_is_unknown(write):
    facts = family(300)
    facts["passenger_cars"] = None

    assert codes(evaluate(write(), facts).missing) == ["passenger_cars"]


def test_a_known_failure_settles_it_though_a_fact_is_missing(write, changed):
    shown = '"passenger_cars", "<=", "below", "cars"))\ndef has_no_car(passenger_cars: int, below: int)'
    alone = '"passenger_cars", "<=", "passenger_cars", "cars"))\ndef has_no_car(passenger_cars: int)'
    formulas = changed("formulas.py", shown, alone)["formulas.py"].replace("0 * below", "0")
    tiny = write({"formulas.py": formulas})

    result = evaluate(tiny, family(300, None, passenger_cars=1))

    assert result.outcome == "refused"
    assert codes(result.failed) == ["has_no_car"]
    assert [(one.code, one.member) for one in result.missing] == [("wage_income_fen", 1)]


def test_a_question_that_does_not_arise_has_its_declared_value(write):
    facts = family(300)
    facts["members"].append({"age_years": 15})

    result = evaluate(write(), facts)

    assert result.outcome == "eligible"
    child = [line for line in result.trace if line.code == "own_fen"][1]
    assert (child.value, child.inputs[0].source) == (0, "does_not_apply")


def test_at_sixteen_the_question_arises(write):
    facts = family(300)
    facts["members"].append({"age_years": 16})

    assert evaluate(write(), facts).outcome == "incomplete"


def test_who_is_not_counted_is_not_asked(write):
    facts = family(300)
    facts["members"].append({"age_years": 40, "is_counted": False})

    assert evaluate(write(), facts).outcome == "eligible"


def test_whether_a_question_arises_may_itself_be_unknown(write):
    facts = family(300)
    facts["members"].append({})

    assert [(one.code, one.member) for one in evaluate(write(), facts).missing] == [("wage_income_fen", 1)]


def test_a_default_is_used_and_said(write):
    line = evaluate(write(), family(300)).trace[-1]

    assert line.code == "pays_fen"
    assert [(one.code, one.source) for one in line.inputs] == [
        ("limit_fen", "figure"), ("all_fen", "total"), ("has_debt", "default"),
    ]  # fmt: skip
    assert evaluate(write(), family(300, has_debt=True)).amount_fen == 800


def test_a_second_pass_reads_household_results(write):
    result = evaluate(write(), family(100, 300))

    below = [(line.member, line.value) for line in result.trace if line.code == "is_below"]
    assert below == [(0, True), (1, False)]


def test_each_day_follows_its_own_law(write):
    tiny = write()

    old = evaluate(tiny, family(300, passenger_cars=3), date(2019, 12, 31))
    new = evaluate(tiny, family(300, passenger_cars=3), date(2020, 1, 1))

    assert (old.outcome, codes(old.conditions)) == ("eligible", ["is_poor"])
    assert (new.outcome, codes(new.failed)) == ("refused", ["has_no_car"])
    assert old.conditions[0].law == "旧法 第一条"
    with pytest.raises(NotInForce, match="1999-12-31"):
        evaluate(tiny, family(300), date(1999, 12, 31))


def test_the_rule_version_changes_with_formula_and_figure(write, changed):
    first = write().rule_version(NEW)

    assert write().rule_version(NEW) == first
    assert write(changed("formulas.py", "all_fen < limit_fen", "all_fen <= limit_fen")).rule_version(NEW) != first
    assert write(changed("parameters.yaml", "value: 1000", "value: 1001")).rule_version(NEW) != first
    assert write().rule_version(date(2019, 1, 1)) != first


def test_an_override_is_marked_in_the_version(write):
    tiny = write()

    result = tiny.evaluate(facts=family(300), on=NEW, at="42", figures={"limit_fen": 400})

    assert result.amount_fen == 100
    assert result.rule_version == tiny.rule_version(NEW) + "+figures"


def test_frozen_figures_give_the_same_result_later(write, changed):
    first = evaluate(write(), family(300))
    frozen = {
        one.code: {"values": [{"from": one.from_date, "where": one.where, "value": one.value}]} for one in first.figures
    }

    later = write(changed("parameters.yaml", "value: 1000", "value: 5000"))

    assert evaluate(later, family(300)).amount_fen == 4700
    assert later.evaluate(facts=family(300), on=NEW, at="42", figures=frozen).amount_fen == first.amount_fen


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "没有家庭成员"),
        ({"members": []}, "没有家庭成员"),
        ({"members": "张三"}, "没有家庭成员"),
        ({"members": [3]}, "第1名成员应是"),
        ({"members": [{}] * 41}, "41人"),
        ({"members": [{}], "passanger_cars": 0}, "passanger_cars.*拼写"),
        ({"members": [{"wage": 0}]}, "第1名成员.*wage"),
        ({"members": [{}], "wage_income_fen": 0}, "members 里"),
        ({"members": [{"passenger_cars": 0}]}, "最外层"),
        ({"members": [{}, {"wage_income_fen": -1}]}, "第2名成员的工资性收入.*超出0"),
        ({"members": [{"wage_income_fen": 10**11 + 1}]}, "超出"),
        ({"members": [{"wage_income_fen": 1.5}]}, "整数（分）"),
        ({"members": [{"wage_income_fen": True}]}, "整数"),
        ({"members": [{"wage_income_fen": "100"}]}, "整数"),
        ({"members": [{"is_counted": 1}]}, "true 或 false"),
        ({"members": [{}], "has_debt": "是"}, "true 或 false"),
        ([], "事实"),
    ],
)
def test_unsound_facts_are_refused_with_the_reason(write, facts, reason):
    with pytest.raises(FactsRefused, match=reason):
        evaluate(write(), facts)


def test_shared_facts_this_program_does_not_read_are_passed_over(write):
    assert evaluate(write(), family(300, houses=2)).outcome == "eligible"


def test_values_at_their_bounds_are_reckoned(write):
    result = evaluate(write(), family(*[10**11] * 40))

    assert next(line.value for line in result.trace if line.code == "all_fen") == 40 * 10**11


def test_as_dict_is_json_ready(write):
    result = evaluate(write(), family(300, None))

    again = json.loads(json.dumps(result.as_dict(), ensure_ascii=False))
    assert again["missing"] == [{"code": "wage_income_fen", "label": "工资性收入", "member": 1, "supporter": None}]
    assert again["on"] == "2026-11-24"
    assert again["at"] == "420000000000"


BETWEEN = """
from minzheng.rules.fact import AskWhen, count, yes_no
FACTS = (
    count("kind", "种类", "household", unit="number", maximum=9),
    yes_no("has_debt", "有债务", "household", ask_when=(AskWhen("kind", 2, 3),), not_asked=False),
    yes_no("is_counted", "计入", "person", default=True),
)
"""


@pytest.mark.parametrize(
    ("kind", "given", "outcome", "amount"),
    [
        (1, None, "eligible", 700), (2, None, "incomplete", 0), (3, None, "incomplete", 0), (4, None, "eligible", 700),
        (2, True, "eligible", 800), (2, False, "eligible", 700), (None, None, "incomplete", 0),
    ],
)  # fmt: skip
def test_a_question_may_arise_between_two_values(write, changed, kind, given, outcome, amount):  # noqa: PLR0917
    debt = "limit_fen: int, all_fen: int, has_debt: bool = False"
    formulas = changed("formulas.py", debt, "limit_fen: int, all_fen: int, has_debt: bool")["formulas.py"]
    tiny = write({"facts.py": BETWEEN, "formulas.py": formulas})

    result = evaluate(tiny, family(300, kind=kind, has_debt=given))

    assert (result.outcome, result.amount_fen) == (outcome, amount)
