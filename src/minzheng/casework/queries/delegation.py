"""Who decides: the county, or a township it has been moved to by a document in force."""

from datetime import date

from django.db.models import Q

from minzheng.casework.enums import Level
from minzheng.casework.models import Case, Delegation
from minzheng.kernel.division import full


def decides_on(case: Case, day: date) -> Level:
    """Return the level that decides a case accepted on the day."""
    township = full(case.division_code[:9])
    rows = Delegation.objects.filter(program=case.program, division_code=township, from_on__lte=day)
    return Level.TOWNSHIP if rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=day)).exists() else Level.COUNTY


def delegations() -> list[Delegation]:
    """Return every delegation of the declared area, the newest first."""
    return list(Delegation.objects.select_related("entered_by", "ended_by").order_by("-from_on", "-pk"))
