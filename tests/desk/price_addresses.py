"""Addresses of prices: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt
from itertools import count

from minzheng.accounts.scope import within
from minzheng.kernel.month import Month
from tests.desk.addresses import Maker, Try
from tests.factories import accounts, prices

_weeks, _months = count(), count(1)


def another_week():
    """Write down one week more, each call another."""
    day = dt.date(2026, 11, 18) - dt.timedelta(weeks=next(_weeks) % 20)
    return prices.week(day, market=f"第{next(_weeks)}市场")


def another_index():
    """Enter one index more, each call of another month."""
    month = Month(2026, 9).plus(-next(_months))
    return prices.entered(month=month, released_on=month.next().first_day + dt.timedelta(days=9))


def price_page(post: dict[str, str] | None = None) -> Try:
    """A price of a township."""
    owner = accounts.township_officer()
    row = prices.week(by=owner, rice=320)[0]
    return Try({"number": row.pk}, owner, post)


def price_correction() -> Try:
    made = price_page({"price_fen": "3.02", "reason": "看错"})
    return Try({**made.kwargs, "verb": "correct"}, made.owner, made.post)


def index_page() -> Try:
    return Try({"number": prices.entered().pk}, accounts.county_officer())


def index_act(verb: str, post: dict[str, str]) -> tuple[str, Maker]:
    """Return the line of one act on an index."""

    def make() -> Try:
        made = index_page()
        return Try({**made.kwargs, "verb": verb}, made.owner, post)

    return verb, make


def started() -> None:
    """October started the subsidy, and a household is covered."""
    prices.paid_household()
    prices.known()


def month_page() -> Try:
    started()
    return Try({"number": "2026-10"}, accounts.county_officer())


def confirmed_page() -> Try:
    started()
    owner = accounts.county_officer()
    with within(owner.area):
        prices.confirmed()
    return Try({"number": "2026-10"}, owner)


def confirm() -> Try:
    return Try({**month_page().kwargs, "verb": "confirm"}, accounts.county_officer(), {"document_number": "示例1号"})


def make_due() -> Try:
    made = confirmed_page()
    return Try({**made.kwargs, "verb": "make-due"}, made.owner, {})


PRICE_ACTS: dict[str, Maker] = {"correct": price_correction}
INDEX_ACTS: dict[str, Maker] = dict(
    [
        index_act("confirm", {}),
        index_act(
            "correct",
            {"rise_bp": "3.4", "released_on": "2026-11-09", "source": "更正公告", "reason": "抄错"},
        ),
    ]
)
MONTH_ACTS: dict[str, Maker] = {"confirm": confirm, "make-due": make_due}
PRICE_ADDRESSES: dict[str, dict[str, Maker]] = {
    "price": {"page": price_page},
    "price_action": PRICE_ACTS,
    "price_index": {"page": index_page},
    "price_index_action": INDEX_ACTS,
    "price_month": {"started": month_page, "confirmed": confirmed_page},
    "price_month_action": MONTH_ACTS,
}
