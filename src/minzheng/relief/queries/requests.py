"""Reading requests: lists, what is late or due, one request with everything that hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from minzheng.ledger.given import Given
from minzheng.relief.enums import ENDED, InstalmentState, RequestState, VisitKind
from minzheng.relief.models import (
    Cancellation,
    Completion,
    Conference,
    Grant,
    Instalment,
    MoneyBack,
    Need,
    NeedShare,
    Reckoning,
    Recovery,
    ReliefVisit,
    Request,
    Slip,
)
from minzheng.relief.queries.helped import countable
from minzheng.relief.queries.needs import NeedLine, lines_of
from minzheng.relief.queries.recoveries import unproposed
from minzheng.services.calendar.queries import add_months
from minzheng.statute.period import figure

# Nothing is decided yet, on whichever road.
OPEN = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE, RequestState.ON_CASE)
LISTS = ("open", "papers", "late", "instalments", "visits", "recovery", "all")


@dataclass(frozen=True)
class RequestView:
    """A request as its page shows it."""

    request: Request
    reckoning: Reckoning | None
    grant: Grant | None
    instalments: tuple[Instalment, ...]
    completions: tuple[Completion, ...]
    conferences: tuple[Conference, ...]
    visits: tuple[ReliefVisit, ...]
    slips: tuple[Slip, ...]
    cancellation: Cancellation | None
    recovery: Recovery | None
    money_back: tuple[MoneyBack, ...]
    # What each need asks, got and is granted; and payments of other rooms that may be counted, before the decision.
    need_lines: tuple[NeedLine, ...]
    shares: dict[int, int]
    countable: tuple[Given, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        """Return what is lacking."""
        return tuple(line.need for line in self.need_lines)

    @property
    def next_instalment(self) -> Instalment | None:
        """Return the payment that comes next."""
        return next((one for one in self.instalments if one.state == InstalmentState.PLANNED), None)

    @property
    def open_completions(self) -> list[Completion]:
        """Return what is still to be made good."""
        return [one for one in self.completions if one.done_at is None]

    @property
    def open_conference(self) -> Conference | None:
        """Return the minutes that wait for their confirmation."""
        return next((one for one in self.conferences if one.confirmed_at is None), None)

    @property
    def open_slips(self) -> list[Slip]:
        """Return the slips without an answer."""
        return [one for one in self.slips if one.answered_at is None]

    @property
    def last_visit(self) -> ReliefVisit | None:
        """Return the newest visit."""
        return self.visits[-1] if self.visits else None

    @property
    def division_code(self) -> str:
        """Return where it is handled."""
        return str(self.request.division_code)

    @property
    def number(self) -> str:
        """Return its number: the acts of a page are addressed by it."""
        return str(self.request.number)


def requests(shown: str, today: date) -> QuerySet[Request]:
    """Return the requests of the area, the newest first; `shown` is one of LISTS."""
    rows = _all()
    late = Completion.objects.filter(request=OuterRef("pk"), done_at__isnull=True)
    unsettled = Recovery.objects.filter(request=OuterRef("pk"), dropped_at__isnull=True, settled_at__isnull=True)
    planned = Instalment.objects.filter(grant__request=OuterRef("pk"), state=InstalmentState.PLANNED, place__gt=1)
    chosen: dict[str, QuerySet[Request]] = {
        "open": rows.exclude(state__in=(*ENDED, RequestState.PAID)),
        "papers": rows.filter(Exists(late)),
        "late": rows.filter(Exists(late.filter(due_on__lt=today))),
        "instalments": rows.filter(Exists(planned), state=RequestState.PAYING),
        "visits": rows.filter(state=RequestState.PAID).exclude(visits__kind=VisitKind.FOLLOW_UP),
        "recovery": rows.filter(Exists(unsettled) | Q(pk__in=unproposed().values("pk"))),
    }
    return chosen.get(shown, rows)


def counts(today: date) -> dict[str, int]:
    """Return how many wait to be decided or paid, and whose papers are late. Two queries."""
    undone = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE, RequestState.DECIDED)
    found: dict[str, int] = Request.objects.aggregate(
        undecided=Count("pk", filter=Q(state__in=undone)), paying=Count("pk", filter=Q(state=RequestState.PAYING))
    )
    found["late"] = late_completions(today).count()
    return found


def view(request: Request, at: datetime) -> RequestView:
    """Return one request with everything that hangs on it, as of a moment."""
    grant = Grant.objects.filter(request=request).select_related("decided_by", "good", "decision").first()
    parts = Instalment.objects.filter(grant=grant).select_related("voucher__first_staff", "voucher__paid_by")
    slips = Slip.objects.filter(request=request).select_related("case", "sent_by")
    asked_back = Recovery.objects.filter(request=request).select_related("proposed_by", "heard_by", "confirmed_by")
    recovery = asked_back.order_by("-pk").first() if grant else None
    people = ("written_by", "confirmed_by")
    meetings = Conference.objects.filter(request=request).select_related(*people).prefetch_related("members")
    return RequestView(
        request=request,
        reckoning=Reckoning.objects.filter(request=request).select_related("reckoned_by").order_by("-pk").first(),
        grant=grant,
        instalments=tuple(parts.order_by("place")) if grant else (),
        completions=tuple(Completion.objects.filter(request=request).select_related("done_by").order_by("pk")),
        conferences=tuple(meetings.order_by("-pk")),
        visits=tuple(ReliefVisit.objects.filter(request=request).select_related("visited_by").order_by("pk")),
        slips=tuple(slips.order_by("pk")),
        cancellation=Cancellation.objects.filter(grant=grant).first() if grant else None,
        recovery=recovery,
        money_back=tuple(MoneyBack.objects.filter(recovery=recovery).order_by("pk")) if recovery else (),
        need_lines=tuple(lines_of(request)),
        shares=dict(NeedShare.objects.filter(grant=grant).values_list("need_id", "amount_fen")) if grant else {},
        countable=tuple(countable(request, at)) if request.state in OPEN else (),
    )


def visit_due_on(request: Request, paid_on: date) -> date:
    """Return until when somebody should have looked again after the help."""
    months = figure("relief_follow_up_months", place=request.division_code, on=paid_on).value
    return add_months(paid_on, months).day


def late_completions(today: date) -> QuerySet[Completion]:
    """Return what is not made good in time, the oldest first."""
    rows: QuerySet[Completion] = Completion.objects.filter(done_at__isnull=True, due_on__lt=today)
    return rows.select_related("request").order_by("due_on", "pk")


def owed_of(request_ids: Sequence[int]) -> QuerySet[Completion]:
    """Return what is still to be made good for these requests."""
    rows: QuerySet[Completion] = Completion.objects.filter(
        request_id__in=request_ids, done_at__isnull=True, due_on__isnull=False
    )
    return rows.order_by("-due_on")


def of_event(event_id: int) -> QuerySet[Request]:
    """Return the requests of an event."""
    return _all().filter(event_id=event_id).order_by("pk")


def _all() -> QuerySet[Request]:
    rows: QuerySet[Request] = Request.objects.select_related("event", "grant", "case")
    return rows.order_by("-recorded_at", "-pk")
