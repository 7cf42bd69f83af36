"""Which cases may be filed now, and why one may not."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from minzheng.archive.models import Volume
from minzheng.casework.enums import ENDING_KINDS, State
from minzheng.casework.models import Case, Decision

# A case that has ended and waits to be filed.
FILED_FROM = (State.REFUSED, State.TERMINATED, State.WITHDRAWN, State.LAPSED, State.NOT_IN_SCOPE)


def why_not_ready(case: Case) -> str:
    """Return why the case cannot be filed now, as a sentence for officials; empty when it can."""
    if case.state == State.ARCHIVED:
        bound = Volume.objects.filter(case=case, filed_at__gte=case.state_since).exists()
        return _("案件%(number)s已归档。") % {"number": case.number} if bound else ""
    if case.state not in FILED_FROM:
        return _("案件%(number)s现为“%(state)s”，没有办结，不能归档。") % {
            "number": case.number, "state": State(case.state).label,
        }  # fmt: skip
    untold = _untold().filter(case=case).first()
    if untold is not None:
        return _("文号%(number)s的告知书还没有送达，不能归档。请先制发、送达并登记。") % {
            "number": untold.document_number
        }
    return ""


def ready() -> QuerySet[Case]:
    """Return the cases of the declared area that may be filed, longest ended first."""
    untold = _untold().filter(case=OuterRef("pk"))
    bound = Volume.objects.filter(case=OuterRef("pk"), filed_at__gte=OuterRef("state_since"))
    rows = Case.objects.filter(Q(state__in=FILED_FROM) & ~Exists(untold) | Q(state=State.ARCHIVED) & ~Exists(bound))
    return rows.select_related("household", "applicant").order_by("state_since", "pk")


def _untold() -> QuerySet[Decision]:
    """Decisions that ended a case and of which the household has no letter yet."""
    return Decision.objects.filter(kind__in=ENDING_KINDS, replaced_by__isnull=True).filter(
        Q(letter__isnull=True) | Q(letter__served_on__isnull=True)
    )
