"""What waits for a person, as query sets, so that a page counts them together with other things in one question."""

from datetime import date

from django.db.models import QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Completion, Recovery, Refill, Request
from minzheng.relief.queries import social
from minzheng.relief.queries.recoveries import unproposed

STATES = {
    Role.TOWNSHIP_OFFICER: (RequestState.REPORTED, RequestState.DECIDED),
    Role.COUNTY_OFFICER: (RequestState.AT_COUNTY, RequestState.AT_CONFERENCE),
}


def waiting_rows(staff: Staff, today: date) -> dict[str, QuerySet]:
    """Return who is not helped yet, papers, recoveries, refills, social help past its day.

    Where another person is needed, nobody is asked for what they began themselves.
    """
    role = Role(staff.role)
    if role not in STATES:
        return {}
    undecided = Recovery.objects.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    found: dict[str, QuerySet] = {
        "relief": Request.objects.filter(state__in=STATES[role]).exclude(recorded_by=staff),
        **social.waiting_rows(staff, today),
    }
    if role == Role.TOWNSHIP_OFFICER:
        found["relief_papers"] = Completion.objects.filter(done_at__isnull=True)
        found["relief_false"] = unproposed()
        found["relief_unheard"] = undecided.filter(heard_at__isnull=True)
    else:
        refills = Refill.objects.filter(approved_at__isnull=True, refused_at__isnull=True)
        found["relief_refills"] = refills.exclude(proposed_by=staff)
        found["relief_recoveries"] = undecided.filter(heard_at__isnull=False).exclude(proposed_by=staff)
    return found
