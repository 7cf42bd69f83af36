"""Whose hands cases are in, and what somebody would hand over."""

from collections.abc import Collection

from minzheng.accounts.models import Staff
from minzheng.casework.models import Case
from minzheng.workbench.models import Claim, Draft, Mention, SavedView


def claims_of(role: str, cases: Collection[int] | None = None) -> dict[int, Claim]:
    """Return the open claims of a role by case, with the people; of these cases only, if given."""
    rows = Claim.objects.filter(role=role, released_at__isnull=True).select_related("taken_by", "passed_from")
    if cases is not None:
        rows = rows.filter(case__in=cases)
    return {row.case_id: row for row in rows}


def claim_on(case: Case, role: str) -> Claim | None:
    """Return the open claim of a role on one case."""
    return claims_of(role, [case.pk]).get(case.pk)


def in_hands(staff: Staff) -> dict[str, int]:
    """Count what a handover would pass on."""
    return {
        "claims": Claim.objects.filter(taken_by=staff, released_at__isnull=True).count(),
        "mentions": Mention.objects.filter(staff=staff, seen_at__isnull=True).count(),
        "drafts": Draft.objects.filter(staff=staff).count(),
        "views": SavedView.objects.filter(owner=staff).count(),
    }
