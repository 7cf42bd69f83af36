"""Weekly prices: written once, corrected by another row, read beside last year, with a warning before the trigger."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere, within
from minzheng.prices.domain import market_price
from minzheng.prices.domain.road import PricesRefused
from minzheng.prices.models import MarketPrice
from tests.factories import prices
from tests.factories.accounts import NEIGHBOUR_TOWNSHIP, neighbour_officer, township_officer, village_worker
from tests.factories.prices import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def test_a_week_begins_on_monday_and_a_price_knows_its_unit():
    rows = prices.week(dt.date(2026, 11, 22))

    assert {(row.good, row.unit, row.price_fen, row.week) for row in rows} == {
        ("rice", "500克", 320, dt.date(2026, 11, 16)),
        ("pork", "500克", 1500, dt.date(2026, 11, 16)),
    }


def test_a_good_has_one_price_a_week_and_market():
    prices.week()

    with pytest.raises(market_price.AlreadyPriced, match=r"陆城农贸市场.*已登记过：大米"):
        prices.week(dt.date(2026, 11, 20), rice=330)
    prices.week(dt.date(2026, 11, 20), market="枝城农贸市场", rice=330)
    prices.week(dt.date(2026, 11, 23), rice=330)

    assert MarketPrice.objects.count() == 4


def test_a_correction_is_a_new_row_and_the_old_one_stays():
    [row] = prices.week(rice=320)

    made = market_price.correct(price=row, price_fen=302, reason="看错", by=township_officer(), at=AT)

    assert (made.replaces, made.price_fen, made.week) == (row, 302, row.week)
    assert MarketPrice.objects.get(pk=row.pk).price_fen == 320
    with pytest.raises(market_price.AlreadyPriced, match="请更正最新的一条"):
        market_price.correct(price=row, price_fen=303, reason="看错", by=township_officer(), at=AT)


def test_nothing_written_is_changed_in_place():
    [row] = prices.week(rice=320)
    row.price_fen = 1

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"market": " "}, "请填写市场名称"),
        ({"seen_on": dt.date(2026, 11, 25)}, "还没有到"),
        ({"gold": 100}, "没有这些品种：gold"),
        ({"rice": 0}, "大米的价格 0.00 元不像价格"),
        ({"rice": 100_000_001}, "大米的价格 1,000,000.01 元不像价格"),
    ],
)
def test_what_cannot_be_a_price_is_refused(fields, message):
    with pytest.raises(PricesRefused, match=message):
        prices.week(**fields)


def test_a_neighbour_neither_writes_nor_sees():
    prices.week()
    stranger = neighbour_officer()

    with pytest.raises(NotAllowed):
        prices.week(dt.date(2026, 11, 11), by=stranger)
    with within(stranger.area):
        assert MarketPrice.objects.count() == 0
    prices.week(by=stranger, division_code=NEIGHBOUR_TOWNSHIP)
    with within(stranger.area):
        assert MarketPrice.objects.count() == 2


def test_a_village_worker_does_not_record():
    with pytest.raises(NotAllowed):
        prices.week(by=village_worker())
