"""Splitting an amount over the levels: whole fen, nothing lost, the same every time."""

import csv
import datetime as dt
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.payments.enums import FundLevel
from minzheng.payments.splits import NoSplit, load, parse
from minzheng.payments.splits.arithmetic import apportion, by_parts, in_order, month_of_year, reach
from minzheng.rules.errors import RuleError

DAY = dt.date(2024, 6, 1)
MONTHS = range(1, 13)
with (pathlib.Path(__file__).parent / "pension_hubei_funding_split.csv").open(
    encoding="utf-8", newline=""
) as published:
    ROWS = list(csv.DictReader(published))

amounts = st.integers(0, 10**12)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any)
# A level pays nothing, or at least a fen a month.
yearly = st.lists(st.one_of(st.just(0), st.integers(12, 10**9)), min_size=1, max_size=6).filter(any)


def fen(row, level):
    return int(row.get(level) or 0) * 100


@pytest.mark.parametrize("row", ROWS, ids=[row["category"] for row in ROWS])
def test_a_published_row_is_reproduced_to_the_fen(row):
    """Line 6: twelve months of each category are the province's yearly figures, level by level."""
    parts = load("pension").on(DAY).parts_of(row["category"])

    months = [month_of_year(parts, month) for month in MONTHS]

    assert dict(zip(FundLevel.values, parts, strict=True)) == {
        level: fen(row, level) for level in ("central", "province", "city", "county")
    }
    assert [sum(level) for level in zip(*months, strict=True)] == list(parts)
    assert [sum(month) * 12 for month in months] == [fen(row, "amount_per_year")] * 12
    assert apportion(fen(row, "amount_per_year"), parts) == list(parts)


def test_a_month_that_does_not_divide_is_split_by_largest_remainder():
    """10,080 a year, 840 a month: 504.1666…, 187.9166… and 147.9166… — two fen to hand out, three that want one."""
    parts = load("pension").on(DAY).parts_of("参战退役人员(农村及城镇无工作且家庭困难)")

    assert [month_of_year(parts, month) for month in (1, 2, 3)] == [
        [504_17, 187_92, 0, 147_91],
        [504_17, 187_91, 0, 147_92],
        [504_16, 187_92, 0, 147_92],
    ]


def test_all_rows_of_the_source_are_there():
    assert list(load("pension").on(DAY).yearly_fen) == [row["category"] for row in ROWS]


@given(amounts, weights)
def test_apportioning_loses_nothing_and_is_less_than_a_fen_off(amount, by):
    parts = apportion(amount, by)

    assert sum(parts) == amount
    assert all(abs(part * sum(by) - amount * weight) < sum(by) for part, weight in zip(parts, by, strict=True))
    assert apportion(amount, by) == parts


@given(yearly)
def test_twelve_months_are_the_year_and_no_month_is_a_fen_off(by):
    months = [month_of_year(by, month) for month in MONTHS]

    assert [sum(level) for level in zip(*months, strict=True)] == by
    for number in MONTHS:
        so_far = [sum(level) for level in zip(*months[:number], strict=True)]
        assert sum(so_far) == sum(by) * number // 12
        assert all(abs(given * 12 - part * number) < 12 for given, part in zip(so_far, by, strict=True))
    assert min(min(month) for month in months) >= 0


@given(amounts, yearly, st.integers(1, 12))
def test_whatever_is_paid_for_a_month_is_split_whole(amount, by, month):
    parts = by_parts(amount, by, month)

    assert sum(parts) == amount
    assert min(parts) >= 0


def test_two_people_of_a_category_are_twice_one():
    parts = load("pension").on(DAY).parts_of("带病回乡退役军人")

    assert by_parts(2 * 792_50, parts, 3) == [2 * part for part in month_of_year(parts, 3)]


@given(amounts, st.lists(st.integers(0, 10**11), min_size=1, max_size=4))
def test_in_order_nobody_pays_before_the_one_above_is_empty(amount, left):
    parts = in_order(amount, left)

    assert sum(parts) == amount
    assert all(part <= has for part, has in zip(parts[:-1], left, strict=False))
    for place in range(1, len(parts)):
        if parts[place]:
            assert parts[:place] == left[:place]


def test_reach_counts_whole_lines_in_their_order():
    found = reach([[3, 0], [2, 1], [0, 9]], [5, 1])

    assert (found.lines, found.amount_fen) == (2, 6)


@pytest.mark.parametrize("bad", [lambda: apportion(-1, [1]), lambda: apportion(1, [0]), lambda: apportion(1, [2, -1])])
def test_an_impossible_split_is_a_mistake_of_the_program(bad):
    with pytest.raises(ValueError, match="cannot apportion"):
        bad()


def test_an_unknown_category_is_named_with_those_there_are():
    with pytest.raises(NoSplit, match=r"^资金分担规定中没有“烈士遗属”这一类别，现有：在乡复员军人"):
        load("pension").on(DAY).parts_of("烈士遗属")


def test_before_the_first_day_there_is_no_rule():
    with pytest.raises(NoSplit, match="2023-12-31 没有有效的资金分担规定"):
        load("pension").on(dt.date(2023, 12, 31))


def test_a_program_without_a_file_draws_in_the_usual_order():
    assert load("no_such_program").on(DAY).order == ("central", "province", "city", "county")
    assert load("dibao").is_illustrative
    assert not load("pension").is_illustrative


GOOD = {"rule": "order", "source": "x", "illustrative": True}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (GOOD | {"rule": "luck", "versions": []}, "rule 应为 order 或 parts"),
        (GOOD | {"versions": []}, "versions 至少一项"),
        (GOOD | {"versions": [{"from": DAY, "order": ["central"]}]}, "应把四级资金各写一次"),
        (
            GOOD | {"rule": "parts", "versions": [{"from": DAY, "yearly_yuan": {"甲": {"central": 0}}}]},
            "各级负担不能为负，至少一级大于零",
        ),
        (
            GOOD | {"rule": "parts", "versions": [{"from": DAY, "yearly_yuan": {"甲": {"state": 1}}}]},
            "不认识“state”",
        ),
    ],
)
def test_a_broken_file_is_refused(data, message):
    with pytest.raises(RuleError, match=message):
        parse(data, "x.yaml")
