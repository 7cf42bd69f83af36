"""Opening the accounts of a fund."""

from datetime import datetime

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.ledger.domain.seal import seal_account
from minzheng.ledger.enums import FEN, MONEY_KINDS, AccountKind
from minzheng.ledger.models import Account


@transaction.atomic
def open_accounts(*, fund_code: str, fund_name: str, by: Staff, at: datetime, unit: str = FEN) -> dict[str, Account]:
    """Return the accounts of a fund by kind, opening those that are not there yet. Only the source may go negative."""
    accounts = {account.kind: account for account in Account.objects.filter(fund_code=fund_code)}
    for kind in MONEY_KINDS if unit == FEN else AccountKind:
        if kind not in accounts:
            accounts[kind] = Account.objects.create(
                code=f"{fund_code}:{kind}",
                unit=unit,
                name=f"{fund_name} {kind.label}",
                kind=kind,
                fund_code=fund_code,
                may_go_negative=kind == AccountKind.SOURCE,
                opened_at=at,
            )
            seal_account(accounts[kind], by=by, at=at)
    return accounts
