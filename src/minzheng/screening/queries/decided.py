"""How the cases of a program stand, and what is decided of them, as columns. Needs the extra `[scale]`."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, Case, IntegerField, Q, Value, When
from django.db.models.functions import Cast

from minzheng.casework.domain import population
from minzheng.casework.domain.population import ACTIVE, HELD, OPEN
from minzheng.casework.enums import HELD_STATES, UNPAID_KINDS, Cadence, DecisionKind, State
from minzheng.casework.models import Decision
from minzheng.kernel.month import Month
from minzheng.screening.queries.registry_columns import Span
from minzheng.screening.queries.tables import Picture


@dataclass(frozen=True, slots=True)
class Cases:
    """The open cases of a program by household (sorted): id, division (as a number), how the household stands."""

    household: Any
    case: Any
    division: Any
    standing: Any


@dataclass(frozen=True, slots=True)
class Decided:
    """By active case (sorted): what governs the month, or the change that begins the next one.

    `is_odd`: it needs a closer look (a gradual exit, a share cut, something else than by month or quarter);
    `is_grounded`: it rests on a determination; `covered`: (place of the case, person), each once.
    """

    case: Any
    amount: Any
    rest: Any
    is_quarterly: Any
    is_odd: Any
    is_grounded: Any
    covered_place: Any
    covered_person: Any


def cases(picture: Picture, program: str, span: Span) -> Cases:
    """Return the open cases of a span; of several of one household the last."""
    state = Case(
        When(state=State.ACTIVE, then=Value(ACTIVE)),
        When(state__in=HELD_STATES, then=Value(HELD)),
        default=Value(OPEN),
        output_field=IntegerField(),
    )
    rows = span.of(population.open_cases(program)).annotate(
        division=Cast("division_code", BigIntegerField()), standing=state
    )
    table = picture.read(rows.order_by("household_id", "pk").values("household_id", "id", "division", "standing"))
    last = _last_of(table["household_id"].values)
    return Cases(*(table[name].values[last] for name in ("household_id", "id", "division", "standing")))


def barred(picture: Picture, program: str, span: Span) -> Any:
    """Return the households of a span that hold a benefit which excludes this one."""
    rows = span.of(population.barring(program)).order_by("household_id").values("household_id")
    return picture.read(rows)["household_id"].values


def decided(picture: Picture, program: str, span: Span, month: Month) -> Decided:
    """Return what is decided of the active cases of a span; cases in which nothing is granted are left out."""
    begun_next = Decision.objects.filter(
        case__program=program, case__state=State.ACTIVE, from_month__lte=str(month.next())
    )
    rows = span.near(begun_next, "case__household").exclude(kind=DecisionKind.REFUSE)
    odd = (
        Q(kind=DecisionKind.GRADUAL_EXIT) | Q(schedule__isnull=False) | Q(share_cut_person__isnull=False)
        | ~Q(cadence__in=(Cadence.MONTH, Cadence.QUARTER))
    )  # fmt: skip
    flags = {
        "has_begun": Q(from_month__lte=str(month)),
        "is_unpaid": Q(kind__in=UNPAID_KINDS),
        "is_over": Q(until_month__lt=str(month)),
        "is_over_next": Q(until_month__lt=str(month.next())),
        "is_quarterly": Q(cadence=Cadence.QUARTER),
        "is_odd": odd,
        "is_grounded": Q(determination__isnull=False),
    }
    rows = rows.annotate(**{name: _one_if(condition) for name, condition in flags.items()})
    names = ("case_id", "amount_fen", "year_rest_fen", "covered_person_ids")
    table = picture.read(rows.order_by("case_id", "pk").values(*names, *flags), lists=("covered_person_ids",))
    case, is_unpaid = table["case_id"].values, _yes(table, "is_unpaid")
    begun = np.flatnonzero(_yes(table, "has_begun"))
    granted = begun[_last_of(case[begun])]
    granted = granted[~is_unpaid[granted] & ~_yes(table, "is_over")[granted]]
    coming = _last_of(case)
    coming = coming[~is_unpaid[coming] & ~_yes(table, "is_over_next")[coming]]
    chosen = granted.copy()
    at, found = places(case[coming], case[granted])
    chosen[found] = coming[at[found]]
    covered = table["covered_person_ids"]
    place = np.full(len(case), -1)
    place[chosen] = np.arange(len(chosen))
    is_ours = place[covered.rows] >= 0 if len(covered.rows) else np.zeros(0, bool)
    return Decided(
        case[chosen], table["amount_fen"].values[chosen], table["year_rest_fen"].values[chosen],
        _yes(table, "is_quarterly")[chosen], _yes(table, "is_odd")[chosen], _yes(table, "is_grounded")[chosen],
        place[covered.rows[is_ours]], covered.values[is_ours],
    )  # fmt: skip


def _one_if(condition: Q) -> Any:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _yes(table: Any, name: str) -> Any:
    return table[name].values != 0


def _last_of(keys: Any) -> Any:
    """Return the places of the last of each run of equal keys."""
    return np.flatnonzero(np.r_[keys[1:] != keys[:-1], True]) if len(keys) else np.zeros(0, np.int64)


def places(keys: Any, wanted: Any) -> tuple[Any, Any]:
    """Return where each wanted key stands among the sorted keys, and whether it does."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted
