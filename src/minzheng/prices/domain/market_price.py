"""Weekly prices: written down, and corrected by another row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.prices.domain.road import PricesRefused, note, week_of
from minzheng.prices.models import MarketPrice
from minzheng.statute.daily_goods import basket

RECORDERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
LARGEST_FEN = 1_000_000_00


class AlreadyPriced(PricesRefused):
    """The good has a price in this market and week; another one is a correction."""


@transaction.atomic
def record_week(
    *, seen_on: date, market: str, prices: Mapping[str, int], division_code: str, by: Staff, at: datetime
) -> Sequence[MarketPrice]:
    """Write down what goods cost in a market, in fen by the code of the good. Raises PricesRefused, AlreadyPriced."""
    require_role(by, *RECORDERS)
    require_area(by, division_code)
    market = market.strip()
    if not market or not prices:
        raise PricesRefused(_("请填写市场名称，并至少填写一个品种的价格。"))
    if seen_on > local_day(at):
        raise PricesRefused(_("采价日期%(day)s还没有到，请填写实际采价的日期。") % {"day": seen_on})
    goods = {one.code: one for one in basket().goods}
    unknown = sorted(set(prices) - set(goods))
    if unknown:
        raise PricesRefused(_("没有这些品种：%(goods)s。") % {"goods": listed(unknown)})
    for code, fen in prices.items():
        _require_price(goods[code].name, fen)
    week = week_of(seen_on)
    _require_new(week, market, division_code, prices)
    rows = [
        MarketPrice(
            division_code=division_code, week=week, good=code, market=market, unit=goods[code].unit, price_fen=fen,
            seen_on=seen_on, recorded_by=by, recorded_at=at,
        )
        for code, fen in prices.items()
    ]  # fmt: skip
    try:
        with transaction.atomic():
            MarketPrice.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AlreadyPriced(_("这一周的价格正由他人登记，请刷新后查看。")) from error
    note(
        "market_price", week, "price.recorded", by=by, at=at, division_code=division_code, market=market,
        prices=dict(prices),
    )  # fmt: skip
    return rows


@transaction.atomic
def correct(*, price: MarketPrice, price_fen: int, reason: str, by: Staff, at: datetime) -> MarketPrice:
    """Write the right price as a new row; the wrong one stays and is named by it."""
    require_role(by, *RECORDERS)
    row: MarketPrice = MarketPrice.objects.select_for_update().get(pk=price.pk)
    require_area(by, row.division_code)
    good = basket().good(row.good)
    name = good.name if good else row.good
    _require_price(name, price_fen)
    if not reason.strip():
        raise PricesRefused(_("请写明更正原因。"))
    if price_fen == row.price_fen:
        raise PricesRefused(_("%(good)s的价格没有变化，不用更正。") % {"good": name})
    made = MarketPrice(
        division_code=row.division_code, week=row.week, good=row.good, market=row.market, unit=row.unit,
        price_fen=price_fen, seen_on=row.seen_on, replaces=row, reason=reason.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyPriced(_("%(good)s的这条价格已被更正过，请更正最新的一条。") % {"good": name}) from error
    note(
        "market_price", row.week, "price.corrected", by=by, at=at, division_code=row.division_code,
        reason=made.reason, good=row.good, was=row.price_fen, now=price_fen,
    )  # fmt: skip
    return made


def _require_price(name: str, fen: int) -> None:
    if not 0 < fen <= LARGEST_FEN:
        raise PricesRefused(
            _("%(good)s的价格 %(yuan)s 元不像价格，请核对单位和小数点。") % {"good": name, "yuan": format_yuan(fen)}
        )


def _require_new(week: date, market: str, division_code: str, prices: Mapping[str, int]) -> None:
    rows = MarketPrice.objects.filter(
        week=week, market=market, division_code=division_code, good__in=list(prices), replaces__isnull=True
    )
    there = [(good.name if (good := basket().good(row.good)) else row.good) for row in rows]
    if there:
        raise AlreadyPriced(
            _("%(market)s %(week)s起的一周已登记过：%(goods)s。一周一个市场一个品种只登记一次，改动请用“更正”。")
            % {"market": market, "week": week, "goods": listed(there)}
        )
