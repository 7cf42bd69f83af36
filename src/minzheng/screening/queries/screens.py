"""What of screening is shown: snapshots, screens, what they found, visits. Within the declared area."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from minzheng.casework.models import Case
from minzheng.registry.enums import Relation
from minzheng.registry.models import Membership
from minzheng.screening.enums import FindingKind, ScreenKind, ScreenState, SnapshotState
from minzheng.screening.models import Finding, GapVisit, Screen, Snapshot


def snapshots() -> QuerySet[Snapshot]:
    """Return the snapshots, the newest first."""
    return Snapshot.objects.select_related("taken_by").order_by("-taken_at", "-pk")


def ready() -> QuerySet[Snapshot]:
    """Return the snapshots that can be screened, the newest first."""
    return snapshots().filter(state=SnapshotState.READY)


def screens(kind: str = "") -> QuerySet[Screen]:
    """Return the screens, the newest first; of one kind where it is given."""
    rows = Screen.objects.select_related("snapshot", "started_by").order_by("-started_at", "-pk")
    return rows.filter(kind=kind) if kind else rows


def tried(numbers: Collection[str]) -> list[Screen]:
    """Return finished what-ifs by their numbers, the oldest first: they are compared side by side."""
    rows = screens(ScreenKind.WHAT_IF).filter(number__in=numbers, state=ScreenState.DONE)
    return list(rows.order_by("started_at", "pk"))


def findings(screen: Screen, kind: str = "", by: str = "") -> QuerySet[Finding]:
    """Return what a screen found, the most urgent first; by "need": the most for each person first."""
    rows = Finding.objects.filter(screen=screen).select_related("household", "case__applicant", "proposal", "visit")
    rows = rows.filter(kind=kind) if kind else rows
    if by == "need":
        return rows.order_by((F("should_fen") / F("people")).desc(), "-rank", "pk")
    return rows.order_by("-rank", "pk")


def counts(screen: Screen) -> dict[str, int]:
    """Return how many of each kind a screen found within the declared area."""
    rows = Finding.objects.filter(screen=screen).order_by("kind").values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def visits(*, is_open: bool = True) -> QuerySet[GapVisit]:
    """Return the visits that are to be made, the first due first; or those made, the newest first."""
    rows = GapVisit.objects.select_related("household", "finding", "sent_by", "visited_by")
    if is_open:
        return rows.filter(visited_at__isnull=True).order_by("due_on", "pk")
    return rows.filter(visited_at__isnull=False).order_by("-visited_at", "-pk")


def visits_due() -> QuerySet[GapVisit]:
    """Return the visits that are to be made, bare rows, the first due first."""
    rows: QuerySet[GapVisit] = GapVisit.objects.filter(visited_at__isnull=True).order_by("due_on", "pk")
    return rows


def heads(household_ids: Collection[int], day: dt.date, known_at: dt.datetime) -> dict[int, str]:
    """Return the name of the head of each household as known; one question."""
    rows = Membership.objects.as_of(day, known_at).filter(household_id__in=household_ids, relation=Relation.HEAD)
    return dict(rows.values_list("household_id", "person__name"))


VISITS, EXITS, LINES = "gap_visits", "exits", "lines"


def month_parts(first: dt.date, last: dt.date) -> dict[str, tuple[QuerySet[Any], Q]]:
    """Return what is counted of these days, both included, each with the part that counts as done.

    VISITS: fell due, made in time; EXITS: cases found no longer entitled, in review; LINES: what-ifs, those of a
    standard reckoned by a method. For whoever counts them in one question.
    """
    visits = GapVisit.objects.filter(due_on__range=(first, last))
    found = Finding.objects.filter(
        kind=FindingKind.STOP, screen__started_at__date__range=(first, last), case=OuterRef("pk")
    )
    tried_out = Screen.objects.filter(
        kind=ScreenKind.WHAT_IF, state=ScreenState.DONE, started_at__date__range=(first, last)
    )
    return {
        VISITS: (visits, Q(visited_on__lte=F("due_on"))),
        EXITS: (Case.objects.filter(Exists(found)), Q(Exists(found.filter(proposal__isnull=False)))),
        LINES: (tried_out, Q(parameters__has_key="method")),
    }
