"""What the credit record says of a person, and who may see it. It adds care; it never refuses (民发〔2022〕83号 一)."""

from datetime import date

from django.db.models import QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.honesty.enums import Correction
from minzheng.honesty.models import CreditEntry

# Who assesses and who watches. Village workers and finance have no need of it (个人信息保护法 第六条).
READERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})


def entries(*, staff: Staff, on: date) -> QuerySet[CreditEntry]:
    """Return the entries in force on a day that this person may see; expired and withdrawn ones are not shown."""
    if staff.role not in READERS:
        return CreditEntry.objects.none()
    rows: QuerySet[CreditEntry] = CreditEntry.objects.filter(entered_on__lte=on, expires_on__gte=on)
    rows = rows.exclude(correction__kind=Correction.WITHDRAWN)
    return rows.select_related("person", "correction", "ruling__file__case").order_by("-entered_on", "pk")
