"""The year's last payment takes what an even payment leaves over."""

from datetime import date

import pytest

from minzheng.rules.errors import RuleError
from tests.rules.conftest import FILES
from tests.rules.test_interpret import evaluate, family

CLOSING = """
@household.closing("最后一次", law="法 第四条")
def last_fen(limit_fen: int, all_fen: int, {more}) -> int:
    return max(0, limit_fen - all_fen * 11)
"""


def with_closing(text=CLOSING, more="cars_value_fen: int"):
    return {"formulas.py": FILES["formulas.py"] + text.format(more=more)}


def test_where_nothing_is_said_every_payment_is_the_same(write):
    result = evaluate(write(), family(100))

    assert (result.amount_fen, result.closing_fen) == (900, 900)
    assert evaluate(write(), family(1000)).closing_fen == 0


def test_the_last_payment_is_told_beside_the_others(write):
    result = evaluate(write(with_closing(more="passenger_cars: int")), family(90))

    assert (result.outcome, result.amount_fen, result.closing_fen) == ("eligible", 910, 10)
    assert result.as_dict()["closing_fen"] == 10
    assert result.trace[-1].code == "pays_fen"


def test_a_last_payment_that_cannot_be_told_leaves_the_result_incomplete(write):
    result = evaluate(write(with_closing()), family(90) | {"passenger_cars": 1}, on=date(2019, 1, 1))

    assert (result.outcome, result.amount_fen, result.closing_fen) == ("incomplete", 0, 0)
    assert [fact.code for fact in result.missing] == ["cars_value_fen"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CLOSING + CLOSING.replace("last_fen", "later_fen"), "都声明为 closing"),
        (CLOSING.replace("max(0, limit_fen - all_fen * 11)", "limit_fen - all_fen * 11"), "金额可能小于0"),
    ],
)
def test_one_last_payment_and_never_below_zero(write, text, reason):
    with pytest.raises(RuleError, match=reason):
        write(with_closing(text, more="passenger_cars: int"))
