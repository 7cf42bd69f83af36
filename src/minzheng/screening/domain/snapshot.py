"""A population snapshot: asked for by a person, read by a worker, sealed, used by screens, removed after some days.

Every fact is read as known at the moment the snapshot was asked for, so that a reading takes as long as it may and is
still of one moment; run again after a dead worker it reads the same.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import area_q, everywhere
from minzheng.casework.domain import population
from minzheng.casework.domain.population import Met, Standing
from minzheng.casework.models import NumberSeries
from minzheng.casework.queries.catalogue import programs
from minzheng.kernel.division import Area, full
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Household
from minzheng.registry.queries.household import views
from minzheng.rules.declare import PERSON
from minzheng.rules.errors import FactsRefused, NotInForce
from minzheng.rules.fused import shelf
from minzheng.rules.fused.shelf import Gatherer, Sheet
from minzheng.rules.load import LoadedProgram
from minzheng.screening.domain.road import ScreeningRefused, note, require_screener
from minzheng.screening.enums import SnapshotState
from minzheng.screening.models import Snapshot
from minzheng.screening.queries.at_hand import can_read
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "screening.snapshot"
AT_ONCE = 400
KEPT = timedelta(days=30)
"""How long the file of a snapshot is kept: a month's screening and its what-ifs."""
SHOWN_LEFT_OUT = 100
NOBODY = -1
NOTHING_READ = hashlib.sha256().hexdigest()
KEYS = ("household", "division", "case", "standing", "paid", "quarterly", "barred")
Told = Callable[[int], None]


@transaction.atomic
def ask(
    *, division_code: str, by: Staff, at: datetime, day: date | None = None, is_kept: bool = True
) -> Snapshot:  # fmt: skip
    """Fix place, day and moment of a snapshot; a worker reads it. Raises ScreeningRefused, NotAllowed.

    `is_kept` says that a file is wanted; without one it is read by the screen that asks for it, and by nothing else.
    """
    place = full(division_code)
    require_screener(by, place)
    today = local_day(at)
    on = day or today
    if on > today:
        raise ScreeningRefused(_("截至日期%(day)s还没有到，请核对。") % {"day": on})
    if is_kept and Snapshot.objects.filter(division_code=place, day=on, state=SnapshotState.WAITING).exists():
        raise ScreeningRefused(_("这个地方这一天的快照正在生成，请等它完成。"))
    row: Snapshot = Snapshot.objects.create(
        number=f"SP{today.year}-{NumberSeries.objects.take(f'screening-snapshot-{today.year}'):04d}",
        division_code=place, day=on, known_at=at, taken_by=by, taken_at=at,
        state=SnapshotState.WAITING if is_kept else SnapshotState.UNKEPT, digest="" if is_kept else NOTHING_READ,
    )  # fmt: skip
    _note("screening.snapshot_asked", row, by=by, at=at, day=on.isoformat(), is_kept=is_kept)
    return row


def enqueue(*, snapshot: Snapshot, by: Staff, at: datetime) -> JobRun:
    """Hand it to a worker; the same snapshot is one job."""
    return queue.enqueue(
        kind=KIND, payload={"number": snapshot.number}, by=by, at=at, key=f"{KIND}:{snapshot.number}",
        total=households_of(snapshot).count(),
    )  # fmt: skip


@dataclass(frozen=True)
class Population:
    """What was read: how many households, by program the law and the sheet, and who was left out, with why."""

    households: int
    laws: Mapping[str, LoadedProgram]
    sheets: Mapping[str, Sheet]
    left_out: Sequence[dict[str, str]]


@dataclass
class _Gathering:
    """One program while it is read: how the area stands to it, the columns so far, the keys beside them."""

    standing: Standing
    gatherer: Gatherer
    keys: dict[str, Any] = field(default_factory=lambda: {name: array("q") for name in KEYS})
    people: Any = field(default_factory=lambda: array("q"))

    def add(self, met: Met) -> None:
        """Add a household; raises FactsRefused and adds nothing for facts out of bounds."""
        self.gatherer.add(met.facts)
        values = (
            met.household_id, int(met.division_code), met.case_id, met.standing,
            NOBODY if met.paid_fen is None else met.paid_fen, met.is_quarterly, met.is_barred,
        )  # fmt: skip
        for name, value in zip(KEYS, values, strict=True):
            self.keys[name].append(int(value))
        self.people.extend(met.person_ids)

    def sheet(self) -> Sheet:
        """Return what goes into the file."""
        return Sheet(self.gatherer.columns(), {**self.keys, "person": self.people})


