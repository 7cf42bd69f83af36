"""What our books say of a hospital over a span of months, by the month of settlement."""

from typing import Any

from django.db.models import Count, Sum

from minzheng.claims.enums import Mode
from minzheng.claims.models import Claim, Hospital, Reckoning, Reconciliation
from minzheng.kernel.month import Month


def ours(hospital: Hospital, first: Month, last: Month) -> dict[str, Any]:
    """Return bills, their whole sum and the aid of a span of months, JSON-ready; in fen."""
    living = Claim.objects.filter(
        hospital=hospital, mode=Mode.DURING, replaced_by__isnull=True, is_reversal=False,
        settled_on__range=(first.first_day, last.last_day),
    )  # fmt: skip
    found = living.aggregate(bills=Count("pk"), bill=Sum("bill_fen"))
    aid = Reckoning.objects.filter(claim__in=living).aggregate(total=Sum("delta_fen"))["total"]
    return {"bills": found["bills"], "bill_fen": int(found["bill"] or 0), "aid_fen": int(aid or 0)}


def done_in(hospital: Hospital, year: int) -> int:
    """Return how many reconciliations of a year were confirmed."""
    rows = Reconciliation.objects.filter(hospital=hospital, until_month__startswith=f"{year}-")
    return int(rows.filter(confirmed_at__isnull=False).count())
