"""Bulk acts and what became of their rows."""

from django.db.models import QuerySet

from minzheng.accounts.models import Staff
from minzheng.workbench.models import BulkAct, BulkRow


def bulk_of(pk: int, staff: Staff) -> BulkAct | None:
    """Return a bulk act of this person; None for another's."""
    return BulkAct.objects.filter(pk=pk, done_by=staff).select_related("done_by", "retry_of").first()


def rows_of(bulk: BulkAct) -> QuerySet[BulkRow]:
    """Return the rows in the order they were chosen."""
    return BulkRow.objects.filter(bulk=bulk).select_related("case__applicant", "case__household").order_by("pk")


def last_of(staff: Staff, most: int = 10) -> list[BulkAct]:
    """Return a person's latest bulk acts."""
    return list(BulkAct.objects.filter(done_by=staff).order_by("-pk")[:most])
