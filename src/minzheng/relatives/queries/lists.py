"""The rolls as pages show them. Everything runs inside a declared area."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from minzheng.accounts.models import Staff
from minzheng.kernel.division import range_of
from minzheng.relatives.models import CommitteeMember, DeclaredRelative


def committee_members(*, division_code: str = "", on: date | None = None) -> QuerySet[CommitteeMember]:
    """Return the roll by village, the director first, with `declared` relatives counted; of one division if given.

    With `on`, only those who serve on that day.
    """
    rows = CommitteeMember.objects.annotate(
        declared=Count("declared_relatives", filter=Q(declared_relatives__ended_at__isnull=True))
    ).order_by("division_code", "pk")
    if division_code:
        low, high = range_of(division_code)
        rows = rows.filter(division_code__gte=low, division_code__lt=high)
    if on is not None:
        rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
    return rows


def staff_list() -> QuerySet[Staff]:
    """Return every account with its number and its declared relatives counted, those without a number first."""
    rows = Staff.objects.select_related("identity").prefetch_related("areas")
    return rows.annotate(
        declared=Count("declared_relatives", filter=Q(declared_relatives__ended_at__isnull=True))
    ).order_by("-is_active", "identity__recorded_at", "username")


def declared_of(**owner: object) -> QuerySet[DeclaredRelative]:
    """Return the declarations of one official (staff=… or committee_member=…), those in force first."""
    rows = DeclaredRelative.objects.filter(**owner).select_related("declared_by", "ended_by")
    return rows.order_by("ended_at", "pk")
