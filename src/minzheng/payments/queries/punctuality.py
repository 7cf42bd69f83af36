"""On time and in full: of what was due for a month, how much had gone to the bank by the day, and how much arrived."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Sum

from minzheng.casework.queries.catalogue import programs
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due
from minzheng.payments.enums import LineStatus
from minzheng.payments.models import BankFile, PayLine
from minzheng.payments.thresholds import on_day


@dataclass(frozen=True)
class Punctuality:
    """One program's month within the declared scope, in fen; regular benefits only: arrears have no day."""

    program: str
    month: str
    pay_by: date
    due_count: int
    due_fen: int
    sent_on_time_fen: int
    paid_fen: int

    @property
    def is_on_time(self) -> bool:
        """Say whether everything due had gone to the bank by the day."""
        return self.sent_on_time_fen >= self.due_fen

    @property
    def is_in_full(self) -> bool:
        """Say whether everything due has arrived."""
        return self.paid_fen >= self.due_fen

    @property
    def on_time_permille(self) -> int:
        """Return tenths of a percent, rounded down: only all of it is 1000."""
        return self.sent_on_time_fen * 1000 // self.due_fen if self.due_fen else 0


def pay_by(month: Month) -> date:
    """Return the day by which a month is to be paid, by the rule of the month's first day."""
    return month.first_day.replace(day=on_day("pay_by_day", month.first_day).value)


def punctuality(months: Sequence[Month], *, program: str = "") -> list[Punctuality]:
    """Return the months that anything was due for, the newest first, by program; three queries."""
    names = [str(month) for month in months]
    # What is paid now and then, on no case of its own (a price-linked subsidy), has days of its own.
    monthly = {card.code for card in programs()}
    dues = Due.objects.filter(month__in=names, kind=DueKind.REGULAR, program__in=monthly)
    lines = PayLine.objects.filter(month__in=names, due__kind=DueKind.REGULAR).exclude(
        status__in=(LineStatus.RETURNED, LineStatus.CANCELLED)
    )
    if program:
        dues, lines = dues.filter(program=program), lines.filter(run__program=program)
    by_run = (
        lines.order_by()
        .values_list("run_id", "run__program", "month", "status")
        .annotate(Sum("amount_fen"), Sum("paid_fen"))
    )
    found = list(by_run)
    files = BankFile.objects.filter(run__in={row[0] for row in found}).order_by()
    sent = dict(files.values_list("run_id").annotate(Min("written_at")))
    on_time: defaultdict[tuple[str, str], int] = defaultdict(int)
    paid: defaultdict[tuple[str, str], int] = defaultdict(int)
    for run, code, month, status, fen, arrived in found:
        if run in sent and local_day(sent[run]) <= pay_by(Month.parse(month)):
            # The rest of a line paid in part is a line of its own.
            on_time[code, month] += arrived if status == LineStatus.PARTLY else fen
        paid[code, month] += arrived
    owed = dues.order_by("-month", "program").values_list("program", "month").annotate(Count("pk"), Sum("amount_fen"))
    return [
        Punctuality(code, month, pay_by(Month.parse(month)), count, fen, on_time[code, month], paid[code, month])
        for code, month, count, fen in owed
    ]
