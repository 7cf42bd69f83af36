"""Reading files: the list, what waits for whom, and everything one page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.honesty.enums import UNDECIDED_STATES, FileState, Wrong
from minzheng.honesty.models import (
    AdvanceNotice,
    CreditEntry,
    Hearing,
    HonestyFile,
    Investigation,
    PoliceTransfer,
    Ruling,
    Statement,
    UnitReport,
)
from minzheng.honesty.queries.clocks import hearing_deadline
from minzheng.honesty.queries.lawful import Answer, lawful_of
from minzheng.honesty.queries.position import Days, Position, position

TOWNSHIP, COUNTY = Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER
# Who acts next while a file stands in a state. A test holds this against road.STEPS.
ACTS_NEXT: dict[FileState, tuple[str, ...]] = {
    FileState.OPENED: (TOWNSHIP, COUNTY),
    FileState.INVESTIGATED: (COUNTY,),
    FileState.TOLD: (TOWNSHIP, COUNTY),
    FileState.HEARING_ASKED: (COUNTY,),
    FileState.HEARING_SET: (COUNTY,),
    FileState.HEARD: (COUNTY,),
    FileState.DECIDED: (TOWNSHIP, COUNTY),
}


@dataclass(frozen=True, slots=True)
class FileView:
    """Everything of one file, read once."""

    file: HonestyFile
    today: date
    investigation: Investigation | None
    notice: AdvanceNotice | None
    hearing: Hearing | None
    ruling: Ruling | None
    police: PoliceTransfer | None
    credit: CreditEntry | None
    statements: tuple[Statement, ...]
    units: tuple[UnitReport, ...]
    answer: Answer | None
    money: Position | None

    @property
    def may_decide(self) -> bool:
        """Say whether a decision is possible today: told and the days to ask for a hearing over, or heard."""
        if self.file.state == FileState.HEARD:
            return True
        if self.notice is None:
            return bool(self.statements) and self.investigation is not None
        last = hearing_deadline(self.notice)
        return last is not None and (not self.notice.is_larger_fine or self.today > last.day)

    @property
    def may_enter_credit(self) -> bool:
        """Say whether a falsehood was decided, served and not entered yet."""
        is_served = self.ruling is not None and self.ruling.served_on is not None
        return is_served and self.credit is None and self.ruling.investigation.finding == Wrong.FALSEHOOD  # type: ignore[union-attr]


def files(*, state: str = "", wrong: str = "") -> QuerySet[HonestyFile]:
    """Return the files of the declared area with all that a row shows, the newest first."""
    rows: QuerySet[HonestyFile] = HonestyFile.objects.select_related("case", "person", "opened_by")
    if state in FileState.values:
        rows = rows.filter(state=state)
    if wrong in Wrong.values:
        rows = rows.filter(wrong=wrong)
    return rows.order_by("-opened_on", "-pk")


def counts() -> dict[str, int]:
    """Return how many files of the area stand in each state."""
    return dict(HonestyFile.objects.order_by().values_list("state").annotate(n=Count("pk")))


def waiting_for(staff: Staff) -> QuerySet[HonestyFile]:
    """Return the files on which this person's role acts next, the most urgent first."""
    states = [state for state, roles in ACTS_NEXT.items() if staff.role in roles]
    rows: QuerySet[HonestyFile] = HonestyFile.objects.filter(state__in=states)
    rows = rows.select_related("case", "person", "notice", "ruling")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def of_case(case_id: int) -> QuerySet[HonestyFile]:
    """Return the files opened on a case, the newest first."""
    rows: QuerySet[HonestyFile] = HonestyFile.objects.filter(case_id=case_id).select_related("person")
    return rows.order_by("-pk")


def with_parts(rows: QuerySet[HonestyFile]) -> QuerySet[HonestyFile]:
    """Fetch what hangs on a file one to one together with it."""
    return rows.select_related(
        "notice__issued_by", "hearing__chair", "police_transfer", "ruling__decided_by", "ruling__investigation",
        "ruling__credit_entry__correction", "ruling__credit_entry__entered_by", "case__applicant",
    )  # fmt: skip


def file_view(file: HonestyFile, today: date, *, paused: Days = ()) -> FileView:
    """Read one file; `file` is best fetched by `with_parts`."""
    found = Investigation.objects.filter(file=file).select_related("recorded_by").order_by("-pk").first()
    ruling = _part(file, "ruling")
    is_open = file.state in UNDECIDED_STATES
    return FileView(
        file=file, today=today, investigation=found, notice=_part(file, "notice"), hearing=_part(file, "hearing"),
        ruling=ruling, police=_part(file, "police_transfer"), credit=_part(ruling, "credit_entry"),
        statements=tuple(Statement.objects.filter(file=file).order_by("pk")),
        units=tuple(UnitReport.objects.filter(file=file).order_by("pk")),
        answer=lawful_of(file, found, today) if found is not None and is_open else None,
        money=position(ruling, today, paused=paused) if ruling is not None else None,
    )  # fmt: skip


def _part(owner: Any, name: str) -> Any:
    return getattr(owner, name, None) if owner is not None else None
