"""What waits for a person, as query sets, so that a page counts them together with other things in one question."""

from django.db.models import QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Completion, Refill, Request

STATES = {
    Role.TOWNSHIP_OFFICER: (RequestState.REPORTED, RequestState.DECIDED),
    Role.COUNTY_OFFICER: (RequestState.AT_COUNTY, RequestState.AT_CONFERENCE),
}


def waiting_rows(staff: Staff) -> dict[str, QuerySet]:
    """Return who is not helped yet, papers to make good, refills to approve; nobody is asked for what they began."""
    role = Role(staff.role)
    if role not in STATES:
        return {}
    found: dict[str, QuerySet] = {"relief": Request.objects.filter(state__in=STATES[role]).exclude(recorded_by=staff)}
    if role == Role.TOWNSHIP_OFFICER:
        found["relief_papers"] = Completion.objects.filter(done_at__isnull=True)
    else:
        refills = Refill.objects.filter(approved_at__isnull=True, refused_at__isnull=True)
        found["relief_refills"] = refills.exclude(proposed_by=staff)
    return found
