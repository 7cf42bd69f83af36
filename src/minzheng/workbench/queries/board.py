"""How the work of an area stands: by place, by officer, and how long cases stay at each station. Four queries.

What is late is late by the station's own limit; a posting and a supplement asked for are waited for, never late.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from minzheng.accounts.scope import area_q, current_area
from minzheng.casework.enums import HANGING_STATES, STATION_OF, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.todo import ACTS_NEXT
from minzheng.services.audit.models import AuditEvent
from minzheng.services.calendar.queries import add_working_days
from minzheng.workbench.models import Claim

SOON_DAYS = 2
STATION_WINDOW, OFFICER_WINDOW = dt.timedelta(days=90), dt.timedelta(days=30)
# Beyond this many moves the averages are of the latest.
MOST_MOVES = 30_000
WAITED_FOR = (*HANGING_STATES, State.SUPPLEMENT_NEEDED)


@dataclass(frozen=True)
class PlaceRow:
    """The open work of a village."""

    code: str
    open: int
    late: int
    soon: int
    returned: int


@dataclass(frozen=True)
class OfficerRow:
    """What one person has in hand, and what they did in the last month."""

    username: str
    name: str
    in_hand: int
    late: int
    acts: int


@dataclass(frozen=True)
class StationRow:
    """How long cases stayed at a station: of those that left it in the window."""

    station: str
    cases: int
    days: float
    longest: int


def soon_until(today: dt.date) -> dt.date:
    """Return the last day that counts as soon late."""
    return add_working_days(today, SOON_DAYS).day


def by_place(today: dt.date) -> list[PlaceRow]:
    """Count the open cases of each village of the declared area."""
    running = ~Q(state__in=WAITED_FOR)
    rows = Case.objects.filter(state__in=ACTS_NEXT).order_by().values("division_code")
    found = rows.annotate(
        open=Count("pk"),
        late=Count("pk", filter=running & Q(due_on__lt=today)),
        soon=Count("pk", filter=running & Q(due_on__gte=today, due_on__lte=soon_until(today))),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
    )
    return [
        PlaceRow(row["division_code"], row["open"], row["late"], row["soon"], row["returned"])
        for row in found.order_by("division_code")
    ]


def by_officer(today: dt.date, at: dt.datetime) -> list[OfficerRow]:
    """Count what each person has taken up, and their acts on cases of the area in the last month."""
    held: dict[str, dict[str, Any]] = {
        row["taken_by__username"]: row
        for row in Claim.objects.filter(released_at__isnull=True)
        .order_by()
        .values("taken_by__username", "taken_by__name")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(case__due_on__lt=today) & ~Q(case__state__in=WAITED_FOR)))
    }
    acts = (
        _moves(at - OFFICER_WINDOW).exclude(actor="").order_by().values("actor", "actor_name").annotate(n=Count("pk"))
    )
    done: dict[str, Any] = {row["actor"]: row for row in acts}
    names = {row["actor"]: row["actor_name"] for row in acts} | {
        name: row["taken_by__name"] for name, row in held.items()
    }
    found = [
        OfficerRow(
            username, name, held.get(username, {}).get("n", 0), held.get(username, {}).get("late", 0),
            done.get(username, {}).get("n", 0),
        )
        for username, name in names.items()
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row.late, -row.in_hand, -row.acts, row.username))


def by_station(at: dt.datetime) -> list[StationRow]:
    """Average the days from move to move, by the station of the state that was left."""
    rows = _moves(at - STATION_WINDOW).order_by("chain", "seq").values_list("chain", "at", "after__state")
    stays: dict[str, list[float]] = defaultdict(list)
    last: tuple[str, dt.datetime, str] | None = None
    known = frozenset(State.values)  # an enumeration builds its values anew each time it is asked
    for chain, moment, state in rows[:MOST_MOVES]:
        if state not in known:
            continue
        if last is not None and last[0] == chain:
            stays[STATION_OF[State(last[2])]].append((moment - last[1]).total_seconds() / 86400)
        last = (chain, moment, state)
    order = list(Station)
    return [
        StationRow(station, len(days), round(sum(days) / len(days), 1), int(max(days)))
        for station, days in sorted(stays.items(), key=lambda one: order.index(Station(one[0])))
    ]


def taken_by(username: str) -> Collection[int]:
    """Return the cases of the declared area that a person has taken up."""
    rows = Claim.objects.filter(taken_by__username=username, released_at__isnull=True)
    return list(rows.values_list("case_id", flat=True))


def _moves(since: dt.datetime) -> QuerySet[AuditEvent]:
    """Return what was done to cases of the declared area; audit rows have no scope of their own."""
    rows = AuditEvent.objects.filter(area_q("division_code", current_area()), object_kind="case", at__gte=since)
    return rows.exclude(action="read")
