"""What a household was paid month by month, by the records of payment, against what was due to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from minzheng.casework.models import Case
from minzheng.kernel.fen import Fen
from minzheng.kernel.month import Month, months_between
from minzheng.payments.enums import ARRIVED_STATUSES
from minzheng.payments.models import PayLine

RECORDED, STATED = "recorded", "stated"


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """One month: paid, due, and whether the sum is from the payment records or was stated by the investigators."""

    month: Month
    paid_fen: Fen
    due_fen: Fen
    source: str

    @property
    def over_fen(self) -> Fen:
        """Return what was paid beyond what was due."""
        return max(0, self.paid_fen - self.due_fen)

    def as_dict(self) -> dict[str, Any]:
        """Return the row as an investigation freezes it."""
        return {
            "month": str(self.month), "paid_fen": self.paid_fen, "due_fen": self.due_fen, "over_fen": self.over_fen,
            "source": self.source,
        }  # fmt: skip


def recorded_fen(case: Case, first: Month, last: Month) -> dict[str, Fen]:
    """Return by month what the bank confirmed as paid on this case."""
    lines = PayLine.objects.filter(
        case_number=case.number, status__in=ARRIVED_STATUSES, month__gte=str(first), month__lte=str(last)
    )
    return dict(lines.order_by("month").values_list("month").annotate(total=Sum("paid_fen")))


def months_paid(
    case: Case, first: Month, last: Month, *, due_fen: Fen, stated_fen: Fen | None = None
) -> list[MonthPaid]:
    """Return the months; without `stated_fen` each month's sum is what the records say (0 where nothing was paid)."""
    known = recorded_fen(case, first, last) if stated_fen is None else {}
    return [
        MonthPaid(month, known.get(str(month), 0) if stated_fen is None else stated_fen, due_fen,
                  RECORDED if stated_fen is None else STATED)
        for month in _months(first, last)
    ]  # fmt: skip


def _months(first: Month, last: Month) -> Iterator[Month]:
    for n in range(months_between(first, last) + 1):
        yield first.plus(n)
