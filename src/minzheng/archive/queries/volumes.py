"""The register of volumes, and what waits to be done with them. Everything runs inside a declared area."""

from datetime import date

from django.db.models import Q, QuerySet

from minzheng.archive.enums import AssessmentState, VolumeState
from minzheng.archive.models import Assessment, Lending, Volume
from minzheng.archive.queries.retention import HANDOVER, least, least_since, years_after


def volumes(*, text: str = "", state: str = "", due: str = "", today: date) -> QuerySet[Volume]:
    """Return volumes, newest first. `text` is a number or part of a name.

    `due` is expired, waiting, overdue or handover.
    """
    rows = Volume.objects.select_related("case__applicant", "filed_by").order_by("-filed_at", "-pk")
    wanted = text.strip()
    if wanted:
        rows = rows.filter(
            Q(number__iexact=wanted) | Q(case__number__iexact=wanted) | Q(case__applicant__name__contains=wanted)
        )
    if state:
        rows = rows.filter(state=state)
    if due == "expired":
        rows = rows.filter(pk__in=expired(today).values("pk"))
    if due == "handover":
        rows = rows.filter(pk__in=to_hand_over(today).values("pk"))
    if due == "waiting":
        rows = rows.filter(pk__in=waiting_assessments().values("volume_id"))
    if due == "overdue":
        rows = rows.filter(pk__in=overdue_lendings(today).values("volume_id"))
    return rows


def expired(today: date) -> QuerySet[Volume]:
    """Return kept volumes whose period is over and that nobody is appraising yet: somebody must look, no timer does."""
    waits = Assessment.objects.filter(state=AssessmentState.PROPOSED).values("volume_id")
    return Volume.objects.filter(state=VolumeState.KEPT, retain_until__lt=today).exclude(pk__in=waits)


def to_hand_over(today: date) -> QuerySet[Volume]:
    """Return kept volumes that were made so long ago that they go to the county archive."""
    years = least(HANDOVER, max(today, least_since(HANDOVER))).years
    return Volume.objects.filter(state=VolumeState.KEPT, filed_on__lte=years_after(today, -years))


def waiting_assessments() -> QuerySet[Assessment]:
    """Return appraisals that wait for a second person."""
    rows = Assessment.objects.filter(state=AssessmentState.PROPOSED)
    return rows.select_related("volume__case", "proposed_by").order_by("pk")


def overdue_lendings(today: date) -> QuerySet[Lending]:
    """Return volumes that should be back."""
    rows = Lending.objects.filter(returned_at__isnull=True, due_on__lt=today)
    return rows.select_related("volume").order_by("due_on", "pk")


def volumes_of(case_id: int) -> list[Volume]:
    """Return the volumes of one case in order."""
    return list(Volume.objects.filter(case=case_id).order_by("archive_class", "part"))


def destroyed_holder(case_id: int, stored_name: str) -> Volume | None:
    """Return the destroyed volume that held a kept file, if one did."""
    if not stored_name:
        return None
    rows = Volume.objects.filter(case=case_id, state=VolumeState.DESTROYED, items__stored_name=stored_name)
    return rows.first()
