"""What waits in a home for the people who work there: today's care, vouchers for a second signature, what is owed."""

from collections import Counter
from datetime import date

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.institutions.enums import Stay
from minzheng.institutions.models import Complaint, Defect, Incident, Institution, Voucher
from minzheng.institutions.queries.rounds import planned_on, standing_marks

CARE, VOUCHERS, INCIDENTS, COMPLAINTS, DEFECTS = "care", "vouchers", "incidents", "complaints", "defects"


def work_in(home: Institution, staff: Staff, today: date) -> Counter[str]:
    """Count what this person can do next in the home; nobody is asked to confirm what they drew up. Six queries."""
    found: Counter[str] = Counter()
    items = planned_on(home, today).filter(residence__stay=Stay.IN_RESIDENCE)
    marked = set(standing_marks(home, today).values_list("item_id", "slot"))
    found[CARE] = sum((pk, slot) not in marked for pk, slots in items.values_list("pk", "slots") for slot in slots)
    waits = Voucher.objects.filter(pot__institution=home, confirmed_at__isnull=True, cancelled_at__isnull=True)
    found[VOUCHERS] = waits.exclude(drawn_by=staff).count()
    if staff.role == Role.HOME_DIRECTOR:
        reported = Incident.objects.filter(residence__institution=home, closed_at__isnull=True)
        found[INCIDENTS] = reported.exclude(reported_by=staff).count()
        found[COMPLAINTS] = Complaint.objects.filter(institution=home, answered_at__isnull=True).count()
        found[DEFECTS] = Defect.objects.filter(institution=home, mended_at__isnull=True).count()
    return +found
