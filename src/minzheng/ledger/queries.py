"""Reading the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from minzheng.kernel.month import Month
from minzheng.ledger.enums import FEN, AccountKind, CloseKind
from minzheng.ledger.models import Account, LedgerClose, MonthBalance, Transfer
from minzheng.ledger.period import Period


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
    """Return the trial balance of one fund, or of all money. Needs a scope that covers the county."""
    accounts = Account.objects.filter(unit=FEN).order_by("fund_code", "pk")
    if fund_code:
        accounts = accounts.filter(fund_code=fund_code)
    credited = _sums("credit_id", Transfer.objects.all())
    debited = _sums("debit_id", Transfer.objects.all())
    return TrialBalance(tuple(AccountBalance(a, credited.get(a.pk, 0), debited.get(a.pk, 0)) for a in accounts))


@dataclass(frozen=True)
class PeriodLine:
    """One account over a period, in fen: what it held, what came in, what went out."""

    account: Account
    opening_fen: int
    credited_fen: int
    debited_fen: int

    @property
    def closing_fen(self) -> int:
        """Return what it held at the end."""
        return self.opening_fen + self.credited_fen - self.debited_fen


@dataclass(frozen=True)
class PeriodBalance:
    """The trial balance of a period of booking; opening and closing sum to zero, and so much came in as went out."""

    lines: tuple[PeriodLine, ...]
    transfer_count: int
    last_transfer_id: int

    @property
    def opening_fen(self) -> int:
        """Return the sum of what all accounts held at the beginning: zero."""
        return sum(line.opening_fen for line in self.lines)

    @property
    def credited_fen(self) -> int:
        """Return what came in."""
        return sum(line.credited_fen for line in self.lines)

    @property
    def debited_fen(self) -> int:
        """Return what went out."""
        return sum(line.debited_fen for line in self.lines)

    @property
    def closing_fen(self) -> int:
        """Return the sum of what all accounts held at the end: zero."""
        return sum(line.closing_fen for line in self.lines)


def balance_of_period(fund_code: str, period: Period) -> PeriodBalance:
    """Return the trial balance of what was booked in a period, of one fund or (empty code) of all money."""
    accounts = Account.objects.order_by("fund_code", "pk")
    if fund_code:
        accounts = accounts.filter(fund_code=fund_code)
        # By its few accounts themselves: a join that asks either side for its fund reads every transfer of the county.
        keys = list(accounts.values_list("pk", flat=True))
        inward, outward = Q(credit_id__in=keys), Q(debit_id__in=keys)
    else:
        accounts = accounts.filter(unit=FEN)
        inward = outward = Q(debit__unit=FEN)
    booked = Transfer.objects.filter(made_at__lt=period.ends)
    before, within = booked.filter(made_at__lt=period.begins), booked.filter(made_at__gte=period.begins)
    came, went = _sums("credit_id", before.filter(inward)), _sums("debit_id", before.filter(outward))
    credited, debited = _sums("credit_id", within.filter(inward)), _sums("debit_id", within.filter(outward))
    ends = within.filter(inward | outward).order_by().aggregate(count=Count("pk"), last=Max("pk"))
    lines = tuple(
        PeriodLine(a, came.get(a.pk, 0) - went.get(a.pk, 0), credited.get(a.pk, 0), debited.get(a.pk, 0))
        for a in accounts
    )
    return PeriodBalance(lines, ends["count"], ends["last"] or 0)


def last_closed_month(fund_code: str) -> Month | None:
    """Return the last month of a fund that was closed and confirmed."""
    rows = LedgerClose.objects.filter(fund_code=fund_code, kind=CloseKind.MONTH, confirmed_at__isnull=False)
    last = rows.aggregate(last=Max("period"))["last"]
    return Month.parse(last) if last else None


def first_booked_month(fund_code: str) -> Month | None:
    """Return the month in which something was first booked on a fund."""
    return _first_months(account__fund_code=fund_code).get(fund_code)


@dataclass(frozen=True)
class FundClosing:
    """How far a fund is closed: its last month, what waits for a second person, which period may be proposed next."""

    fund_code: str
    name: str
    last: Month | None
    waiting: tuple[LedgerClose, ...]
    closed_years: tuple[str, ...]
    next_period: str


def closings(on: date) -> list[FundClosing]:
    """Return how far each fund is closed on a day."""
    rows = Account.objects.filter(kind=AccountKind.AVAILABLE, unit=FEN).order_by("pk")
    names = {row.fund_code: row.name for row in rows}
    standing: dict[str, list[LedgerClose]] = {code: [] for code in names}
    closes = LedgerClose.objects.select_related("proposed_by").filter(withdrawn_by__isnull=True).order_by("ends_at")
    for row in closes:
        standing.setdefault(row.fund_code, []).append(row)
    firsts = _first_months()
    return [_closing(code, names.get(code, code), found, firsts.get(code), on) for code, found in standing.items()]


def _closing(code: str, name: str, rows: list[LedgerClose], first: Month | None, on: date) -> FundClosing:
    months = [Month.parse(row.period) for row in rows if row.kind == CloseKind.MONTH and row.is_confirmed]
    last = max(months) if months else None
    years = tuple(row.period for row in rows if row.kind == CloseKind.YEAR and row.is_confirmed)
    waiting = tuple(row for row in rows if not row.is_confirmed)
    follows = last.next() if last else first
    can_month = follows is not None and Month.of(on) > follows
    year_due = last is not None and last.month == 12 and str(last.year) not in years
    next_period = "" if waiting else str(last.year) if year_due and last else str(follows) if can_month else ""
    return FundClosing(code, name, last, waiting, years, next_period)


def _first_months(**which: str) -> dict[str, Month]:
    """Return the month in which something was first booked on each fund, of money or of a good."""
    rows = MonthBalance.objects.filter(**which).order_by()
    firsts = rows.values_list("account__fund_code").annotate(first=Min("month"))
    return {code: Month.parse(first) for code, first in firsts}


def closed_until(account_ids: Iterable[int]) -> LedgerClose | None:
    """Return the latest confirmed close of any of the accounts' funds."""
    funds = Account.objects.filter(pk__in=list(account_ids)).values("fund_code")
    rows = LedgerClose.objects.filter(fund_code__in=funds, confirmed_at__isnull=False)
    return rows.order_by("-ends_at").first()


def accounts_of(fund_code: str) -> dict[str, Account]:
    """Return a fund's accounts by kind; empty if the fund is not opened."""
    return {account.kind: account for account in Account.objects.filter(fund_code=fund_code)}


def transfers_of(*, reference_kind: str, reference_id: str) -> QuerySet[Transfer]:
    """Return what was booked for one object, oldest first, within the declared scope."""
    rows = Transfer.objects.filter(reference_kind=reference_kind, reference_id=reference_id)
    return rows.select_related("debit", "credit").order_by("pk")


def journal(fund_code: str = "", *, account: Account | None = None, month: str = "") -> QuerySet[Transfer]:
    """Return the transfers of money of one fund (or all), newest first, within the declared scope.

    `account` keeps those that touch it on either side, `month` those that belong to it.
    """
    rows = Transfer.objects.filter(debit__unit=FEN).select_related("debit", "credit").order_by("-pk")
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


def _sums(side: str, rows: QuerySet[Transfer]) -> dict[int, int]:
    return dict(rows.order_by().values_list(side).annotate(total=Sum("amount_fen")))