def take(*, snapshot: Snapshot, by: Staff, at: datetime, told: Told = lambda _done: None) -> Snapshot:
    """Read the population into its file and seal it. Within the declared area; one that is ready is left as it is."""
    row: Snapshot = Snapshot.objects.get(pk=snapshot.pk)
    if row.state != SnapshotState.WAITING:
        return row
    with as_kept():
        found = _read(row, told)
    if not found.households:
        raise ScreeningRefused(_("这个地方在%(day)s没有登记的家庭，没有什么可以筛查。") % {"day": row.day})
    about = {"number": row.number, "day": row.day.isoformat(), "known_at": row.known_at.isoformat(),
             "division": row.division_code}  # fmt: skip
    digest, size = shelf.write(row.path, about, found.sheets)
    told_programs = {
        code: {
            "families": sheet.columns.count, "drawing": sum(fen != NOBODY for fen in sheet.keys["paid"]),
            "rule_version": found.laws[code].rule_version(row.day),
        }
        for code, sheet in found.sheets.items()
    }  # fmt: skip
    with transaction.atomic():
        first = next(iter(found.sheets.values()))
        Snapshot.objects.filter(pk=row.pk, state=SnapshotState.WAITING).update(
            state=SnapshotState.READY, digest=digest, size=size, finished_at=at, programs=told_programs,
            households=found.households, people=first.columns.rows(PERSON), left_out=found.left_out[:SHOWN_LEFT_OUT],
        )  # fmt: skip
        row.refresh_from_db()
        _note(
            "screening.snapshot_taken", row, by=by, at=at, households=found.households, people=row.people,
            digest=digest, left_out=len(found.left_out),
        )  # fmt: skip
    return row


def _read(row: Snapshot, told: Told) -> Population:
    """Read all at once where columns can be read; else family by family: the same, to the byte."""
    if can_read():
        from minzheng.screening.domain import all_at_once  # noqa: PLC0415 - optional dependency

        return all_at_once.population_of(row, told)
    return family_by_family(row, told)


def family_by_family(row: Snapshot, told: Told = lambda _done: None) -> Population:
    """Read the population as dossiers are read, some hundred families at a time."""
    gatherings = dict(_gatherings(row))
    left_out: list[dict[str, str]] = []
    counted = _gather(row, gatherings, left_out, told)
    laws = {code: one.standing.law for code, one in gatherings.items()}
    return Population(counted, laws, {code: one.sheet() for code, one in gatherings.items()}, left_out)


def remove_old(at: datetime) -> str:
    """Remove the files of snapshots that are old enough; what was found with them stays. A chore of the timetable."""
    removed = 0
    with everywhere("到期删除人口快照文件"):
        for row in Snapshot.objects.filter(state=SnapshotState.READY, finished_at__lt=at - KEPT):
            row.path.unlink(missing_ok=True)
            Snapshot.objects.filter(pk=row.pk).update(state=SnapshotState.REMOVED, removed_at=at)
            removed += 1
    return _("删除%(n)d份到期的人口快照") % {"n": removed} if removed else ""


def _gatherings(row: Snapshot) -> Iterator[tuple[str, _Gathering]]:
    for code, one in standings(row.day, row.known_at):
        yield code, _Gathering(one, Gatherer(one.law.facts))


def standings(day: date, known_at: datetime) -> Iterator[tuple[str, Standing]]:
    """Give how the area stands to every program that families apply for and that has rules on the day."""
    for card in programs():
        try:
            one = population.standing(card.code, on=day, known_at=known_at)
            one.law.plan_on(day)
        except NotInForce:
            continue
        yield card.code, one


def _gather(row: Snapshot, gatherings: dict[str, _Gathering], left_out: list[dict[str, str]], told: Told) -> int:
    ids = list(households_of(row).values_list("pk", flat=True))
    counted = 0
    for start in range(0, len(ids), AT_ONCE):
        found = Household.objects.in_bulk(ids[start : start + AT_ONCE])
        households = [found[pk] for pk in ids[start : start + AT_ONCE] if pk in found]
        homes = views(households, day=row.day, known_at=row.known_at)
        counted += sum(bool(home.members) for home in homes.values())
        for code, gathering in gatherings.items():
            for met in population.meet(gathering.standing, households, homes, known_at=row.known_at):
                try:
                    gathering.add(met)
                except FactsRefused as refused:
                    number = found[met.household_id].number
                    left_out.append({"household": number, "program": code, "why": str(refused)})
        told(min(start + AT_ONCE, len(ids)))
    return counted


def households_of(row: Snapshot) -> QuerySet[Household]:
    """Return the households of a snapshot's place in the order in which they are read."""
    rows: QuerySet[Household] = Household.objects.filter(area_q("division_code", Area.of(row.division_code))).order_by(
        "division_code", "pk"
    )
    return rows


def _note(action: str, row: Snapshot, *, by: Staff, at: datetime, **after: Any) -> None:
    note(action, of="snapshot", number=row.number, division_code=row.division_code, by=by, at=at, **after)


def do(handle: Handle, by: Staff) -> Outcome:
    """Do the job."""
    row: Snapshot = Snapshot.objects.get(number=handle.payload["number"])
    total = households_of(row).count()
    made = take(snapshot=row, by=by, at=handle.at, told=lambda done: handle.progress(done, total, _("正在读取家庭")))
    message = _("快照%(number)s：%(n)d户%(people)d人。") % {
        "number": made.number, "n": made.households, "people": made.people,
    }  # fmt: skip
    return Outcome(message, {"number": made.number, "households": made.households})


TAKING = Kind(KIND, gettext_lazy("生成人口快照"), gettext_lazy("户"), for_staff(do))
