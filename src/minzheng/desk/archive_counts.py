"""How much waits in the archive, for the to-do and the register."""

import datetime as dt

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.queries.ready import ready
from minzheng.archive.queries.volumes import expired, overdue_lendings, to_hand_over, waiting_assessments


def waiting_counts(today: dt.date, staff: Staff) -> dict[str, int]:
    """Count what waits in the archive of the declared area; appraisals for those who may approve them."""
    may_approve = staff.role == Role.COUNTY_OFFICER
    return {
        "ready": ready().count(),
        "expired": expired(today).count(),
        "assessments": waiting_assessments().exclude(proposed_by=staff).count() if may_approve else 0,
        "overdue": overdue_lendings(today).count(),
        "handover": to_hand_over(today).count(),
    }
