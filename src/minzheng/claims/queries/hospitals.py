"""Reading hospitals: which are designated on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from minzheng.claims.models import Designation, Hospital


def hospitals() -> QuerySet[Hospital]:
    """Return the hospitals within reach, by code."""
    rows: QuerySet[Hospital] = Hospital.objects.filter(is_insurer=False).order_by("code")
    return rows


def insurers() -> QuerySet[Hospital]:
    """Return the agencies that take premiums."""
    rows: QuerySet[Hospital] = Hospital.objects.filter(is_insurer=True).order_by("code")
    return rows


def designations(hospital: Hospital) -> list[Designation]:
    """Return the confirmed agreements of a hospital."""
    rows = Designation.objects.filter(Q(confirmed_at__isnull=False), hospital=hospital)
    return list(rows.order_by("from_day"))


def is_designated(agreements: list[Designation], day: date) -> bool:
    """Say whether a day lies in one of the agreements."""
    return any(row.from_day <= day and (row.until_day is None or day <= row.until_day) for row in agreements)
