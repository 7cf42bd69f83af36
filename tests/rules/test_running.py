"""A year's claims in order: what is remembered, what is refused, and that unknown is not zero."""

from datetime import date

import pytest

from minzheng.rules.errors import FactsRefused, RuleError
from minzheng.rules.running import Claim, reckon_year
from tests.rules.conftest import FILES

CAP = {
    "program.py": FILES["program.py"]
    .replace("import Program, Regime", "import Carried, Program, Regime")
    .replace(
        'case_prefix="TI",', 'case_prefix="TI", cadence="once", carried=(Carried("paid_before_fen", "paid_fen"),),'
    ),
    "facts.py": """
from minzheng.rules.fact import AskWhen, FactSpec, money, yes_no
FACTS = (
    money("cost_fen", "费用", "household", ""), money("paid_before_fen", "已救助", "household", ""),
    yes_no("is_bad", "有问题", "household", default=False),
)
""",
    "formulas.py": """
from minzheng.rules.declare import States, household

@household.condition("没有问题", law="法 第一条", shows=States("没有问题", "有问题"))
def is_good(is_bad: bool = False) -> bool:
    return not is_bad

@household.value("余额", law="法 第二条")
def left_fen(limit_fen: int, paid_before_fen: int) -> int:
    return max(0, limit_fen - paid_before_fen)

@household.value("救助", law="法 第二条")
def paid_fen(cost_fen: int, left_fen: int, is_bad: bool = False) -> int:
    return 0 if is_bad else min(cost_fen, left_fen)

@household.amount("金额", law="法 第二条")
def pays_fen(paid_fen: int) -> int:
    return paid_fen
""",
}
PLACE = "420581"


def claims(*costs, year=2025):
    return [Claim(date(year, 1, day), {"members": [{}], "cost_fen": cost}) for day, cost in enumerate(costs, start=1)]


def test_a_cap_of_the_year_is_remembered_from_claim_to_claim(write):
    year = reckon_year(write(CAP), claims(400, 500, 300, 200), at=PLACE)

    assert [line.amount_fen for line in year.lines] == [400, 500, 100, 0]
    assert [line.before["paid_before_fen"] for line in year.lines] == [0, 400, 900, 1000]
    assert (year.total_fen, year.remembered) == (1000, {"paid_before_fen": 1000})
    assert {line.evaluation.cadence for line in year.lines} == {"once"}


def test_each_line_is_told_with_its_trace(write):
    year = reckon_year(write(CAP), claims(400, 900), at=PLACE)

    told = year.lines[1].as_dict()
    assert (told["before"], told["after"]) == ({"paid_before_fen": 400}, {"paid_before_fen": 1000})
    left = next(one for one in told["trace"] if one["code"] == "left_fen")
    assert [one["text"] for one in left["inputs"]] == ["10.00元", "4.00元"]


def test_what_another_system_paid_already_counts(write):
    year = reckon_year(write(CAP), claims(400), at=PLACE, already={"paid_before_fen": 950})

    assert year.total_fen == 50


def test_a_refused_claim_leaves_the_cap_alone(write):
    bad = Claim(date(2025, 1, 1), {"members": [{}], "cost_fen": 400, "is_bad": True})
    year = reckon_year(write(CAP), [bad, *claims(1000)], at=PLACE)

    assert [line.evaluation.outcome for line in year.lines] == ["refused", "eligible"]
    assert year.total_fen == 1000


def test_after_an_incomplete_claim_nothing_is_known(write):
    unclear = Claim(date(2025, 1, 1), {"members": [{}]})
    year = reckon_year(write(CAP), [unclear, *claims(1000)], at=PLACE)

    assert [line.evaluation.outcome for line in year.lines] == ["incomplete", "incomplete"]
    assert [one.code for one in year.lines[1].evaluation.missing] == ["paid_before_fen"]
    assert year.remembered == {"paid_before_fen": None}


def test_no_claims_are_a_year_of_nothing(write):
    assert reckon_year(write(CAP), [], at=PLACE).remembered == {"paid_before_fen": 0}


def test_a_law_without_the_result_adds_nothing(write):
    early = {
        **CAP,
        "formulas.py": CAP["formulas.py"]
        .replace('@household.value("救助", law="法 第二条")', '@household.value("救助", law={"new": "法 第二条"})')
        .replace(
            'law="法 第二条")\ndef pays_fen(paid_fen: int)', 'law={"new": "法 第二条"})\ndef pays_fen(paid_fen: int)'
        )
        + """
@household.amount("金额", law={"old": "旧法 第二条"})
def old_fen(cost_fen: int) -> int:
    return cost_fen
""",
    }
    claim = Claim(date(2019, 5, 1), {"members": [{}], "cost_fen": 7000})

    assert reckon_year(write(early), [claim], at=PLACE).remembered == {"paid_before_fen": 0}


def test_two_years_are_refused(write):
    with pytest.raises(FactsRefused, match="不在2025年"):
        reckon_year(write(CAP), [*claims(1), *claims(1, year=2026)], at=PLACE)


def test_claims_out_of_order_are_refused(write):
    with pytest.raises(FactsRefused, match="早于前一笔"):
        reckon_year(write(CAP), claims(1, 2)[::-1], at=PLACE)


def test_a_claim_may_not_bring_what_is_remembered(write):
    own = Claim(date(2025, 1, 1), {"members": [{}], "cost_fen": 1, "paid_before_fen": 0})

    with pytest.raises(FactsRefused, match="不能自己填写"):
        reckon_year(write(CAP), [own], at=PLACE)
    with pytest.raises(FactsRefused, match="不是本项目按年累计"):
        reckon_year(write(CAP), claims(1), at=PLACE, already={"cost_fen": 1})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"paid_before_fen", "paid_fen"', '"paid_before", "paid_fen"', "数字事实"),
        ('"paid_before_fen", "paid_fen"', '"is_bad", "paid_fen"', "数字事实"),
        ('"paid_before_fen", "paid_fen"', '"paid_before_fen", "paid"', "任何一套规则里都没有"),
        ('"paid_before_fen", "paid_fen"', '"paid_before_fen", "is_good"', "数字结果"),
        ('"paid_before_fen", "paid_fen"', '"paid_before_fen", "limit_fen"', "数字结果"),
        ('cadence="once"', 'cadence="week"', "cadence"),
    ],
)
def test_a_card_that_does_not_fit_the_rules_is_refused(write, old, new, reason):
    with pytest.raises(RuleError, match=reason):
        write({**CAP, "program.py": CAP["program.py"].replace(old, new)})


def test_what_is_paid_once_is_not_paid_by_the_quarter(write):
    quarterly = (
        '\n@household.quarterly("按季", law="法")\ndef by_quarter(is_bad: bool = False) -> bool:\n    return is_bad\n'
    )

    with pytest.raises(RuleError, match="按季"):
        write({**CAP, "formulas.py": CAP["formulas.py"] + quarterly})
