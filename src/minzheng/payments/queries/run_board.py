"""Where every open run stands: the step it waits for, who takes it, since when, and whether the day has passed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from minzheng.casework.queries.catalogue import programs
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.payments.enums import UNSIGNED_STATES, RunState
from minzheng.payments.models import BankFile, BankResult, PayRun
from minzheng.payments.queries.punctuality import pay_by
from minzheng.payments.queries.runs import runs

ENDED = (RunState.CLOSED, RunState.CANCELLED)
# A program that was not paid for longer has ended, or is paid once.
LOOKS_BACK = 3


@dataclass(frozen=True)
class BoardRow:
    """One run that is not closed. `since` is when the last step was done; `is_late`: not at the bank by the day."""

    run: PayRun
    since: datetime
    pay_by: date
    is_late: bool
    waits_days: int


@dataclass(frozen=True)
class Missing:
    """A program that was paid before and has no list for the present month."""

    program: str
    program_name: str
    month: str
    pay_by: date
    is_late: bool


def open_runs(today: date) -> list[BoardRow]:
    """Return the open runs, the late ones first, then those that wait longest; three queries."""
    rows = list(runs().exclude(state__in=ENDED))
    keys = [run.pk for run in rows]
    sent = dict(BankFile.objects.filter(run__in=keys).order_by().values_list("run_id").annotate(Max("written_at")))
    read = dict(BankResult.objects.filter(run__in=keys).order_by().values_list("run_id").annotate(Max("read_at")))
    found = [_row(run, sent.get(run.pk), read.get(run.pk), today) for run in rows]
    return sorted(found, key=lambda row: (not row.is_late, row.since, row.run.number))


def missing_lists(today: date) -> list[Missing]:
    """Return the programs that had a list in the last months and have none for this one; one query.

    What is paid now and then, on no case of its own (a price-linked subsidy), is not missed.
    """
    month = Month.of(today)
    rows = PayRun.objects.exclude(state=RunState.CANCELLED).filter(month__gte=str(month.plus(-LOOKS_BACK)))
    last: dict[str, tuple[str, str]] = {}
    for program, name, of in rows.order_by("month", "pk").values_list("program", "program_name", "month"):
        last[program] = (name, of)
    day, monthly = pay_by(month), {card.code for card in programs()}
    return [
        Missing(program, name, str(month), day, today > day)
        for program, (name, of) in sorted(last.items())
        if of < str(month) and program in monthly
    ]


def _row(run: PayRun, sent: datetime | None, read: datetime | None, today: date) -> BoardRow:
    moments = (run.prepared_at, run.checked_at, run.endorsed_at, run.approved_at, sent, read)
    since = max(moment for moment in moments if moment is not None)
    day = pay_by(Month.parse(run.month))
    unsent = run.state in (*UNSIGNED_STATES, RunState.APPROVED)
    return BoardRow(run, since, day, unsent and today > day, (today - local_day(since)).days)
