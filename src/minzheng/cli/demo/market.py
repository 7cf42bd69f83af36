"""Prices in the sample county: a market visited every week, indices of two months, one of which starts the subsidy."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.prices.domain import index, market_price
from minzheng.prices.queries.months import regions
from minzheng.statute.daily_goods import basket

MARKET = "城区农贸市场"
FIRST_WEEK = dt.date(2026, 7, 6)
A_YEAR = dt.timedelta(weeks=52)
# What a unit cost in fen in the summer before last, and how many tenths of a per cent dearer it gets in a week.
BASE = {
    "rice": 265, "flour": 240, "rapeseed_oil": 1490, "pork": 1280, "eggs": 460, "grass_carp": 890, "cabbage": 120,
    "tomato": 280, "potato": 180, "apple": 420, "salt": 250, "gas": 760,
}  # fmt: skip
DEARER = {"pork": 9, "eggs": 5, "cabbage": 8, "tomato": 6, "rapeseed_oil": 2, "grass_carp": 3}
WEEKS_OF_LAST_YEAR = 26


def weeks(offices: Offices, now: dt.datetime) -> Iterator[dt.datetime]:
    """The ledger of last year is written down at once, then every week as it comes."""
    at = _at(FIRST_WEEK)
    yield at
    for number in range(WEEKS_OF_LAST_YEAR):
        _record(FIRST_WEEK - A_YEAR + dt.timedelta(weeks=number), 0, offices, at)
    for number in range(WEEKS_OF_LAST_YEAR):
        day = FIRST_WEEK + dt.timedelta(weeks=number, days=2)
        if day > local_day(now):
            return
        at = _at(day)
        yield at
        _record(day, number + 1, offices, at)


def released(offices: Offices) -> Iterator[dt.datetime]:
    """September's indices start nothing; October's do, and wait for an officer who entered none of them."""
    for month, day, rises in (
        (Month(2026, 9), dt.date(2026, 10, 14), (("cpi", 290), ("food", 510))),
        (Month(2026, 10), dt.date(2026, 11, 10), (("cpi", 360), ("food", 640))),
    ):
        at = _at(day, hour=14)
        yield at
        rows = [
            index.enter(
                region=regions()[0], month=month, kind=kind, rise_bp=rise, released_on=day,
                source="演示：市统计局月度价格发布", by=offices.checker, at=at,
            )
            for kind, rise in rises
        ]  # fmt: skip
        at = _at(day, hour=16)
        yield at
        for row in rows:
            index.confirm(index=row, by=offices.second_decider, at=at)


def told(offices: Offices, now: dt.datetime) -> list[Iterator[dt.datetime]]:
    """Return the stories of prices up to the present."""
    return [weeks(offices, now), released(offices)]


def _record(day: dt.date, dearer_weeks: int, offices: Offices, at: dt.datetime) -> None:
    prices = {
        one.code: BASE[one.code] * (1000 + DEARER.get(one.code, 0) * dearer_weeks) // 1000
        for one in basket().goods
        if one.code in BASE
    }
    market_price.record_week(
        seen_on=day, market=MARKET, prices=prices, division_code=settings.COUNTY_CODE, by=offices.checker, at=at
    )


def _at(day: dt.date, hour: int = 11) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 20), SHANGHAI)
