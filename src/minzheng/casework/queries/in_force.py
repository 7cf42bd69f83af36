"""Which decisions pay in a month. Payments reads this and nothing else of casework."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Decision
from minzheng.kernel.month import Month
from minzheng.registry.models import Death

_ENDING = (DecisionKind.REFUSE, DecisionKind.TERMINATE)


@dataclass(frozen=True, slots=True)
class InForce:
    """One benefit of one month, as decided: fen for the household, the persons covered, who is paid."""

    decision_id: int
    case_id: int
    case_number: str
    household_id: int
    division_code: str
    program: str
    amount_fen: int
    person_ids: tuple[int, ...]
    payee_id: int
    from_month: str
    document_number: str


def decisions_in_force(month: Month, program: str | None = None) -> list[InForce]:
    """Return the decision that governs each case in `month`, in order of division and case; three queries at most.

    The latest decision whose first month has come governs. A termination, an end month that has passed, and the death
    of every covered person before the month's first day leave nothing to pay. Months before a decision was taken over
    were paid by the office's own list and are not paid again here. Scoped to the declared area.
    """
    text = str(month)
    paid_before_us = Q(kind=DecisionKind.TAKEN_OVER, decided_on__gt=month.last_day)
    later = Decision.objects.filter(case_id=OuterRef("case_id"), from_month__lte=text, pk__gt=OuterRef("pk")).exclude(
        kind=DecisionKind.REFUSE
    )
    rows = Decision.objects.filter(~Exists(later), ~paid_before_us, from_month__lte=text).exclude(kind__in=_ENDING)
    if program is not None:
        rows = rows.filter(case__program=program)
    fields = (
        "pk", "case_id", "case__number", "case__household_id", "case__division_code", "case__program", "amount_fen",
        "covered_person_ids", "payee_id", "from_month", "document_number", "until_month",
    )  # fmt: skip
    found = []
    dead = _died_before(month)
    for *values, until in rows.order_by("case__division_code", "case_id").values_list(*fields):
        people = tuple(values[7])
        if (until is not None and until < text) or (people and dead.issuperset(people)):
            continue
        values[7] = people
        found.append(InForce(*values))
    return found


def governing(case_ids: Sequence[int], month: Month) -> dict[int, Decision]:
    """Return the granting decision that governs `month`, by case; cases where none does are left out."""
    rows = Decision.objects.filter(case_id__in=case_ids, from_month__lte=str(month)).exclude(kind=DecisionKind.REFUSE)
    last = {row.case_id: row for row in rows.order_by("pk")}
    return {case_id: row for case_id, row in last.items() if row.kind not in _ENDING}


def _died_before(month: Month) -> frozenset[int]:
    deaths = Death.objects.latest_versions().filter(died_on__lt=month.first_day, is_withdrawn=False)
    return frozenset(deaths.values_list("person_id", flat=True))
