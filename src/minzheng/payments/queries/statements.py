"""Statements of a month or year of booking: what was paid, by fund, township and household; the sums tie to each other.

What counts is what moved on the accounts "paid": credited when the bank paid, debited when money came back. So the
households, the townships, the funds and the ledger's own accounts all add up to the same fen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext as _

from minzheng.ledger.enums import FEN, AccountKind
from minzheng.ledger.models import Due, Transfer
from minzheng.ledger.period import Period
from minzheng.ledger.queries import PeriodBalance, balance_of_period
from minzheng.payments.models import PayLine
from minzheng.registry.models import Division, Household

LINE_KIND = "payments.PayLine"
TOWNSHIP_DIGITS = 9
PAID = Q(credit__kind=AccountKind.PAID, credit__unit=FEN)
BACK = Q(debit__kind=AccountKind.PAID, debit__unit=FEN)


@dataclass(frozen=True)
class StatementLine:
    """What one fund, township or household was paid in a period, in fen."""

    key: str
    name: str
    count: int
    paid_fen: int
    back_fen: int

    @property
    def net_fen(self) -> int:
        """Return what stayed paid."""
        return self.paid_fen - self.back_fen


@dataclass(frozen=True)
class Ties:
    """The same sum, taken four ways; in a sound book they are one."""

    by_household: int
    by_township: int
    by_fund: int
    by_ledger: int

    @property
    def is_one(self) -> bool:
        """Whether all four are the same."""
        return len({self.by_household, self.by_township, self.by_fund, self.by_ledger}) == 1


def by_fund(period: Period) -> list[StatementLine]:
    """Return what each fund paid in a period of booking, within the declared scope."""
    rows = _grouped(period, fund=Case(When(PAID, then=F("credit__fund_code")), default=F("debit__fund_code")))
    return [_line(row, row["fund"]) for row in rows.order_by("fund")]


def by_township(period: Period) -> list[StatementLine]:
    """Return what was paid in each township or street."""
    rows = list(_grouped(period, township=Substr("division_code", 1, TOWNSHIP_DIGITS)).order_by("township"))
    codes = [f"{row['township']}000" for row in rows]
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return [_line(row, code, names.get(code, code)) for row, code in zip(rows, codes, strict=True)]


def by_household(period: Period) -> QuerySet[Any]:
    """Return what each household was paid, as rows of values; money that no household got has the number ""."""
    number = PayLine.objects.filter(serial=OuterRef("reference_id")).order_by().values("household_number")[:1]
    household = Case(When(reference_kind=LINE_KIND, then=Subquery(number)), default=Value(""))
    return _grouped(period, household=Coalesce(household, Value(""))).order_by("household")


def household_lines(rows: Iterable[Mapping[str, Any]]) -> list[StatementLine]:
    """Return the rows of `by_household` as lines."""
    return [_line(row, row["household"], row["household"] or _("不属于某一户")) for row in rows]


def ties(period: Period) -> Ties:
    """Take the sum four ways. Needs a scope that covers the county."""
    return Ties(
        by_household=sum(line.net_fen for line in household_lines(by_household(period))),
        by_township=sum(line.net_fen for line in by_township(period)),
        by_fund=sum(line.net_fen for line in by_fund(period)),
        by_ledger=paid_by(balance_of_period("", period)),
    )


def paid_by(balance: PeriodBalance) -> int:
    """Return what moved on the accounts "paid" of a trial balance."""
    return sum(one.credited_fen - one.debited_fen for one in balance.lines if one.account.kind == AccountKind.PAID)


@dataclass(frozen=True)
class HouseholdEvent:
    """One thing that happened to what a household is owed or paid; the sums run from the first to this one."""

    at: datetime
    word: str
    program: str
    month: str
    due_fen: int
    paid_fen: int
    serial: str
    reference: str
    owed_so_far_fen: int = 0
    paid_so_far_fen: int = 0

    @property
    def outstanding_fen(self) -> int:
        """Return what was owed and not yet paid after this."""
        return self.owed_so_far_fen - self.paid_so_far_fen


def household_statement(household: Household, period: Period | None = None) -> list[HouseholdEvent]:
    """Return all dues, payments, returns of a household, over all programs and years; of a period the events only.

    The running sums always begin with the first event, so a later page agrees with an earlier one.
    """
    dues = list(Due.objects.filter(household_id=household.pk))
    lines = {row.serial: row for row in PayLine.objects.filter(household=household).defer("account_sealed")}
    rows = Transfer.objects.select_related("debit", "credit")
    moves = rows.filter(reference_kind=LINE_KIND, reference_id__in=list(lines))
    programs = {row.pk: row.program for row in dues}
    events = [*(_owed(row) for row in dues), *(_moved(row, lines[row.reference_id], programs) for row in moves)]
    found = []
    owed_so_far = paid_so_far = 0
    for _place, event in sorted(events, key=lambda one: one[0]):
        owed_so_far += event.due_fen
        paid_so_far += event.paid_fen
        found.append(replace(event, owed_so_far_fen=owed_so_far, paid_so_far_fen=paid_so_far))
    if period is None:
        return found
    return [event for event in found if period.begins <= event.at < period.ends]


# When, dues before payments, in the order of their numbers.
Place = tuple[datetime, int, int]


def _owed(due: Due) -> tuple[Place, HouseholdEvent]:
    event = HouseholdEvent(
        due.made_at, due.get_kind_display(), due.program, due.month, due.amount_fen, 0, "", due.document_number
    )
    return (due.made_at, 0, due.pk), event


def _moved(move: Transfer, line: PayLine, programs: Mapping[int, str]) -> tuple[Place, HouseholdEvent]:
    event = HouseholdEvent(
        move.made_at,
        move.get_why_display(),
        programs.get(line.due_id, ""),
        line.month,
        0,
        _paid(move),
        line.serial,
        line.bank_message,
    )
    return (move.made_at, 1, move.pk), event


def _paid(move: Transfer) -> int:
    if move.credit.kind == AccountKind.PAID:
        return move.amount_fen
    return -move.amount_fen if move.debit.kind == AccountKind.PAID else 0


def _grouped(period: Period, **by: Any) -> QuerySet[Any]:
    """Group what moved on accounts "paid" in a period. Between two such accounts nothing was paid to anybody."""
    rows = Transfer.objects.filter(PAID ^ BACK, made_at__gte=period.begins, made_at__lt=period.ends).order_by()
    return (
        rows.annotate(**by)
        .values(*by)
        .annotate(
            count=Count("pk"),
            paid=Coalesce(Sum("amount_fen", filter=PAID), 0),
            back=Coalesce(Sum("amount_fen", filter=BACK), 0),
        )
    )


def _line(row: Mapping[str, Any], key: str, name: str = "") -> StatementLine:
    return StatementLine(key, name or key, row["count"], row["paid"], row["back"])
