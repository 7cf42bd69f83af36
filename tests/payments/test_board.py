"""The fund board: what was granted, came in, is held, was paid, and how long it lasts."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain.budget import set_budget
from minzheng.payments.queries.board import board, forecast, years
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT

TODAY = dt.date(2026, 10, 15)


def month(number):
    return Month(2026, number)


def test_the_forecast_is_the_mean_of_three_months_times_the_months_left():
    paid = {month(6): 100, month(7): 200, month(8): 300, month(9): 400, month(10): 50}

    found = forecast(paid, year=2026, on=TODAY)

    assert found.months == (month(7), month(8), month(9))
    assert (found.mean_fen, found.months_left, found.spent_fen) == (300, 3, 1050)
    assert found.year_end_fen == 100 + 200 + 300 + 400 + 3 * 300


def test_months_before_the_first_payment_are_no_part_of_the_mean():
    found = forecast({month(9): 500}, year=2026, on=TODAY)

    assert (found.months, found.mean_fen) == ((month(9),), 500)


def test_a_month_without_payment_in_between_counts_as_nothing():
    found = forecast({month(7): 300, month(9): 300}, year=2026, on=TODAY)

    assert (len(found.months), found.mean_fen) == (3, 200)


def test_a_present_month_above_the_mean_is_not_forecast_away():
    found = forecast({month(11): 10, month(12): 90}, year=2026, on=dt.date(2026, 12, 5))

    assert found.year_end_fen == 100


@pytest.mark.parametrize("on", [dt.date(2027, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 6, 30)])
def test_nothing_is_forecast_of_a_year_that_is_over_or_has_not_paid(on):
    assert forecast({month(6): 100}, year=2026, on=on) is None


@given(st.dictionaries(st.integers(1, 12).map(month), st.integers(0, 10**12)), st.integers(1, 12))
def test_a_forecast_is_never_below_what_was_paid(paid, present):
    found = forecast(paid, year=2026, on=dt.date(2026, present, 1))

    if found is not None:
        assert found.year_end_fen >= found.spent_fen
        assert 1 <= len(found.months) <= 3
        assert max(found.months) < month(present)


@pytest.mark.django_db
def test_the_board_shows_each_level_and_all_together(django_assert_num_queries):
    for level, amount in (("central", 600_00), ("county", 5_000_00)):
        payments.allocate(amount, level=level, document=f"示例财社〔2026〕{level}号")
        for document, granted in (("预1号", 500_00), ("预2号", 100_00)):
            set_budget(
                program="dibao", year=2026, level=level, document_number=document, amount_fen=granted,
                by=finance_officer(), at=AT,
            )  # fmt: skip
    payments.paid_household(amount_fen=400_10)
    payments.paid_household(amount_fen=600_00)
    with everywhere("测试"):
        run = payments.sent()
        payments.read(run, payments.success(run))

    with django_assert_num_queries(4):
        found = board(program="dibao", year=2026, on=AT.date())

    central, county = found.levels
    assert (central.fund.level, central.budget_fen, central.supplement_fen, central.over_budget_fen) == (
        "central", 500_00, 100_00, 0,
    )  # fmt: skip
    assert (central.position.paid_fen, county.position.paid_fen) == (600_00, 400_10)
    assert county.over_budget_fen == 4_400_00
    assert (central.percent(central.position.paid_fen), county.percent(county.position.paid_fen)) == (100, 8)
    whole = found.whole
    assert (whole.granted_fen, whole.position.allocated_fen, whole.position.paid_fen) == (1_200_00, 5_600_00, 1000_10)
    assert [(row.month, row.in_fen, row.paid_fen, row.left_fen) for row in whole.history] == [
        (Month(2026, 10), 5_600_00, 0, 5_600_00),
        (Month(2026, 11), 0, 1000_10, 4_599_90),
    ]
    assert years() == [(2026, "dibao")]


@pytest.mark.django_db
def test_money_returned_in_a_later_month_is_that_months():
    payments.allocate(1_000_00)
    payments.paid_household(amount_fen=400_00)
    with everywhere("测试"):
        run = payments.sent()
        payments.read(run, payments.success(run))
        december = dt.datetime(2026, 12, 3, 9, tzinfo=AT.tzinfo)
        payments.read(
            run, payments.answer((f"{run.number}-00001", "400.00", "失败", "退票")), name="t.csv", at=december
        )

    history = board(program="dibao", year=2026, on=december.date()).whole.history

    assert [(row.month.month, row.paid_fen, row.left_fen) for row in history] == [
        (10, 0, 1_000_00),
        (11, 400_00, 600_00),
        (12, -400_00, 1_000_00),
    ]
