"""Numbers as shown: never rounded up to all, never a share of nothing."""

import datetime as dt

import pytest

from minzheng.kernel.month import Month
from minzheng.plan.measure import Scope, count, share


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(0, 7, "0.0%"), (1, 3, "33.3%"), (2, 3, "66.6%"), (1999, 2000, "99.9%"), (2000, 2000, "100.0%")],
)
def test_share_is_rounded_down(numerator, denominator, value):
    assert share(numerator, denominator, "件").value == value


def test_share_says_how_many_of_how_many():
    assert share(29, 30, "户").detail == "30户中29户"


def test_share_of_nothing_is_a_dash_and_nobody_is_short():
    measure = share(0, 0, "件")

    assert (measure.value, measure.detail, measure.is_short) == ("—", "本月没有可统计的记录", False)


@pytest.mark.parametrize(
    ("measure", "is_short"), [(share(1, 2, "件"), True), (share(2, 2, "件"), False), (count(0, "件"), False)]
)
def test_only_a_share_that_is_not_full_is_short(measure, is_short):
    assert measure.is_short is is_short


@pytest.mark.parametrize(
    ("today", "last_on"), [("2026-11-24", "2026-11-24"), ("2026-12-05", "2026-11-30"), ("2026-11-30", "2026-11-30")]
)
def test_scope_counts_to_today_or_the_end_of_the_month(today, last_on):
    scope = Scope("any", Month.parse("2026-11"), dt.date.fromisoformat(today))

    assert scope.days == (dt.date(2026, 11, 1), dt.date.fromisoformat(last_on))


def test_scope_moments_are_chinese_days():
    first, last = Scope("any", Month.parse("2026-11"), dt.date(2026, 11, 24)).moments

    assert first.astimezone(dt.UTC) == dt.datetime(2026, 10, 31, 16, 0, tzinfo=dt.UTC)
    assert last.astimezone(dt.UTC) == dt.datetime(2026, 11, 24, 15, 59, 59, 999999, tzinfo=dt.UTC)
