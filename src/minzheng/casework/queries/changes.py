"""Changes that were told or found."""

from django.db.models import QuerySet

from minzheng.casework.models import Case, ChangeReport


def late_major() -> QuerySet[ChangeReport]:
    """Return the major changes of the declared area that were not told within three months, the newest first."""
    rows: QuerySet[ChangeReport] = ChangeReport.objects.filter(is_late=True)
    return rows.select_related("case__household", "case__applicant").order_by("-told_on", "-pk")


def waiting(case: Case) -> QuerySet[ChangeReport]:
    """Return the changes of a case nobody has reckoned yet."""
    rows: QuerySet[ChangeReport] = ChangeReport.objects.filter(case=case, handled_at__isnull=True)
    return rows.order_by("pk")
