"""Who may hand over to whom, and what was handed over."""

from django.db.models import QuerySet

from minzheng.accounts.enums import WRITE_ROLES
from minzheng.accounts.models import Staff
from minzheng.workbench.models import Handover


def people_in(by: Staff) -> list[Staff]:
    """Return the people with work of their own whose whole area lies in one's own, by name."""
    rows = Staff.objects.filter(role__in=WRITE_ROLES).prefetch_related("areas").order_by("name", "pk")
    return [one for one in rows if _lies_in(one, by)]


def latest(by: Staff, most: int = 20) -> QuerySet[Handover]:
    """Return the latest handovers one made oneself, or was part of."""
    rows = Handover.objects.select_related("giver", "taker", "handed_by").order_by("-pk")
    return rows.filter(handed_by=by)[:most]


def _lies_in(one: Staff, by: Staff) -> bool:
    codes = [area.division_code for area in one.areas.all()]
    return bool(codes) and all(by.area.covers(code) for code in codes)
