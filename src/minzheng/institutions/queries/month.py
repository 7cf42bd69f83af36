"""A month of the homes in numbers, for the plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from minzheng.institutions.enums import LIVING_HERE, Outcome
from minzheng.institutions.models import Bed, CareMark, Complaint, Defect, Residence, Works

BEDS, LIVING, CARE, COMPLAINTS, DEFECTS, WORKS = "beds", "living", "care", "complaints", "defects", "works"
Counts = dict[str, tuple[int, int]]
EMPTY: Mapping[str, tuple[QuerySet[Any], Q]] = {}


def month_counts(first: date, last: date, *, more: Mapping[str, tuple[QuerySet[Any], Q]] = EMPTY) -> Counts:
    """Return by kind how many there are and how many of them are done or settled. One query for all of them.

    Beds and residents as they are now; care written down, complaints and defects due between the days; works due by the
    last. `more`: what another room counts beside them in the same question.
    """
    days = (first, last)
    parts = (
        _counted(BEDS, Bed.objects.filter(out_since__isnull=True), Q()),
        _counted(LIVING, Residence.objects.filter(stay__in=LIVING_HERE), Q()),
        _counted(CARE, CareMark.objects.filter(day__range=days, corrected_by__isnull=True), Q(outcome=Outcome.DONE)),
        _counted(COMPLAINTS, Complaint.objects.filter(due_on__range=days), Q(answered_at__isnull=False)),
        _counted(DEFECTS, Defect.objects.filter(due_on__range=days), Q(verified_at__isnull=False)),
        _counted(WORKS, Works.objects.filter(due_on__lte=last), Q(accepted_at__isnull=False)),
        *(_counted(kind, rows, done) for kind, (rows, done) in more.items()),
    )
    found = {kind: (whole, part) for kind, whole, part in parts[0].union(*parts[1:], all=True)}
    return {kind: found.get(kind, (0, 0)) for kind in (BEDS, LIVING, CARE, COMPLAINTS, DEFECTS, WORKS, *more)}


def _counted(kind: str, rows: QuerySet[Any], done: Q) -> QuerySet[Any]:
    part = Count("pk", filter=done) if done else Count("pk")
    grouped = rows.order_by().annotate(m_kind=Value(kind)).values("m_kind")
    return grouped.annotate(m_whole=Count("pk"), m_part=part).values_list("m_kind", "m_whole", "m_part")
