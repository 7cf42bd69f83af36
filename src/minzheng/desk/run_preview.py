"""What a list would hold if it were prepared now: the domain prepares it, the page reads it, and it is taken back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.desk.run_changes import Shown, beside
from minzheng.kernel.month import Month
from minzheng.payments.domain import run
from minzheng.payments.models import PayLine
from minzheng.payments.queries import RunView, lines_of, run_view

SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """The totals, the first lines, and everybody held, of a list that does not exist."""

    view: RunView
    lines: tuple[PayLine, ...]
    again: int
    changes: Shown | None


def preview(*, program: str, month: Month, by: Staff, at: dt.datetime) -> Preview:
    """Return the list as `run.prepare` would freeze it; nothing is kept. Raises what `run.prepare` raises."""
    with transaction.atomic():
        tried = run.prepare(program=program, month=month, by=by, at=at)
        rows = lines_of(tried)
        found = Preview(run_view(tried), tuple(rows[:SHOWN]), rows.filter(attempt__gt=1).count(), beside(tried))
        transaction.set_rollback(True)
    return found
