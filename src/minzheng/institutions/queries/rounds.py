"""The round: what is due now, for whom, in which room; and how much of a day's care was done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from minzheng.institutions.enums import Outcome, Stay
from minzheng.institutions.models import CareItem, CareMark, Institution, Leave, Residence
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.statute.home_rule import Slot, slots

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueItem:
    """One thing to do; `mark` is what became of it, None while it waits."""

    item: CareItem
    slot: Slot
    mark: CareMark | None


@dataclass
class DueResident:
    """One resident with what is due, the medicines first."""

    residence: Residence
    items: list[DueItem] = field(default_factory=list)

    @property
    def waits(self) -> int:
        """Return how many still wait."""
        return sum(one.mark is None for one in self.items)

    @property
    def plain(self) -> list[DueItem]:
        """Return what waits and may be marked with one tap: everything but medicines."""
        return [one for one in self.items if one.mark is None and not one.item.is_medicine]


@dataclass(frozen=True)
class DayCare:
    """How one day went: what was planned, done, not done with a reason, and not recorded at all."""

    day: date
    planned: int
    done: int
    not_done: int

    @property
    def unmarked(self) -> int:
        """Return what nobody recorded."""
        return self.planned - self.done - self.not_done


def due_slots(at: datetime) -> list[Slot]:
    """Return the parts of the day that have begun."""
    hour = at.astimezone(SHANGHAI).hour
    return [slot for slot in slots() if slot.hour <= hour]


def in_hand(at: datetime) -> tuple[date, list[Slot]]:
    """Return the day whose care is in hand and its parts that have begun: before the first it is still the night."""
    begun, today = due_slots(at), local_day(at)
    return (today, begun) if begun else (today - ONE_DAY, list(slots()))


def round_of(institution: Institution, at: datetime, slot: str = "") -> list[DueResident]:
    """Return what is due by now (or in one part of the day in hand), by room; whoever is away is left out."""
    today, parts = in_hand(at)
    begun = [one for one in parts if slot in {"", one.code}]
    items = planned_on(institution, today).filter(residence__stay=Stay.IN_RESIDENCE)
    rows = items.select_related("residence__person", "residence__bed__room").order_by(
        "residence__bed__room__name", "residence__bed__label", "-is_medicine", "pk"
    )
    marks = {(row.item_id, row.slot): row for row in standing_marks(institution, today)}
    found: dict[int, DueResident] = {}
    for item in rows:
        for one in begun:
            if one.code in item.slots:
                here = found.setdefault(item.residence_id, DueResident(item.residence))
                here.items.append(DueItem(item, one, marks.get((item.pk, one.code))))
    return list(found.values())


def days_of_care(
    institution: Institution, last: date, count: int = 7, begun: Collection[str] | None = None
) -> list[DayCare]:
    """Return how the last days went, the newest first; of the last day only the parts that have `begun`, if given.

    Days away are not planned. Three queries.
    """
    first = last - (count - 1) * ONE_DAY
    rows = CareItem.objects.filter(residence__institution=institution, from_on__lte=last)
    items = list(rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=first)).select_related("residence__departure"))
    away = list(
        Leave.objects.filter(residence__institution=institution, from_on__lte=last).filter(
            Q(returned_on__isnull=True) | Q(returned_on__gte=first)
        )
    )
    marks = CareMark.objects.filter(item__residence__institution=institution, day__range=(first, last))
    outcomes: dict[date, list[str]] = {}
    for day, outcome in marks.filter(corrected_by__isnull=True).values_list("day", "outcome"):
        outcomes.setdefault(day, []).append(outcome)
    found = []
    for n in range(count):
        day = last - n * ONE_DAY
        parts = begun if day == last and begun is not None else [slot.code for slot in slots()]
        planned = sum(len(set(item.slots) & set(parts)) for item in items if _is_planned(item, day, away))
        done = outcomes.get(day, []).count(Outcome.DONE)
        found.append(DayCare(day, max(planned, len(outcomes.get(day, []))), done, len(outcomes.get(day, [])) - done))
    return found


def planned_on(institution: Institution, day: date) -> QuerySet[CareItem]:
    """Return the items of a home planned for a day."""
    rows = CareItem.objects.filter(residence__institution=institution, from_on__lte=day)
    found: QuerySet[CareItem] = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=day)).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
    )
    return found


def standing_marks(institution: Institution, day: date) -> QuerySet[CareMark]:
    """Return the marks of a day that were not corrected."""
    rows = CareMark.objects.filter(item__residence__institution=institution, day=day, corrected_by__isnull=True)
    found: QuerySet[CareMark] = rows.select_related("marked_by")
    return found


def marks_of(residence: Residence, most: int = 16) -> list[CareMark]:
    """Return what was last recorded of a resident's care, the newest first."""
    rows = CareMark.objects.filter(item__residence=residence).select_related("item", "marked_by", "corrected_by")
    return list(rows.order_by("-day", "-pk")[:most])


def _is_planned(item: CareItem, day: date, away: Sequence[Leave]) -> bool:
    if day < item.from_on or (item.until_on is not None and day > item.until_on):
        return False
    left = getattr(item.residence, "departure", None)
    if left is not None and day >= left.left_on:
        return False
    return not any(
        one.residence_id == item.residence_id
        and one.from_on <= day
        and (one.returned_on is None or day < one.returned_on)
        for one in away
    )
