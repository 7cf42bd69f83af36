"""Who gets the subsidy of a month: everybody whom a decision of a linked program covers, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minzheng.casework.queries.in_force import InForce, decisions_in_force
from minzheng.casework.queries.price_linked import linked_programs
from minzheng.kernel.month import Month
from minzheng.registry.models import Death, StandardArea

# Keys handed to one query; below the variable limit of every SQLite.
AT_ONCE = 5000


@dataclass(frozen=True)
class Covered:
    """The people of one household under one decision, the kind of area whose standard they draw ("": unknown)."""

    decision: InForce
    person_ids: tuple[int, ...]
    area: str


def covered(month: Month, at: datetime) -> list[Covered]:
    """Return the people by decision, the earlier decision first; who stands in two is counted under the first.

    The dead of earlier months are left out. Within the declared area.
    """
    decisions = [one for code in linked_programs() for one in decisions_in_force(month, code)]
    decisions.sort(key=lambda one: one.decision_id)
    areas = _areas([one.household_id for one in decisions], month, at)
    gone = frozenset(
        Death.objects.latest_versions()
        .filter(died_on__lt=month.first_day, is_withdrawn=False)
        .values_list("person_id", flat=True)
    )
    taken: set[int] = set()
    found = []
    for one in decisions:
        people = tuple(pk for pk in one.person_ids if pk not in taken and pk not in gone)
        taken.update(people)
        if people:
            found.append(Covered(one, people, areas.get(one.household_id, "")))
    return found


def _areas(household_ids: Sequence[int], month: Month, at: datetime) -> dict[int, str]:
    found: dict[int, str] = {}
    ordered = sorted(set(household_ids))
    for start in range(0, len(ordered), AT_ONCE):
        rows = StandardArea.objects.filter(household_id__in=ordered[start : start + AT_ONCE])
        rows = rows.as_of(month.last_day, at).order_by("known_at", "pk")
        found.update(rows.values_list("household_id", "area_kind"))
    return found
