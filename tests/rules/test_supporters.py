"""Supporters as rows of their own; totals that ask only of those who belong; what is paid for, and to whom."""

import pytest

from minzheng.rules.errors import FactsRefused, RuleError
from tests.rules.conftest import FILES
from tests.rules.test_interpret import evaluate, family

MORE = """
from minzheng.rules.declare import supporter, supporters

@supporter.value("应付", law="法 第五条")
def due_fen(each_fen: int, supporter_income_fen: int, agreed_support_fen: int = 0) -> int:
    return max(agreed_support_fen, supporter_income_fen - each_fen)

@supporter.value("年满六十", law="法 第五条", unit="yes_no")
def is_old(supporter_age_years: int) -> bool:
    return supporter_age_years >= 12

due_total_fen = supporters.sum("应付合计", law="法 第五条", of="due_fen", where="is_old")

@household.condition("应付不多", law="法 第五条", shows=Compare("due_total_fen", "<", "limit_fen"))
def owes_little(due_total_fen: int, limit_fen: int) -> bool:
    return due_total_fen < limit_fen
"""

QUARTERLY = """
@household.quarterly("季", law="法")
def first(passenger_cars: int) -> bool:
    return passenger_cars > 0
"""


def one(**facts):
    return {"supporter_age_years": 40, "supporter_income_fen": 300, **facts}


@pytest.fixture
def tiny(write):
    return write({"formulas.py": FILES["formulas.py"] + MORE})


def test_each_supporter_is_reckoned_and_summed(tiny):
    result = evaluate(tiny, family(100) | {"supporters": [one(), one(agreed_support_fen=500)]})

    assert result.value("due_total_fen") == 700
    lines = [(line.supporter, line.member, line.value) for line in result.trace if line.code == "due_fen"]
    assert lines == [(0, None, 200), (1, None, 500)]
    assert result.as_dict()["trace"][-1]["supporter"] is None


def test_without_supporters_nothing_is_due_and_nothing_is_missing(tiny):
    result = evaluate(tiny, family(100))

    assert (result.outcome, result.value("due_total_fen")) == ("eligible", 0)


def test_an_unknown_fact_of_a_supporter_is_named_with_the_supporter(tiny):
    result = evaluate(tiny, family(100) | {"supporters": [one(), {"supporter_age_years": 40}]})

    assert result.outcome == "incomplete"
    assert [(fact.code, fact.member, fact.supporter) for fact in result.missing] == [("supporter_income_fen", None, 1)]


def test_who_is_known_not_to_belong_is_asked_nothing_more(tiny):
    result = evaluate(tiny, family(100) | {"supporters": [{"supporter_age_years": 11}]})

    assert (result.outcome, result.value("due_total_fen")) == ("eligible", 0)
    assert [line for line in result.trace if line.value is None] == []


def test_whether_somebody_belongs_must_be_known(tiny):
    result = evaluate(tiny, family(100) | {"supporters": [{"supporter_income_fen": 1}]})

    assert [fact.code for fact in result.missing] == ["supporter_age_years"]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"supporters": [{"wage_income_fen": 1}]}, "应写在members 里每个人名下"),
        ({"supporters": [{"supported_people": 0}]}, "超出1至40"),
        ({"supporters": ["张"]}, "第1名赡养人应是"),
        ({"supporters": "张"}, "应在 supporters 下逐人列出"),
        ({"supporters": [{}] * 41}, "超过40人"),
        ({"agreed_support_fen": 1}, "应写在supporters 里每个人名下"),
    ],
)
def test_misplaced_facts_of_supporters_are_refused(tiny, facts, reason):
    with pytest.raises(FactsRefused, match=reason):
        evaluate(tiny, family(100) | facts)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (
            '@household.value("错", law="法")\ndef wrong(supporter_age_years: int) -> int:\n    return 1\n',
            "家庭公式 wrong 直接用了赡养人的“supporter_age_years”.*supporters.sum",
        ),
        (
            '@supporter.value("错", law="法")\ndef wrong(age_years: int) -> int:\n    return 1\n',
            "赡养人公式 wrong 直接用了个人的“age_years”",
        ),
        ('wrong = members.sum("错", law="法", of="due_fen")\n', "不是个人的值"),
        (
            QUARTERLY + QUARTERLY.replace("first", "second"),
            "都声明为 quarterly",
        ),
        ('@person.receives("领", law="法")\ndef r(age_years: int) -> int:\n    return age_years\n', "是/否"),
    ],
)
def test_rules_that_mix_rows_or_say_a_thing_twice_are_refused(write, formula, reason):
    with pytest.raises(RuleError, match=reason):
        write({"formulas.py": FILES["formulas.py"] + MORE + "\n" + formula})


def test_an_evaluation_says_what_it_pays_for_and_whom(write):
    roles = """
@household.quarterly("按季", law="法")
def is_quarterly(passenger_cars: int) -> bool:
    return passenger_cars == 0

@person.receives("领取", law="法")
def receives(age_years: int, is_counted: bool = True) -> bool:
    return age_years >= 0 and is_counted
"""
    tiny = write({"formulas.py": FILES["formulas.py"] + roles})
    facts = family(100, 100)
    facts["members"][0]["is_counted"] = False

    assert (evaluate(tiny, facts).cadence, evaluate(tiny, facts).recipients) == ("quarter", (1,))
    assert evaluate(tiny, facts | {"passenger_cars": 1}).cadence == "month"
    assert evaluate(write(), family(100, 100)).recipients == (0, 1)


def test_a_figure_is_read_by_itself(write):
    figure = write().figure("limit_fen", on=evaluate(write(), family(1)).on, at="42")

    assert (figure.value, figure.reference) == (1000, "法 第一条")
