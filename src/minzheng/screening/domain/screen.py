"""A screen: asked for by a person, run over a snapshot by a worker, left and resumed. It proposes; a person decides.

Each chunk is one transaction that also moves the cursor, so a worker that dies loses one chunk and doubles nothing. The
pass of the rules engine itself is done again: it takes less time than reading what it found.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.casework.models import NumberSeries
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.rules.fused import shelf
from minzheng.rules.fused.shelf import Shelf
from minzheng.screening.domain import finding, what_if
from minzheng.screening.domain.reckoning import reckon
from minzheng.screening.domain.road import ScreeningRefused, note, require_ready, require_screener
from minzheng.screening.enums import ScreenKind, ScreenState
from minzheng.screening.models import Finding, Screen, Snapshot
from minzheng.services.audit.domain.record import record_read
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun
from minzheng.services.jobs.queries import open_job

KIND = "screening.screen"
AT_ONCE = 500
Told = Callable[[int], None]


@transaction.atomic
def start(
    *, snapshot: Snapshot, kind: str, by: Staff, at: datetime, program: str = "", title: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Screen:  # fmt: skip
    """Fix what is asked of a snapshot; a worker runs it. Without a program all of the snapshot are screened.

    A what-if is of one program, with parameters (see what_if). Raises ScreeningRefused, NotAllowed.
    """
    require_screener(by, snapshot.division_code)
    require_ready(snapshot)
    if kind not in ScreenKind.values:
        raise ScreeningRefused(_("请选择要查什么。"))
    if program and program not in snapshot.programs:
        raise ScreeningRefused(_("这份快照里没有这个项目，请另选一项。"))
    told: dict[str, Any] = {}
    if kind == ScreenKind.WHAT_IF:
        if not program:
            raise ScreeningRefused(_("测算要指定一个项目。"))
        told = what_if.checked(program, snapshot, parameters or {})
    year = local_day(at).year
    row: Screen = Screen.objects.create(
        number=f"SC{year}-{NumberSeries.objects.take(f'screening-{year}'):04d}", kind=kind, snapshot=snapshot,
        division_code=snapshot.division_code, program=program, title=title.strip()[:100] or str(ScreenKind(kind).label),
        parameters=told, total=sum(snapshot.programs[code]["families"] for code in _codes(snapshot, program)),
        started_by=by, started_at=at,
    )  # fmt: skip
    note_of("screening.started", row, by=by, at=at, kind=kind, snapshot=snapshot.number, program=program, **told)
    return row


def enqueue(*, screen: Screen, by: Staff, at: datetime) -> JobRun:
    """Hand it to a worker; the same screen is one job."""
    require_screener(by, screen.division_code)
    return queue.enqueue(
        kind=KIND, payload={"number": screen.number}, by=by, at=at, key=f"{KIND}:{screen.number}", total=screen.total
    )


def done_of(screen: Screen) -> int:
    """Return how many households are done: by the cursor, or by the job in hand where nothing is written meanwhile."""
    job = open_job(f"{KIND}:{screen.number}") if screen.state == ScreenState.WAITING else None
    return max(screen.cursor, job.done if job is not None and job.total == screen.total else 0)


def run(*, screen: Screen, by: Staff, at: datetime, told: Told = lambda _done: None) -> Screen:
    """Do what is left of a screen and close it. Within the declared area; a read of the snapshot is recorded."""
    row: Screen = Screen.objects.select_related("snapshot").get(pk=screen.pk)
    require_screener(by, row.division_code)
    if row.state == ScreenState.DONE:
        return row
    snapshot = row.snapshot
    require_ready(snapshot)
    data = shelf.read(snapshot.path, snapshot.digest)
    with transaction.atomic():
        record_read(
            by=by, at=at, object_kind="snapshot", object_id=snapshot.number, division_code=row.division_code,
            purpose=f"{ScreenKind(row.kind).label} {row.number}",
        )  # fmt: skip
    with as_kept():
        if row.kind == ScreenKind.WHAT_IF:
            summary = what_if.tallied(row, data.sheets[row.program], told)
        else:
            _find(row, data, by, told)
            summary = counted(row)
    with transaction.atomic():
        Screen.objects.filter(pk=row.pk, state=ScreenState.WAITING).update(
            state=ScreenState.DONE, cursor=row.total, summary=summary, finished_at=at
        )
        row.refresh_from_db()
        note_of("screening.done", row, by=by, at=at, counted=row.total)
    return row


def _find(row: Screen, data: Shelf, by: Staff, told: Told) -> None:
    snapshot, base = row.snapshot, 0
    for code in _codes(snapshot, row.program):
        sheet = data.sheets[code]
        count = sheet.columns.count
        if base + count > row.cursor:
            read = reckon(law_known(code, snapshot.known_at), snapshot.day, sheet)
            for start in range(0, count, AT_ONCE):
                rows = range(start, min(start + AT_ONCE, count))
                _chunk(row, base + rows.stop, lambda rows=rows, read=read: finding.found(  # type: ignore[misc]
                    row, read, rows, by=by, known_at=snapshot.known_at))  # fmt: skip
                told(base + rows.stop)
        base += count


@transaction.atomic
def _chunk(row: Screen, until: int, find: Callable[[], list[Finding]]) -> None:
    """Write what one chunk holds and move the cursor; a chunk that is done already is passed over."""
    current: Screen = Screen.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.cursor >= until or current.state == ScreenState.DONE:
        return
    Finding.objects.bulk_create(find())
    Screen.objects.filter(pk=row.pk).update(cursor=until)


def counted(row: Screen) -> dict[str, Any]:
    """Return what a screen found, counted and summed by program and kind."""
    found = Finding.objects.filter(screen=row).order_by("program", "kind").values("program", "kind")
    sums = found.annotate(n=Count("pk"), people=Sum("people"), was=Sum("was_fen"), should=Sum("should_fen"))
    return {"kinds": list(sums)}


def _codes(snapshot: Snapshot, program: str) -> list[str]:
    return [program] if program else sorted(snapshot.programs)


def note_of(action: str, row: Screen, *, by: Staff, at: datetime, **after: Any) -> None:
    """Record an act on a screen."""
    note(action, of="screen", number=row.number, division_code=row.division_code, by=by, at=at, **after)


def as_job(run: Callable[..., Screen]) -> Callable[[Handle, Staff], Outcome]:
    """Return the job that does what is left of a screen by `run`; again after a dead worker it goes on from there."""

    def do(handle: Handle, by: Staff) -> Outcome:
        row: Screen = Screen.objects.get(number=handle.payload["number"])

        def told(done: int) -> None:
            handle.progress(done, row.total, _("正在筛查"))

        done = run(screen=row, by=by, at=handle.at, told=told)
        message = _("%(title)s：查过%(n)d户次。") % {"title": done.title, "n": done.total}
        return Outcome(message, {"number": done.number})

    return do


SCREENING = Kind(KIND, gettext_lazy("筛查"), gettext_lazy("户次"), for_staff(as_job(run)))
