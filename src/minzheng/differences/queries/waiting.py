"""What waits for a county officer: as query sets, so that a page counts them together in one question."""

from django.db.models import Exists, F, OuterRef, QuerySet

from minzheng.accounts.models import Staff
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.local_figures import waiting
from minzheng.differences.enums import ProposalState
from minzheng.differences.models import Computation, Proposal, RecoveryClaim


def waiting_rows(staff: Staff) -> dict[str, QuerySet]:
    """Return figures to approve, figures that came late and were not reckoned, differences to settle, bare claims."""
    since = Computation.objects.filter(case__isnull=True, known_at__gte=OuterRef("approved_at"))
    late = LocalFigure.objects.filter(approved_at__isnull=False, from_on__lt=F("approved_at"))
    settle = Proposal.objects.filter(state=ProposalState.OPEN, computation__finished_at__isnull=False)
    return {
        "figures": waiting().exclude(entered_by=staff),
        "late": late.exclude(Exists(since)),
        "differences": settle.exclude(made_by=staff),
        "claims": RecoveryClaim.objects.filter(file__isnull=True),
    }
