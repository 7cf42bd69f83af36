"""Indices: entered by one, confirmed by another, corrected by a new row, read from a file row by row."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.kernel.month import Month
from minzheng.prices.domain import index, index_file
from minzheng.prices.domain.road import PricesRefused
from minzheng.prices.models import PriceIndex
from minzheng.prices.queries.indices import counting
from tests.factories import prices
from tests.factories.accounts import county_officer, township_officer
from tests.factories.prices import AT, ENTERED, OCTOBER, PREFECTURE, PROVINCE, RELEASED

pytestmark = pytest.mark.django_db
REGIONS = {"宜昌市": PREFECTURE, "湖北省": PROVINCE}
HEAD = ["月份", "地区", "指数", "同比涨幅(%)", "发布日期", "来源"]


def test_two_people_enter_and_confirm():
    clerk = county_officer()
    row = prices.entered(by=clerk)

    with pytest.raises(TwoPeopleNeeded, match="这条指数的录入是您本人"):
        index.confirm(index=row, by=clerk, at=AT)
    assert counting([OCTOBER], [PREFECTURE]) == {}
    index.confirm(index=row, by=county_officer(), at=AT)

    assert list(counting([OCTOBER], [PREFECTURE])) == [("cpi", PREFECTURE, OCTOBER)]


def test_the_database_refuses_one_person_for_both():
    row = prices.entered()
    row.confirmed_by, row.confirmed_at = row.entered_by, AT

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["confirmed_by", "confirmed_at"])


def test_a_value_is_never_changed_in_place():
    row = prices.known()
    row.rise_bp = 500

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["rise_bp"])


def test_the_same_index_is_entered_once():
    prices.entered()

    with pytest.raises(index.AlreadyKnown, match="2026年10月的居民消费价格已录入，改动请用“更正”"):
        prices.entered("cpi", 370)


def test_a_second_correction_of_the_same_row_is_refused():
    row = prices.known()
    given = {"index": row, "released_on": RELEASED, "source": "更正公告", "reason": "抄错", "at": AT}
    index.correct(rise_bp=340, by=county_officer(), **given)

    with pytest.raises(index.NotWaiting, match="请更正最新的一条"):
        index.correct(rise_bp=330, by=county_officer(), **given)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rise_bp": 10_360}, "超出.*填同比涨幅，例如 3.5，不是指数 103.5"),
        ({"region": "430000000000"}, "只用本市和本省的指数"),
        ({"released_on": dt.date(2026, 12, 1)}, "发布日期2026-12-01还没有到"),
        ({"released_on": dt.date(2026, 9, 30)}, "一个月的指数在月后发布"),
    ],
)
def test_what_cannot_be_an_index_is_refused(fields, message):
    with pytest.raises(PricesRefused, match=message):
        prices.entered(**fields)


def test_only_county_officers_enter():
    with pytest.raises(NotAllowed):
        prices.entered(by=township_officer())


def test_a_file_is_tried_row_by_row_and_only_good_rows_are_entered():
    prices.entered("cpi", 310, month=Month(2026, 9), released_on=dt.date(2026, 10, 14))
    table = [
        HEAD,
        ["2026-10", "宜昌市", "CPI", "3.6", "2026-11-09", "市统计局"],
        ["２０２６-10", "宜昌市", "食品", "６.2%", "2026/11/09", "市统计局"],
        ["", "", "", "", "", ""],
        ["2026-10", "宜昌市", "CPI", "3.7", "2026-11-09", "市统计局"],
        ["2026-09", "宜昌市", "CPI", "3.1", "2026-10-14", "市统计局"],
        ["2026-10", "湖北省", "蔬菜", "3.6", "2026-11-09", "省统计局"],
        ["2026-10", "湖北省", "CPI", "103.6", "2026-11-09", "省统计局"],
        ["2026-10", "湖北省", "CPI", "", "2026-11-09", "省统计局"],
        ["2026-13", "湖北省", "CPI", "3.6", "2026-11-09", "省统计局"],
        ["2026-10", "湖北省", "CPI", "3.6", "十一月", "省统计局"],
        ["2026-10", "湖北省", "CPI", "3.6"],
    ]

    found = index_file.dry_run(table, regions=REGIONS, today=AT.date())

    assert [(row, new.kind, new.rise_bp) for row, new in found.good] == [(2, "cpi", 360), (3, "food", 620)]
    assert [(one.row, one.message.partition("，")[0][:14]) for one in found.problems] == [
        (5, "与第2行是同一个月的同一个指"),
        (6, "2026年9月的居民消费价格"),
        (7, "指数“蔬菜”不认识"),
        (8, "涨幅 103.6% 超出 -"),
        (9, "“”不是百分数"),
        (10, "没有这个月份：2026年13"),
        (11, "发布日期“十一月”不是日期"),
        (12, "发布日期“”不是日期"),
    ]
    assert PriceIndex.objects.count() == 1
    index.enter_many(rows=found.rows, by=county_officer(), at=ENTERED)
    assert PriceIndex.objects.count() == 3
    again = index_file.dry_run(table, regions=REGIONS, today=AT.date())
    assert again.good == ()


def test_a_file_without_its_columns_is_refused_by_name():
    with pytest.raises(index_file.HeadMissing, match="第一行缺少这些列：发布日期、来源"):
        index_file.dry_run([HEAD[:4]], regions=REGIONS, today=AT.date())
