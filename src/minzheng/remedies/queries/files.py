"""Reading files: the list, what waits for whom, and everything one page shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.models import Case
from minzheng.remedies.enums import BINDING, CLOSED_STATES, Kind, State, StepKind
from minzheng.remedies.models import RemedyFile, RemedyStep, SuspensionOrder
from minzheng.remedies.queries.clocks import Clock, clocks
from minzheng.remedies.queries.effect import Effect, effect_of, is_carried_out


@dataclass(frozen=True, slots=True)
class RemedyView:
    """Everything of one file, read once."""

    file: RemedyFile
    steps: tuple[RemedyStep, ...]
    clocks: tuple[Clock, ...]
    suspensions: tuple[SuspensionOrder, ...]
    effect: Effect | None
    may_close: bool

    def has(self, kind: str) -> bool:
        """Say whether this happened."""
        return any(step.kind == kind for step in self.steps)

    def last(self, kind: str) -> RemedyStep | None:
        """Return the last step of a kind."""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)

    @property
    def suspension(self) -> SuspensionOrder | None:
        """Return the order that stops the decision now."""
        return next((row for row in self.suspensions if row.lifted_on is None), None)

    @property
    def is_simplified(self) -> bool:
        """Say whether the review takes the short road."""
        return any(step.is_simplified for step in self.steps)


def files(*, kind: str = "", state: str = "") -> QuerySet[RemedyFile]:
    """Return the files of the declared area, the newest first; `state` "open" leaves out what "closed" keeps."""
    rows: QuerySet[RemedyFile] = RemedyFile.objects.select_related("case", "opened_by")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if state == "open":
        rows = rows.exclude(state__in=[str(one) for one in CLOSED_STATES])
    elif state == "closed":
        rows = rows.filter(state__in=[str(one) for one in CLOSED_STATES])
    elif state in State.values:
        rows = rows.filter(state=state)
    return rows.order_by("-received_on", "-pk")


def open_counts() -> dict[str, int]:
    """Return how many open files of the area there are of each kind."""
    return dict(files(state="open").order_by().values_list("kind").annotate(n=Count("pk")))


def waiting_for(staff: Staff) -> QuerySet[RemedyFile]:
    """Return the open files on which the county acts, the most urgent first; nobody else has work here."""
    if staff.role != Role.COUNTY_OFFICER:
        return RemedyFile.objects.none()
    return files(state="open").order_by(F("due_on").asc(nulls_last=True), "pk")


def of_case(case_id: int) -> QuerySet[RemedyFile]:
    """Return what was put forward about a case, the newest first."""
    rows: QuerySet[RemedyFile] = RemedyFile.objects.filter(case_id=case_id)
    return rows.order_by("-pk")


def remedy_view(file: RemedyFile) -> RemedyView:
    """Read one file."""
    steps = tuple(RemedyStep.objects.filter(file=file).select_related("recorded_by").order_by("pk"))
    decided = next((step for step in reversed(steps) if step.kind == StepKind.DECIDE), None)
    case: Any = Case.objects.filter(pk=file.case_id).first() if decided and file.case_id else None
    told = file.kind != Kind.COMPLAINT or not file.person_name or any(s.kind == StepKind.FEEDBACK for s in steps)
    done = decided is None or decided.outcome not in BINDING or is_carried_out(file, decided)
    return RemedyView(
        file, steps, tuple(clocks(file, steps)),
        tuple(SuspensionOrder.objects.filter(file=file).order_by("pk")),
        effect_of(file, decided.outcome, case) if decided else None,
        may_close=told and done,
    )  # fmt: skip
