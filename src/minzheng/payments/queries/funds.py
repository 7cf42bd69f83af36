"""Reading the funds: every position in a fixed number of queries, and what came in by which document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import Allocation, Budget, Fund, FundMove, PayRun

LEVEL_ORDER = {level: place for place, level in enumerate(FundLevel.values)}


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where money stands, in fen: what came in, less what was passed on = available + reserved + paid."""

    allocated_fen: int = 0
    available_fen: int = 0
    reserved_fen: int = 0
    paid_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class FundPosition(Position):
    """Where a fund's money stands."""

    fund: Fund


def funds_of(program: str, year: int) -> list[Fund]:
    """Return the funds of a program and year, from the central one down."""
    return sorted(Fund.objects.filter(program=program, year=year), key=lambda fund: LEVEL_ORDER[fund.level])


def fund_position(fund: Fund) -> FundPosition:
    """Return where a fund's money stands."""
    return positions_of([fund])[0]


def run_positions(run: PayRun) -> list[FundPosition]:
    """Return where the money stands that a run draws on, fund by fund."""
    return positions_of(funds_of(run.program, run.year))


def fund_positions() -> list[FundPosition]:
    """Return the position of every fund, newest year first, in two queries."""
    return positions_of(all_funds())


def all_funds() -> list[Fund]:
    """Return every fund, newest year first, from the central one down."""
    return sorted(Fund.objects.all(), key=lambda fund: (-fund.year, fund.program, LEVEL_ORDER[fund.level]))


def positions_of(funds: Iterable[Fund]) -> list[FundPosition]:
    """Return the positions of these funds in one query."""
    asked = list(funds)
    held: defaultdict[str, dict[str, int]] = defaultdict(dict)
    accounts = Account.objects.filter(fund_code__in=[fund.code for fund in asked])
    for code, kind, balance_fen in accounts.values_list("fund_code", "kind", "balance_fen"):
        held[code][kind] = balance_fen
    return [
        FundPosition(
            fund=fund,
            allocated_fen=-held[fund.code].get(AccountKind.SOURCE, 0),
            available_fen=held[fund.code].get(AccountKind.AVAILABLE, 0),
            reserved_fen=held[fund.code].get(AccountKind.RESERVED, 0),
            paid_fen=held[fund.code].get(AccountKind.PAID, 0),
        )
        for fund in asked
    ]


def together(positions: Iterable[Position]) -> Position:
    """Return the sum of positions."""
    asked = list(positions)
    return Position(
        allocated_fen=sum(each.allocated_fen for each in asked),
        available_fen=sum(each.available_fen for each in asked),
        reserved_fen=sum(each.reserved_fen for each in asked),
        paid_fen=sum(each.paid_fen for each in asked),
    )


def allocations() -> QuerySet[Allocation]:
    """Return what came in, newest first."""
    return Allocation.objects.select_related("fund", "allocated_by").order_by("-allocated_at", "-pk")


def budgets() -> QuerySet[Budget]:
    """Return what was granted, newest first."""
    return Budget.objects.select_related("fund", "set_by").order_by("-set_at", "-pk")


def moves() -> QuerySet[FundMove]:
    """Return what was moved between funds or given back, what waits for its second person first."""
    rows = FundMove.objects.select_related("source", "target", "proposed_by", "confirmed_by", "withdrawn_by")
    return rows.order_by("-proposed_at", "-pk")


def over_budget_fen(fund: Fund) -> int:
    """Return by how much more came into a fund than its budget grants; 0 if it has none."""
    granted = Budget.objects.filter(fund=fund).aggregate(total=Sum("amount_fen"))["total"] or 0
    return max(fund_position(fund).allocated_fen - granted, 0) if granted else 0
