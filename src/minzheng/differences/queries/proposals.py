"""Reading what was proposed: lists, one household's months, what waits for whom."""

from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet, Sum

from minzheng.differences.enums import ProposalKind, ProposalState
from minzheng.differences.models import Computation, DifferenceMonth, LeftOut, Proposal, RecoveryClaim


def computations() -> QuerySet[Computation]:
    """Return every computation of the declared area, the newest first, with what is still open of it."""
    is_open = Q(proposals__state=ProposalState.OPEN)
    rows = Computation.objects.select_related("started_by", "figure", "case").annotate(
        open_count=Count("proposals", filter=is_open), open_fen=Sum("proposals__total_fen", filter=is_open)
    )
    return rows.order_by("-started_at", "-pk")


def proposals(*, computation: Computation | None = None, kind: str = "", state: str = "") -> QuerySet[Proposal]:
    """Return proposals by place and case."""
    rows = Proposal.objects.select_related("case__household", "case__applicant", "computation", "made_by")
    if computation is not None:
        rows = rows.filter(computation=computation)
    if kind in ProposalKind.values:
        rows = rows.filter(kind=kind)
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    return rows.order_by("case__division_code", "case_id", "pk")


def ready_to_confirm(computation: Computation) -> QuerySet[Proposal]:
    """Return the open arrears of a computation all of whose difference was learnt late: figures and facts."""
    return Proposal.objects.filter(
        computation=computation, kind=ProposalKind.ARREARS, state=ProposalState.OPEN, needs_look=False
    )


def months_of(proposal: Proposal) -> list[DifferenceMonth]:
    """Return the months of a proposal in order."""
    return list(proposal.months.select_related("decision").order_by("month"))


def left_out(computation: Computation) -> QuerySet[LeftOut]:
    """Return the months that could not be reckoned, by case."""
    rows = LeftOut.objects.filter(computation=computation).select_related("case__applicant")
    return rows.order_by("case__division_code", "case_id", "pk")


def of_case(case_id: int) -> Sequence[Proposal]:
    """Return what was ever proposed for a case, the newest first."""
    return list(Proposal.objects.filter(case_id=case_id).select_related("computation").order_by("-made_at", "-pk"))


def claims(*, waiting: bool = False) -> QuerySet[RecoveryClaim]:
    """Return the claims of the declared area, those that wait for a file first."""
    rows = RecoveryClaim.objects.select_related("case__applicant", "proposal__computation", "file", "claimed_by")
    if waiting:
        rows = rows.filter(file__isnull=True)
    return rows.order_by(F("filed_at").asc(nulls_first=True), "pk")
