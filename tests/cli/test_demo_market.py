"""The sample county's prices are made by the domain functions, and leave one month to be confirmed."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.cli.demo import market, staff
from minzheng.kernel.month import Month
from minzheng.prices.models import MarketPrice
from minzheng.prices.queries import weekly
from minzheng.prices.queries.months import month_view
from minzheng.prices.queries.waiting import price_work
from minzheng.registry.models import Division
from tests.factories import registry
from tests.factories.accounts import AT, COUNTY, TOWNSHIP

pytestmark = pytest.mark.django_db


def test_a_market_is_visited_every_week_and_october_waits_for_an_officer():
    registry.divisions()
    townships = list(Division.objects.filter(code=TOWNSHIP))
    now = dt.datetime(2026, 11, 24, 12, tzinfo=AT.tzinfo)
    with everywhere("测试"):
        offices = staff.create(COUNTY, townships, [], AT - dt.timedelta(days=200))
        for story in market.told(offices, now):
            list(story)

        found = weekly.weekly(now.date())
        work = price_work(now.date())
        september = month_view(Month(2026, 9)).finding.state

    assert (found.week, len(found.points)) == (dt.date(2026, 11, 16), weekly.WEEKS_SHOWN)
    assert {one.level for one in found.warnings} <= {weekly.NEAR, weekly.REACHED}
    assert [(str(one.month), one.finding.state) for one in work.months] == [("2026-10", "triggered")]
    assert (september, work.indices) == ("not_triggered", ())
    with everywhere("测试"):
        assert MarketPrice.objects.exclude(replaces=None).count() == 0
