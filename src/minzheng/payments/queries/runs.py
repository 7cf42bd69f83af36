"""Reading pay runs: one run as a whole, its lines, its totals by township, what goes on the village board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import current_area
from minzheng.payments.enums import UNSIGNED_STATES, LineStatus, RunState
from minzheng.payments.models import BankFile, BankResult, HeldLine, PayLine, PayRun
from minzheng.payments.queries.funds import FundPosition, Position, run_positions, together
from minzheng.registry.models import Division

TOWNSHIP_DIGITS = 9
FOUR = 4
NAMED = ("prepared_by", "checked_by", "endorsed_by", "approved_by", "closed_by")
SIGNERS = (Role.COUNTY_OFFICER, Role.FINANCE_OFFICER)


@dataclass(frozen=True)
class StatusTotal:
    """How many lines stand so, and their sum in fen."""

    status: LineStatus
    count: int
    amount_fen: int


@dataclass(frozen=True)
class TownshipTotal:
    """What a run pays in one township or street: lines, persons, fen."""

    code: str
    name: str
    lines: int
    persons: int
    amount_fen: int


@dataclass(frozen=True)
class RunView:
    """A run as the reader may see it: totals, lines and held households of the declared scope only.

    `is_whole` says that the scope covers the county; otherwise file, results and funds, county sums, are left out.
    """

    run: PayRun
    is_whole: bool
    line_count: int
    person_count: int
    total_fen: int
    statuses: tuple[StatusTotal, ...]
    townships: tuple[TownshipTotal, ...]
    held: tuple[HeldLine, ...]
    files: tuple[BankFile, ...]
    results: tuple[BankResult, ...]
    funds: tuple[FundPosition, ...]

    @property
    def money(self) -> Position:
        """What the funds of the run hold together."""
        return together(self.funds)

    @property
    def file(self) -> BankFile | None:
        """Return the first part of the bank file; None before it is written."""
        return self.files[0] if self.files else None

    def of_status(self, status: str) -> StatusTotal:
        """Return the total of one status, zero if no line stands so."""
        return next((item for item in self.statuses if item.status == status), StatusTotal(LineStatus(status), 0, 0))


def runs(*, program: str = "") -> QuerySet[PayRun]:
    """Return the runs, newest first."""
    rows = PayRun.objects.select_related(*NAMED).order_by("-month", "-number")
    return rows.filter(program=program) if program else rows


def run_view(run: PayRun) -> RunView:
    """Return a run with its totals within the declared scope; file and results without their content."""
    lines = PayLine.objects.filter(run=run)
    whole = lines.aggregate(count=Count("pk"), persons=Sum("person_count"), total=Sum("amount_fen"))
    by_status = lines.order_by("status").values_list("status").annotate(Count("pk"), Sum("amount_fen"))
    is_whole = current_area().covers(settings.COUNTY_CODE)
    files = BankFile.objects.filter(run=run).select_related("written_by").defer("content_sealed").order_by("part")
    results = BankResult.objects.filter(run=run).select_related("read_by").defer("content_sealed").order_by("pk")
    return RunView(
        run=run,
        is_whole=is_whole,
        line_count=whole["count"],
        person_count=whole["persons"] or 0,
        total_fen=whole["total"] or 0,
        statuses=tuple(StatusTotal(LineStatus(status), count, total) for status, count, total in by_status),
        townships=by_township(run),
        held=tuple(HeldLine.objects.filter(run=run).select_related("household").order_by("division_code", "pk")),
        files=tuple(files) if is_whole else (),
        results=tuple(results) if is_whole else (),
        funds=tuple(run_positions(run)) if is_whole else (),
    )


def lines_of(run: PayRun, *, status: str = "") -> QuerySet[PayLine]:
    """Return the lines of a run within the declared scope, in the bank file's order, without the sealed account."""
    rows = PayLine.objects.filter(run=run).select_related("due", "repays")
    rows = rows.defer("account_sealed", "repays__account_sealed").order_by("seq")
    return rows.filter(status=status) if status else rows


def lines_of_household(household_id: int) -> QuerySet[PayLine]:
    """Return everything paid or tried for a household, newest month first, within the declared scope."""
    rows = PayLine.objects.filter(household_id=household_id).select_related("run").defer("account_sealed")
    return rows.order_by("-month", "-attempt")


def by_township(run: PayRun) -> tuple[TownshipTotal, ...]:
    """Return the totals by township within the declared scope, in the order of the codes."""
    rows = PayLine.objects.filter(run=run).annotate(township=Substr("division_code", 1, TOWNSHIP_DIGITS))
    totals = (
        rows.order_by("township").values_list("township").annotate(Count("pk"), Sum("person_count"), Sum("amount_fen"))
    )
    found = [(code.ljust(12, "0"), *rest) for code, *rest in totals]
    names = division_names(code for code, *_rest in found)
    return tuple(TownshipTotal(code, names.get(code, code), *rest) for code, *rest in found)


def runs_waiting_for(staff: Staff) -> list[PayRun]:
    """Return the runs at which this person can take the next step: sign what others made, send, read results, close."""
    return [run for run in open_runs().order_by("month", "number") if is_for(staff, run)]


def open_runs() -> QuerySet[PayRun]:
    """Return the runs that are neither closed nor cancelled."""
    return runs().exclude(state__in=(RunState.CLOSED, RunState.CANCELLED))


def is_for(staff: Staff, run: PayRun) -> bool:
    """Say whether the next step of a run is this person's to take: role, and no signature of theirs before it."""
    wants_leader = run.state == RunState.CHECKED and run.signatures == FOUR
    if staff.role != Role.LEADER if wants_leader else staff.role not in SIGNERS:
        return False
    signed = {run.prepared_by_id, run.checked_by_id, run.endorsed_by_id}
    return run.state not in UNSIGNED_STATES or staff.pk not in signed


def division_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of divisions by code."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "name"))
