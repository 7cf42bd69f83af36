"""Who somebody is to assistance on a day: findings in force and rolls of other offices, recognised once for all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from minzheng.casework.queries.by_claim import Recognised, recognised_people
from minzheng.claims.models import RollEntry
from minzheng.claims.queries.program import program
from minzheng.claims.queries.rolls import RollKind, roll_kinds
from minzheng.kernel.month import Month

AT_ONCE = 5000


@dataclass(frozen=True)
class Status:
    """The facts answered with yes, where each is known from, whether any of them makes the person a recipient.

    `since` is the first day of the earliest of them; `enrols`: the person is to be insured, since `enrols_since`.
    """

    facts: Mapping[str, bool] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    is_member: bool = False
    reaches_back: bool = False
    enrols: bool = False
    since: date | None = None
    enrols_since: date | None = None


class Statuses:
    """Statuses by person and day; each month is read once. Within the declared area."""

    def __init__(self, person_ids: Collection[int] | None = None) -> None:
        self._people = frozenset(person_ids) if person_ids is not None else None
        self._months: dict[str, dict[int, Recognised]] = {}
        self._rolls: dict[int, list[RollEntry]] | None = None

    def on(self, person_id: int, day: date) -> Status:
        """Return who a person is on a day."""
        found = self._month(day).get(person_id)
        rolls = [row for row in self._roll_rows().get(person_id, ()) if holds(row, day)]
        kinds = [roll_kinds()[row.roll] for row in rolls]
        facts: dict[str, bool] = dict(found.facts) if found else {}
        facts |= {kind.fact: True for kind in kinds}
        days = [row.from_day for row in rolls] + ([found.since] if found else [])
        enrolling = [row.from_day for row, kind in zip(rolls, kinds, strict=True) if kind.enrols]
        enrolling += [found.receives_since] if found and found.receives_since else []
        return Status(
            facts=facts,
            sources=(
                *(found.sources if found else ()),
                *(_words(row, kind) for row, kind in zip(rolls, kinds, strict=True)),
            ),
            is_member=found is not None or any(kind.is_group for kind in kinds),
            reaches_back=any(kind.reaches_back for kind in kinds),
            enrols=bool(enrolling),
            since=min(days, default=None),
            enrols_since=min(enrolling, default=None),
        )

    def people_on(self, day: date) -> set[int]:
        """Return everybody with any status on a day."""
        listed = {person for person, rows in self._roll_rows().items() if any(holds(row, day) for row in rows)}
        return {*self._month(day), *listed}

    def _month(self, day: date) -> dict[int, Recognised]:
        month = Month.of(day)
        if str(month) not in self._months:
            self._months[str(month)] = recognised_people(program(), month, self._people)
        return self._months[str(month)]

    def _roll_rows(self) -> dict[int, list[RollEntry]]:
        if self._rolls is None:
            self._rolls = {}
            for row in _rolls(self._people):
                self._rolls.setdefault(row.person_id, []).append(row)
        return self._rolls


def status_of(person_id: int, day: date) -> Status:
    """Return who one person is on a day."""
    return Statuses([person_id]).on(person_id, day)


def standing_rolls() -> QuerySet[RollEntry]:
    """Return the entries of confirmed imports, within the declared area."""
    rows: QuerySet[RollEntry] = RollEntry.objects.filter(batch__confirmed_at__isnull=False)
    return rows


def holds(row: RollEntry, day: date) -> bool:
    """Say whether an entry holds on a day."""
    return row.from_day <= day and (row.until_day is None or day <= row.until_day)


def _rolls(people: Collection[int] | None) -> list[RollEntry]:
    rows = standing_rolls().select_related("batch").order_by("pk")
    if people is None:
        return list(rows)
    ordered = sorted(people)
    found: list[RollEntry] = []
    for start in range(0, len(ordered), AT_ONCE):
        found += rows.filter(person_id__in=ordered[start : start + AT_ONCE])
    return found


def _words(row: Any, kind: RollKind) -> str:
    return f"{kind.name} · {row.batch.source}"
