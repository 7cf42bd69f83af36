"""A village with families in every stand towards a benefit, its snapshot taken, screens run; by the rooms' own acts."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.kernel.moment import SHANGHAI
from minzheng.registry.domain import facts
from minzheng.registry.models import Household
from minzheng.screening.domain import screen, snapshot
from minzheng.screening.models import Screen, Snapshot
from minzheng.services.jobs import worker
from tests.factories import accounts, casework, registry

PROGRAM = "dibao"
# Cases of the factories begin in August and pay from September.
NOW = dt.datetime(2026, 10, 12, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()


def poor(wage_fen: int = 0, *, at: dt.datetime = casework.START, **fields) -> Household:
    """Register one man of whom everything is known, with these wages a month."""
    return casework.household(
        registry.new_member(incomes=casework.known_zero(wage=wage_fen)), at=at, **({"area_kind": "rural"} | fields)
    )


def earns(home: Household, fen: int, *, by: Staff, at: dt.datetime = NOW - dt.timedelta(days=2)) -> None:
    """Record new wages of the first member."""
    with within(by.area):
        person = registry.people(home)[0]
        facts.record_income(
            household=home, person=person, kind="wage", amount_fen=fen, period="month", holds_from=at.date(), by=by,
            at=at, source="工资卡流水",
        )  # fmt: skip


def taken(by: Staff, *, at: dt.datetime = NOW, place: str = accounts.COUNTY, **fields) -> Snapshot:
    """Ask for a snapshot and have a worker read it."""
    with within(by.area):
        row = snapshot.ask(division_code=place, by=by, at=at, **fields)
        snapshot.enqueue(snapshot=row, by=by, at=at)
    assert worker.run_next(now=lambda: at)
    with within(by.area):
        row.refresh_from_db()
    return row


def started(snapshot_: Snapshot, kind: str, by: Staff, *, at: dt.datetime = NOW, **fields) -> Screen:
    """Ask a question of a snapshot."""
    with within(by.area):
        return screen.start(snapshot=snapshot_, kind=kind, by=by, at=at, **fields)


def screened(kind: str, by: Staff, *, of: Snapshot | None = None, at: dt.datetime = NOW, **fields) -> Screen:
    """Ask a question of a snapshot, a new one if none is given, and have a worker answer it."""
    row = started(of or taken(by, at=at), kind, by, at=at, **fields)
    with within(by.area):
        screen.enqueue(screen=row, by=by, at=at)
    assert worker.run_next(now=lambda: at)
    with within(by.area):
        row.refresh_from_db()
    return row
