"""A fund's accounts with money in them, and transfers between them."""

from itertools import count

from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Posting, post
from minzheng.ledger.enums import MONEY_KINDS, Why
from tests.factories.accounts import AT, COUNTY, VILLAGE, finance_officer

FUND = "example-2026"
_numbers = count(1)


def accounts(*, fund_code=FUND, with_fen=0):
    """Return (source, available, reserved, paid), with so much available."""
    by = finance_officer()
    opened = open_accounts(fund_code=fund_code, fund_name="示例资金", by=by, at=AT)
    source, available, reserved, paid = (opened[kind] for kind in MONEY_KINDS)
    if with_fen:
        transfer(source, available, with_fen, why=Why.ALLOCATION, by=by)
        for account in (source, available):
            account.refresh_from_db()
    return source, available, reserved, paid


def posting(debit, credit, amount_fen, **fields):
    """Return a posting with a key of its own."""
    number = next(_numbers)
    usual = {
        "why": Why.RESERVE,
        "reference_kind": "test",
        "reference_id": str(number),
        "key": f"test:{number}",
        "division_code": COUNTY,
        "month": "2026-11",
    }
    return Posting(debit=debit, credit=credit, amount_fen=amount_fen, **(usual | fields))


def transfer(debit, credit, amount_fen, *, by=None, **fields):
    """Move money through the domain."""
    return post(posting=posting(debit, credit, amount_fen, **fields), by=by or finance_officer(), at=AT)


__all__ = ["AT", "COUNTY", "FUND", "VILLAGE", "accounts", "posting", "transfer"]
