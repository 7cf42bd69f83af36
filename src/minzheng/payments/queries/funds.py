"""Reading the funds: every position in a fixed number of queries, and what came in by which document."""

from collections import defaultdict

from django.db.models import QuerySet

from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account
from minzheng.payments.models import Allocation, Fund
from minzheng.payments.queries.runs import FundPosition


def fund_positions() -> list[FundPosition]:
    """Return the position of every fund, newest year first, in two queries."""
    held: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, kind, balance_fen in Account.objects.values_list("fund_code", "kind", "balance_fen"):
        held[code][kind] = balance_fen
    return [
        FundPosition(
            fund=fund,
            allocated_fen=-held[fund.code].get(AccountKind.SOURCE, 0),
            available_fen=held[fund.code].get(AccountKind.AVAILABLE, 0),
            reserved_fen=held[fund.code].get(AccountKind.RESERVED, 0),
            paid_fen=held[fund.code].get(AccountKind.PAID, 0),
        )
        for fund in Fund.objects.order_by("-year", "program")
    ]


def allocations() -> QuerySet[Allocation]:
    """Return what came in, newest first."""
    return Allocation.objects.select_related("fund", "allocated_by").order_by("-allocated_at", "-pk")
