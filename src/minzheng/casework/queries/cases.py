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
    Attachment,
    Case,
    CaseFact,
    Decision,
    Determination,
    HouseholdVisit,
    MeansCheck,
    Objection,
    Publication,
    Publicity,
    ReviewProposal,
    Supplement,
)
from minzheng.casework.queries.catalogue import ProgramCard, card
from minzheng.casework.queries.running import Running, asks_of, running_from
from minzheng.kernel.division import Area
from minzheng.services.audit import queries as audit
from minzheng.services.audit.models import AuditEvent
from minzheng.services.gathering import Ask, attach, gather


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
    facts: list[CaseFact]

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
    """Fetch the page of a case in five questions. The door records the read (services.audit.record_read)."""
    mine = {"case": case}
    tables = {name: Ask(ask.rows.filter(case=case), ask.related) for name, ask in _tables().items()}
    rows = gather(**tables, **asks_of(case))
    attach(rows["means_checks"], rows["reports"], by="means_check_id", name="attachments")
    attach(rows["visits"], rows["photos"], by="visit_id", name="photos")
    attach(rows["publicities"], rows["objections"], by="publicity_id", name="objections")
    return CaseView(
        case=case,
        program=card(case.program),
        application=next(iter(rows["applications"]), None),
        supplements=rows["supplements"],
        means_checks=rows["means_checks"],
        visits=rows["visits"],
        appraisals=rows["appraisals"],
        determinations=list(Determination.objects.filter(**mine).select_related("proposed_by").order_by("pk")),
        publicities=rows["publicities"],
        decisions=list(Decision.objects.filter(**mine).select_related("decided_by", "payee", "letter").order_by("pk")),
        publications=rows["publications"],
        proposals=list(
            ReviewProposal.objects.filter(**mine)
            .select_related("made_by", "settled_by", "hearing", "notice", "end_request", "determination").order_by("pk")
        ),
        timeline=list(audit.of_object("case", case.pk)),
        running=running_from(rows),
        facts=rows["facts"],
    )  # fmt: skip


def _tables() -> dict[str, Ask]:
    """Return the small tables of a case, each with the names a page shows."""
    attachments, named = Attachment.objects.all(), ("name",)
    return {
        "applications": Ask(Application.objects.all(), {"submitted_by": named, "accepted_by": named}),
        "supplements": Ask(Supplement.objects.all(), {"asked_by": named}),
        "means_checks": Ask(
            MeansCheck.objects.all(), {"requested_by": named, "reported_by": named, "rebutted_by": named}
        ),
        "reports": Ask(attachments.filter(means_check__isnull=False)),
        "visits": Ask(HouseholdVisit.objects.all(), {"member_present": named, "recorded_by": named}),
        "photos": Ask(attachments.filter(visit__isnull=False)),
        "appraisals": Ask(Appraisal.objects.all(), {"recorded_by": named}),
        "publicities": Ask(Publicity.objects.all(), {"posted_by": named, "closed_by": named}),
        "objections": Ask(Objection.objects.all()),
        "facts": Ask(CaseFact.objects.all(), {"supporter": ("person_id", "name")}),
        "publications": Ask(Publication.objects.all(), {"posted_by": named}),
    }


def determinations(*, month: str = "", case: Case | None = None) -> QuerySet[Determination]:
    """Return determinations of the declared area, newest first."""
    rows = Determination.objects.select_related("case__applicant", "case__household", "proposed_by").order_by("-pk")
    if month:
        rows = rows.filter(month=month)
    return rows if case is None else rows.filter(case=case)


def stations() -> list[tuple[str, str]]:
    """Return code and Chinese name of every station, for filters."""
    return [(station.value, str(station.label)) for station in Station]
