"""A screen straight from the registry: read, reckoned and written back span by span, without a file in between.

For a whole city or province, where a file of everybody's facts would be large and is not wanted. The facts are those
known at the moment the screen was asked for and the cases those of one picture of the database; each span's findings go
into the tables of every other screen, in one transaction that also moves the cursor. Run again after a dead worker it
goes on behind the last span. tests/screening/test_straight.py holds it against the ordinary road, row for row.
Needs the extra `[scale]`.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import area_q
from minzheng.casework.models import NumberSeries
from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.division import Area, full
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Household
from minzheng.rules.errors import NotInForce
from minzheng.screening.domain import screen as of_a_snapshot
from minzheng.screening.domain import snapshot as snapshots
from minzheng.screening.domain.road import ScreeningRefused, require_screener
from minzheng.screening.domain.screen import as_job, counted, note_of
from minzheng.screening.enums import ScreenKind, ScreenState, SnapshotState
from minzheng.screening.models import Screen, Snapshot
from minzheng.screening.queries.at_hand import can_read
from minzheng.services.audit.domain.record import record_read
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Kind
from minzheng.services.jobs.models import JobRun

KIND = "screening.straight"
KINDS = (ScreenKind.REVIEW, ScreenKind.EXIT, ScreenKind.TAKE_UP)
Told = Callable[[int], None]


@transaction.atomic
def start(
    *, division_code: str, kind: str, by: Staff, at: datetime, program: str = "", day: date | None = None
) -> Screen:  # fmt: skip
    """Fix what is asked of the registry of a place. Raises ScreeningRefused, NotAllowed."""
    if kind not in KINDS:
        raise ScreeningRefused(_("直接筛查只能按月复算、查应保未保或者应退未退；政策测算请先生成快照。"))
    population = snapshots.ask(division_code=division_code, by=by, at=at, day=day, is_kept=False)
    codes = [code for code in _in_force(population.day) if program in ("", code)]
    if not codes:
        raise ScreeningRefused(_("这一天没有这个项目的规定，请另选一项。"))
    year = local_day(at).year
    homes = Household.objects.filter(area_q("division_code", Area.of(population.division_code)))
    row: Screen = Screen.objects.create(
        number=f"SC{year}-{NumberSeries.objects.take(f'screening-{year}'):04d}", kind=kind, snapshot=population,
        division_code=population.division_code, program=program, title=str(ScreenKind(kind).label),
        parameters={"programs": codes}, total=homes.count() * len(codes), started_by=by, started_at=at,
    )  # fmt: skip
    note_of("screening.started", row, by=by, at=at, kind=kind, snapshot=population.number, programs=codes)
    return row


def unfinished(*, division_code: str, kind: str, by: Staff, program: str = "", day: date) -> Screen | None:
    """Return the screen by which this person asked the same and that was broken off; None if there is none."""
    rows = Screen.objects.filter(
        division_code=full(division_code), kind=kind, program=program, state=ScreenState.WAITING, started_by=by,
        snapshot__day=day, snapshot__state=SnapshotState.UNKEPT, parameters__has_key="programs",
    )  # fmt: skip
    return rows.order_by("-pk").first()


def enqueue(*, screen: Screen, by: Staff, at: datetime) -> JobRun:
    """Hand it to a worker; the same screen is one job."""
    require_screener(by, screen.division_code)
    return queue.enqueue(
        kind=KIND, payload={"number": screen.number}, by=by, at=at, key=f"{KIND}:{screen.number}", total=screen.total
    )


def go_on(*, screen: Screen, by: Staff, at: datetime) -> JobRun:
    """Hand what is left of a screen to a worker, by whichever road it was begun."""
    return (enqueue if screen.is_straight else of_a_snapshot.enqueue)(screen=screen, by=by, at=at)


@dataclass
class Progress:
    """How far a screen has come: the last household's id, what was read until there, and a digest of all of it."""

    after: int = 0
    households: int = 0
    people: int = 0
    digest: str = snapshots.NOTHING_READ
    families: dict[str, int] = field(default_factory=dict)
    left_out: list[dict[str, str]] = field(default_factory=list)

    def seal(self, *buffers: Any) -> None:
        """Carry the digest on over what was read."""
        found = hashlib.sha256(self.digest.encode())
        for buffer in buffers:
            found.update(buffer)
        self.digest = found.hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is kept with the screen."""
        return vars(self)


def run(*, screen: Screen, by: Staff, at: datetime, told: Told = lambda _done: None) -> Screen:
    """Do what is left of a screen and close it. Within the declared area; a read of the registry is recorded."""
    row: Screen = Screen.objects.select_related("snapshot").get(pk=screen.pk)
    require_screener(by, row.division_code)
    if row.state == ScreenState.DONE:
        return row
    if not row.is_straight:
        raise ScreeningRefused(_("这次筛查要用快照，不能直接从登记库查。"))
    if not can_read():
        raise ScreeningRefused(_("没有安装成批计算所需的组件，不能直接筛查。请先生成快照再筛查。"))
    from minzheng.screening.domain import passing  # noqa: PLC0415 - optional dependency

    with transaction.atomic():
        record_read(
            by=by, at=at, object_kind="snapshot", object_id=row.snapshot.number, division_code=row.division_code,
            purpose=f"{ScreenKind(row.kind).label} {row.number}",
        )  # fmt: skip
    with as_kept():
        laws, seen = passing.spans_of(row, by, Progress(**row.summary), told)
    if not seen.households:
        raise ScreeningRefused(_("这个地方在%(day)s没有登记的家庭，没有什么可以筛查。") % {"day": row.snapshot.day})
    return _close(row, seen, laws, by=by, at=at)


@transaction.atomic
def _close(row: Screen, seen: Progress, laws: Mapping[str, Any], *, by: Staff, at: datetime) -> Screen:
    counts = {code: {"families": seen.families[code], "rule_version": versions} for code, versions in laws.items()}
    Snapshot.objects.filter(pk=row.snapshot_id, finished_at__isnull=True).update(
        digest=seen.digest, finished_at=at, programs=counts,
        households=seen.households, people=seen.people, left_out=seen.left_out[: snapshots.SHOWN_LEFT_OUT],
    )  # fmt: skip
    total = sum(seen.families.values())
    Screen.objects.filter(pk=row.pk, state=ScreenState.WAITING).update(
        state=ScreenState.DONE, cursor=total, total=total, summary=counted(row), finished_at=at
    )
    row.refresh_from_db()
    note_of("screening.done", row, by=by, at=at, counted=total, digest=seen.digest, left_out=len(seen.left_out))
    return row


def write(row: Screen, seen: Progress, found: Callable[[], None]) -> None:
    """Write what one span holds and move the cursor; a span that is done already is passed over."""
    with transaction.atomic():
        current: Screen = Screen.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if current.state == ScreenState.DONE or current.summary.get("after", 0) >= seen.after:
            return
        found()
        Screen.objects.filter(pk=row.pk).update(cursor=sum(seen.families.values()), summary=seen.as_dict())


def _in_force(day: date) -> list[str]:
    found = []
    for card in programs():
        try:
            law_known(card.code).plan_on(day)
        except NotInForce:
            continue
        found.append(card.code)
    return found


STRAIGHT = Kind(KIND, gettext_lazy("直接筛查"), gettext_lazy("户次"), for_staff(as_job(run)))
