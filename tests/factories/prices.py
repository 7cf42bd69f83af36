"""Weekly prices, indices and months of the subsidy, each by named people on its day."""

import datetime as dt
from itertools import count

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.prices.domain import index, market_price, subsidy
from minzheng.prices.models import PriceIndex, SubsidyMonth
from tests.factories import payments
from tests.factories.accounts import TOWNSHIP, county_officer, township_officer

PROGRAM = "price_subsidy"
PREFECTURE, PROVINCE = "420500000000", "420000000000"
OCTOBER = Month(2026, 10)
# October's index is released on a Monday of November; its twentieth working day is 7 December.
RELEASED = dt.date(2026, 11, 9)
ENTERED = dt.datetime(2026, 11, 10, 9, 0, tzinfo=SHANGHAI)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
_numbers = count(1)


def week(
    seen_on: dt.date = dt.date(2026, 11, 18), market: str = "陆城农贸市场", *, by: Staff | None = None,
    division_code: str = TOWNSHIP, at: dt.datetime = AT, **prices: int,
) -> list:  # fmt: skip
    """Write down the prices of a week; rice and pork by default."""
    by = by or township_officer()
    with within(by.area):
        return market_price.record_week(
            seen_on=seen_on, market=market, prices=prices or {"rice": 320, "pork": 1500}, division_code=division_code,
            by=by, at=at,
        )  # fmt: skip


def entered(
    kind: str = "cpi", rise_bp: int = 360, *, month: Month = OCTOBER, region: str = PREFECTURE,
    by: Staff | None = None, released_on: dt.date = RELEASED, at: dt.datetime = ENTERED,
) -> PriceIndex:  # fmt: skip
    """Enter an index."""
    return index.enter(
        region=region, month=month, kind=kind, rise_bp=rise_bp, released_on=released_on, source="市统计局月度发布",
        by=by or county_officer(), at=at,
    )  # fmt: skip


def known(kind: str = "cpi", rise_bp: int = 360, **fields) -> PriceIndex:
    """Enter an index and have it confirmed by another."""
    row = entered(kind, rise_bp, **fields)
    return index.confirm(index=row, by=county_officer(), at=row.entered_at)


def confirmed(month: Month = OCTOBER, *, by: Staff | None = None, at: dt.datetime = AT) -> SubsidyMonth:
    """Confirm the subsidy of a month."""
    number = f"示例民价补〔2026〕{next(_numbers)}号"
    return subsidy.confirm(month=month, document_number=number, by=by or county_officer(), at=at)


def paid_household(*members, **fields):
    """A household that has drawn dibao since October."""
    return payments.paid_household(*members, **({"from_month": OCTOBER} | fields))
