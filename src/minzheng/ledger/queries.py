"""Reading the books."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account, MonthBalance, Transfer


@dataclass(frozen=True)
class AccountBalance:
    """One line of the trial balance, in fen: what came in, what went out, what the account says it holds."""

    account: Account
    credited_fen: int
    debited_fen: int

    @property
    def moved_fen(self) -> int:
        """Return the balance that the transfers add up to."""
        return self.credited_fen - self.debited_fen


@dataclass(frozen=True)
class TrialBalance:
    """All accounts; a sound book sums to zero and every balance equals its transfers."""

    lines: tuple[AccountBalance, ...]

    @property
    def total_fen(self) -> int:
        """Return the sum of all balances: zero, or the book is broken."""
        return sum(line.account.balance_fen for line in self.lines)

    @property
    def is_sound(self) -> bool:
        """Whether the sum is zero and every balance equals its transfers."""
        return self.total_fen == 0 and all(line.account.balance_fen == line.moved_fen for line in self.lines)


def trial_balance(fund_code: str = "") -> TrialBalance:
    """Return the trial balance of one fund, or of the whole book. Needs a scope that covers the county."""
    accounts = Account.objects.order_by("fund_code", "pk")
    if fund_code:
        accounts = accounts.filter(fund_code=fund_code)
    credited = _sums("credit_id")
    debited = _sums("debit_id")
    return TrialBalance(tuple(AccountBalance(a, credited.get(a.pk, 0), debited.get(a.pk, 0)) for a in accounts))


def accounts_of(fund_code: str) -> dict[str, Account]:
    """Return a fund's accounts by kind; empty if the fund is not opened."""
    return {account.kind: account for account in Account.objects.filter(fund_code=fund_code)}


def transfers_of(*, reference_kind: str, reference_id: str) -> QuerySet[Transfer]:
    """Return what was booked for one object, oldest first, within the declared scope."""
    rows = Transfer.objects.filter(reference_kind=reference_kind, reference_id=reference_id)
    return rows.select_related("debit", "credit").order_by("pk")


def journal(fund_code: str = "", *, account: Account | None = None, month: str = "") -> QuerySet[Transfer]:
    """Return the transfers of one fund (or all), newest first, within the declared scope.

    `account` keeps those that touch it on either side, `month` those that belong to it.
    """
    rows = Transfer.objects.select_related("debit", "credit").order_by("-pk")
    if fund_code:
        rows = rows.filter(debit__fund_code=fund_code)
    if account is not None:
        rows = rows.filter(Q(debit=account) | Q(credit=account))
    return rows.filter(month=month) if month else rows


def months() -> list[str]:
    """Return the months that transfers belong to, newest first, within the declared scope."""
    return list(Transfer.objects.order_by("-month").values_list("month", flat=True).distinct())


def balance_fen(fund_code: str, kind: AccountKind) -> int:
    """Return the balance of one account of a fund; 0 if it is not opened."""
    found = Account.objects.filter(fund_code=fund_code, kind=kind).values_list("balance_fen", flat=True).first()
    return found or 0


@dataclass(frozen=True)
class MonthSums:
    """What an account gave out and took in during a month, in fen."""

    debited_fen: int
    credited_fen: int

    @property
    def net_fen(self) -> int:
        """Return by how much the balance grew."""
        return self.credited_fen - self.debited_fen


def month_sums(fund_codes: Iterable[str]) -> dict[str, dict[str, dict[str, MonthSums]]]:
    """Return the monthly sums by fund, kind of account and month booked, in one query."""
    found: dict[str, dict[str, dict[str, MonthSums]]] = {}
    rows = MonthBalance.objects.filter(account__fund_code__in=list(fund_codes)).order_by("month")
    fields = ("account__fund_code", "account__kind", "month", "debited_fen", "credited_fen")
    for code, kind, month, debited_fen, credited_fen in rows.values_list(*fields):
        found.setdefault(code, {}).setdefault(kind, {})[month] = MonthSums(debited_fen, credited_fen)
    return found


def _sums(side: str) -> dict[int, int]:
    return {
        row[side]: row["total"] for row in Transfer.objects.order_by().values(side).annotate(total=Sum("amount_fen"))
    }
