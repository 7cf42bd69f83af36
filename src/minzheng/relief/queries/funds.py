"""Reading reserve funds: what they should hold, what they hold month by month, and whose papers block a refill."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet, Sum

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.division import range_of
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account, Transfer
from minzheng.ledger.queries import balance_fen, month_sums
from minzheng.relief.enums import Form, Source
from minzheng.relief.models import Completion, Grant, MoneyBack, Refill, ReserveFund, Voucher
from minzheng.statute.period import figure

MONTHS = 12
YUAN = 100


@dataclass(frozen=True)
class Target:
    """What a fund should hold: last year's grants by twelve, times the months the county sets, in whole yuan."""

    last_year_fen: int
    months: int
    amount_fen: int
    reference: str
    status: str

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return asdict(self)


@dataclass(frozen=True)
class MonthLine:
    """One month of a fund, in fen."""

    month: str
    opening_fen: int
    in_fen: int
    out_fen: int

    @property
    def closing_fen(self) -> int:
        """Return what it held at the end."""
        return self.opening_fen + self.in_fen - self.out_fen


def target_fen(last_year_fen: int, months: int) -> int:
    """Return ceil(last_year / 12 × k) in whole yuan, as fen."""
    return ceil_to(last_year_fen * months, MONTHS * YUAN) // MONTHS


def target(fund: ReserveFund, day: date) -> Target:
    """Return what the fund should hold; where nothing was granted last year, the flat sum the county sets."""
    low, high = range_of(fund.division_code)
    first, last = date(day.year - 1, 1, 1), date(day.year, 1, 1)
    rows = Grant.objects.filter(
        request__division_code__gte=low, request__division_code__lt=high, request__program=fund.program,
        form=Form.CASH, decided_at__gte=_start(first), decided_at__lt=_start(last),
    )  # fmt: skip
    granted = int(rows.aggregate(sum=Sum("amount_fen"))["sum"] or 0)
    months = figure("relief_reserve_months", place=fund.division_code, on=day)
    if granted:
        return Target(granted, months.value, target_fen(granted, months.value), months.reference, months.status)
    flat = figure("relief_reserve_first_fen", place=fund.division_code, on=day)
    return Target(0, months.value, flat.value, flat.reference, flat.status)


def balance(fund: ReserveFund) -> int:
    """Return what the fund holds now, in fen."""
    return balance_fen(fund.code, AccountKind.AVAILABLE)


def balances(funds: list[ReserveFund]) -> dict[str, int]:
    """Return what the funds hold now, by code; one query."""
    rows = Account.objects.filter(fund_code__in=[one.code for one in funds], kind=AccountKind.AVAILABLE)
    return dict(rows.values_list("fund_code", "balance_fen"))


def statement(fund: ReserveFund) -> list[MonthLine]:
    """Return the fund month by month, the oldest first: opening, in, out, closing."""
    months = month_sums([fund.code]).get(fund.code, {}).get(AccountKind.AVAILABLE, {})
    lines, held = [], 0
    for month, sums in sorted(months.items()):
        lines.append(MonthLine(month, held, sums.credited_fen, sums.debited_fen))
        held = lines[-1].closing_fen
    return lines


def open_vouchers(fund: ReserveFund) -> QuerySet[Voucher]:
    """Return the vouchers that no refill has counted yet."""
    rows: QuerySet[Voucher] = Voucher.objects.filter(
        division_code=fund.division_code, source=Source.RESERVE, refill__isnull=True,
        instalment__grant__request__program=fund.program,
    )  # fmt: skip
    return rows.select_related("instalment__grant__request", "first_staff", "paid_by").order_by("paid_at")


def open_money_back(fund: ReserveFund) -> QuerySet[MoneyBack]:
    """Return what came back into the fund and no refill has counted yet."""
    rows: QuerySet[MoneyBack] = MoneyBack.objects.filter(
        voucher__division_code=fund.division_code, voucher__source=Source.RESERVE, refill__isnull=True,
        voucher__instalment__grant__request__program=fund.program, amount_fen__gt=0,
    )  # fmt: skip
    return rows.order_by("pk")


def vouchers(fund: ReserveFund) -> QuerySet[Voucher]:
    """Return every voucher of the fund, the newest first."""
    rows: QuerySet[Voucher] = Voucher.objects.filter(
        division_code=fund.division_code, source=Source.RESERVE, instalment__grant__request__program=fund.program
    )
    return rows.select_related("instalment__grant__request", "first_staff", "paid_by", "refill").order_by("-paid_at")


def late_papers(fund: ReserveFund, day: date) -> list[Completion]:
    """Return what should have been made good in the township by now and was not."""
    low, high = range_of(fund.division_code)
    rows = Completion.objects.filter(
        request__division_code__gte=low, request__division_code__lt=high, request__program=fund.program,
        done_at__isnull=True, due_on__lt=day,
    )  # fmt: skip
    return list(rows.select_related("request").order_by("due_on"))


def funds() -> QuerySet[ReserveFund]:
    """Return the funds of the area, by place."""
    rows: QuerySet[ReserveFund] = ReserveFund.objects.order_by("division_code")
    return rows


def refills(fund: ReserveFund) -> QuerySet[Refill]:
    """Return the refills of a fund, the newest first."""
    rows: QuerySet[Refill] = Refill.objects.filter(fund=fund).select_related("proposed_by", "approved_by", "refused_by")
    return rows.order_by("-pk")


def waiting() -> QuerySet[Refill]:
    """Return the refills of the area that wait for the county."""
    rows: QuerySet[Refill] = Refill.objects.filter(approved_at__isnull=True, refused_at__isnull=True)
    return rows.select_related("fund", "proposed_by").order_by("proposed_at")


def transfers(fund: ReserveFund) -> QuerySet[Transfer]:
    """Return what was booked on the fund, the oldest first."""
    rows = Transfer.objects.filter(debit__fund_code=fund.code) | Transfer.objects.filter(credit__fund_code=fund.code)
    return rows.select_related("debit", "credit").order_by("pk")


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
