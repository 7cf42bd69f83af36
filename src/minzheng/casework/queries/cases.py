"""Lists and the page of one case."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from minzheng.accounts.scope import area_q
from minzheng.casework.enums import CLOSED_STATES, HANGING_STATES, State, Station
from minzheng.casework.models import (
    Application,
    Appraisal,
    Case,
    Decision,
    Determination,
    HouseholdVisit,
    MeansCheck,
    Publication,
    Publicity,
    ReviewProposal,
    Supplement,
)
from minzheng.casework.queries.catalogue import ProgramCard, card
from minzheng.casework.queries.running import Running, running_of
from minzheng.kernel.division import Area
from minzheng.services.audit import queries as audit
from minzheng.services.audit.models import AuditEvent


@dataclass(frozen=True)
class CaseView:
    """Everything the page of a case shows, fetched in a fixed number of queries."""

    case: Case
    program: ProgramCard
    application: Application | None
    supplements: list[Supplement]
    means_checks: list[MeansCheck]
    visits: list[HouseholdVisit]
    appraisals: list[Appraisal]
    determinations: list[Determination]
    publicities: list[Publicity]
    decisions: list[Decision]
    publications: list[Publication]
    proposals: list[ReviewProposal]
    timeline: list[AuditEvent]
    running: Running

    @property
    def determination(self) -> Determination | None:
        """Return the last determination."""
        return self.determinations[-1] if self.determinations else None

    @property
    def decision(self) -> Decision | None:
        """Return the last decision."""
        return self.decisions[-1] if self.decisions else None


def cases(
    *,
    text: str = "",
    program: str = "",
    state: str = "",
    station: str = "",
    place: str = "",
    late_on: date | None = None,
) -> QuerySet[Case]:
    """Return cases of the declared area, newest first. `text` is a number, or part of an applicant's name."""
    rows = Case.objects.select_related("household", "applicant").order_by("-opened_on", "-pk")
    if text.strip():
        wanted = text.strip()
        rows = rows.filter(
            Q(number__iexact=wanted) | Q(household__number__iexact=wanted) | Q(applicant__name__contains=wanted)
        )
    if program:
        rows = rows.filter(program=program)
    if state:
        rows = rows.filter(state=state)
    if station:
        rows = rows.filter(station=station).exclude(state__in=CLOSED_STATES)
    if place:
        rows = rows.filter(area_q("division_code", Area.of(place)))
    if late_on is not None:
        # A posting past its last day and a supplement asked for are waited for, not late.
        rows = rows.filter(due_on__lt=late_on).exclude(state__in=(*HANGING_STATES, State.SUPPLEMENT_NEEDED))
    return rows


def counts() -> Counter[str]:
    """Count the cases of the declared area by state, in one query."""
    return Counter(dict(Case.objects.order_by().values_list("state").annotate(n=Count("pk"))))


def case_by_number(number: str) -> Case:
    """Return one case of the declared area; raises Case.DoesNotExist, for one outside it too."""
    return Case.objects.select_related("household", "applicant").get(number=number)


def case_view(case: Case) -> CaseView:
    """Fetch the page of a case. The door records the read (services.audit.record_read)."""
    mine = {"case": case}
    return CaseView(
        case=case,
        program=card(case.program),
        application=Application.objects.filter(**mine).select_related("submitted_by", "accepted_by").first(),
        supplements=list(Supplement.objects.filter(**mine).select_related("asked_by").order_by("pk")),
        means_checks=list(
            MeansCheck.objects.filter(**mine).select_related("requested_by", "reported_by", "rebutted_by")
            .prefetch_related("attachments").order_by("pk")
        ),
        visits=list(
            HouseholdVisit.objects.filter(**mine).select_related("member_present", "recorded_by")
            .prefetch_related("photos").order_by("pk")
        ),
        appraisals=list(Appraisal.objects.filter(**mine).select_related("recorded_by").order_by("pk")),
        determinations=list(Determination.objects.filter(**mine).select_related("proposed_by").order_by("pk")),
        publicities=list(
            Publicity.objects.filter(**mine).select_related("posted_by", "closed_by")
            .prefetch_related("objections").order_by("pk")
        ),
        decisions=list(Decision.objects.filter(**mine).select_related("decided_by", "payee", "letter").order_by("pk")),
        publications=list(Publication.objects.filter(**mine).select_related("posted_by").order_by("pk")),
        proposals=list(
            ReviewProposal.objects.filter(**mine)
            .select_related("made_by", "settled_by", "hearing", "notice", "end_request", "determination").order_by("pk")
        ),
        timeline=list(audit.of_object("case", case.pk)),
        running=running_of(case),
    )  # fmt: skip


def determinations(*, month: str = "", case: Case | None = None) -> QuerySet[Determination]:
    """Return determinations of the declared area, newest first."""
    rows = Determination.objects.select_related("case__applicant", "case__household", "proposed_by").order_by("-pk")
    if month:
        rows = rows.filter(month=month)
    return rows if case is None else rows.filter(case=case)


def stations() -> list[tuple[str, str]]:
    """Return code and Chinese name of every station, for filters."""
    return [(station.value, str(station.label)) for station in Station]
