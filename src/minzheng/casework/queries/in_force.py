"""Which decisions pay in a month. Payments reads this and nothing else of casework."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from minzheng.casework.enums import ENDING_KINDS, HELD_STATES, UNPAID_KINDS, Cadence, DecisionKind
from minzheng.casework.models import Case, Decision
from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month, months_between
from minzheng.kernel.wording import clauses
from minzheng.registry.models import Death

QUARTER = 3
DECEMBER = 12
# A decision; or, where a hundred thousand are asked, only these fields of it and of its case, by the same names.
Granted = Any
FIELDS = (
    "kind", "document_number", "amount_fen", "schedule", "covered_person_ids", "payee_id", "from_month", "until_month",
    "arrears_from", "cadence", "year_rest_fen", "case__number", "case__household_id", "case__division_code",
    "case__program",
)  # fmt: skip
READ = ("pk", "case_id", *FIELDS)

READ_OF_GROUND = ("case_id", "determination__layer", "determination__person_ids")


class InForce(NamedTuple):
    """One benefit of one month, as decided: fen for the household, the persons covered, who is paid.

    `amount_fen` is what the decision grants per payment; `due_fen` what of it falls due in this month: all of it, for a
    quarterly benefit in the quarter's first month only. `arrears` are earlier months the decision orders to be paid.
    """

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
    cadence: str = Cadence.MONTH
    due_fen: int = 0
    arrears: tuple[tuple[str, int], ...] = ()


def decisions_in_force(month: Month, program: str | None = None) -> list[InForce]:
    """Return the decision that governs each case in `month`, in order of division and case; a fixed number of queries.

    The latest decision whose first month has come governs. A suspension, a termination, an end month that has passed,
    and the death of every covered person before the month's first day leave nothing to pay. Months before a decision
    was taken over were paid by the office's own list and are not paid again here. Scoped to the declared area.
    """
    rows = _governing_rows(month, program).order_by("case__division_code", "case_id")
    dead = _died_before(month)
    found: list[Granted] = []
    for row in rows.values_list(*READ, named=True):
        people = row.covered_person_ids
        if _is_over(row, month) or (people and dead.issuperset(people)):
            continue
        found.append(row)
    due = _due_in(found, month)
    return [_in_force(row, month, due[row.pk]) for row in found]


def count_in_force(month: Month, program: str | None = None) -> int:
    """Return about how many decisions pay in `month`; those that end or whose people died are still counted."""
    return _governing_rows(month, program).count()


def governing(case_ids: Sequence[int], month: Month) -> dict[int, Decision]:
    """Return the granting decision that governs `month`, by case; cases where none does are left out."""
    last = standing(case_ids, month)
    return {case_id: row for case_id, row in last.items() if row.kind not in UNPAID_KINDS and not _is_over(row, month)}


def held_of(
    programs: Collection[str],
    month: Month,
    household_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> list[Decision]:
    """Return the last granting decision of each case that stands in `month`, a suspended one as such; one query.

    Unlike `decisions_in_force` this also says who had the benefit before it was taken over from the office's own list.
    With `household_ids`, of those households only; with `known_at`, of what was decided until that moment.
    """
    rows = Decision.objects.filter(case__program__in=programs, from_month__lte=str(month))
    if household_ids is not None:
        rows = rows.filter(case__household_id__in=household_ids)
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    rows = rows.exclude(kind=DecisionKind.REFUSE).select_related("case", "determination")
    last = {row.case_id: row for row in rows.only(*FIELDS, "decided_at", *READ_OF_GROUND).order_by("pk")}
    return [row for row in last.values() if row.kind not in ENDING_KINDS and not _is_over(row, month)]


def standing(case_ids: Sequence[int], month: Month | None = None) -> dict[int, Decision]:
    """Return the last decision by case, whatever it says; with `month`, of those whose first month has come."""
    rows = Decision.objects.filter(case_id__in=case_ids).exclude(kind=DecisionKind.REFUSE)
    if month is not None:
        rows = rows.filter(from_month__lte=str(month))
    return {row.case_id: row for row in rows.order_by("pk")}


def granted_in(case_ids: Collection[int], months: Sequence[Month]) -> dict[tuple[int, str], Decision]:
    """Return by case and past month the decision that governs it, a suspension included; one query.

    As `governing`, but a later decision that orders a month to be paid (`arrears_from`) governs it instead.
    """
    rows = (
        Decision.objects.filter(case_id__in=case_ids).exclude(kind=DecisionKind.REFUSE).select_related("determination")
    )
    by_case: dict[int, list[Decision]] = {}
    for row in rows.defer("determination__evaluation", "determination__sources").order_by("pk"):
        by_case.setdefault(row.case_id, []).append(row)
    found: dict[tuple[int, str], Decision] = {}
    for case_id, decisions in by_case.items():
        for month in months:
            text = str(month)
            begun = [row for row in decisions if row.from_month <= text]
            ordered = [row for row in decisions if row.arrears_from and row.arrears_from <= text < row.from_month]
            chosen = (ordered or begun)[-1] if ordered or begun else None
            if chosen is not None and chosen.kind not in ENDING_KINDS and not _is_over(chosen, month):
                found[case_id, text] = chosen
    return found


def with_decision(program: str) -> QuerySet[Case]:
    """Return the cases of a program in which anything was ever granted."""
    decided = Decision.objects.filter(case_id=OuterRef("pk")).exclude(kind=DecisionKind.REFUSE)
    rows: QuerySet[Case] = Case.objects.filter(Exists(decided), program=program)
    return rows


def amount_in(decision: Granted, month: Month) -> int:
    """Return the fen a decision grants in a month: a gradual exit names every month's amount."""
    if not decision.schedule:
        return int(decision.amount_fen)
    return int(dict(decision.schedule["months"]).get(str(month), 0))


def rest_in(decision: Granted, month: Month) -> int:
    """Return what the payment of a month carries beyond the others: the rest of a sum set for the year, in December."""
    return 0 if decision.schedule or month.month != DECEMBER else int(decision.year_rest_fen)


def schedule_words(schedule: Mapping[str, Any]) -> str:
    """Say month by month what is paid, runs of equal amounts together."""
    runs: list[list[Any]] = []
    for month, fen in schedule["months"]:
        if runs and runs[-1][2] == fen:
            runs[-1][1] = month
        else:
            runs.append([month, month, fen])
    return clauses(
        _("%(first)s至%(last)s每月%(yuan)s元") % {"first": first, "last": last, "yuan": format_yuan(fen)}
        for first, last, fen in runs
    )


def drawn_programs() -> list[str]:
    """Return the codes of the programs of which somebody in the declared area holds a benefit. One query."""
    rows = Case.objects.filter(state__in=HELD_STATES).order_by("program").values_list("program", flat=True)
    return list(rows.distinct())


def per_payment(cadence: str) -> dict[str, str]:
    """Return what a board says beside the amount of a benefit that is not paid by the month."""
    words = {Cadence.QUARTER: "每季度", Cadence.ONCE: "一次性"}.get(Cadence(cadence))
    return {"per": words} if words else {}


def paid_by_the_quarter() -> QuerySet[Decision, int]:
    """Return the keys of the decisions that are paid by the quarter, to be asked within another query."""
    return Decision.objects.filter(cadence=Cadence.QUARTER).values_list("pk", flat=True)


def quarter_of(month: Month) -> Month:
    """Return the first month of the quarter."""
    return month.plus(-((month.month - 1) % QUARTER))


def _governing_rows(month: Month, program: str | None) -> QuerySet[Decision]:
    text = str(month)
    paid_before_us = Q(kind=DecisionKind.TAKEN_OVER, decided_on__gt=month.last_day)
    later = Decision.objects.filter(case_id=OuterRef("case_id"), from_month__lte=text, pk__gt=OuterRef("pk")).exclude(
        kind=DecisionKind.REFUSE
    )
    rows: QuerySet[Decision] = Decision.objects.filter(~Exists(later), ~paid_before_us, from_month__lte=text)
    # What is granted once belongs to no month: the room that makes it due pays it out itself.
    rows = rows.exclude(kind__in=UNPAID_KINDS).exclude(cadence=Cadence.ONCE)
    return rows if program is None else rows.filter(case__program=program)


def _is_over(row: Granted, month: Month) -> bool:
    return row.until_month is not None and bool(row.until_month < str(month))


def _in_force(row: Granted, month: Month, due_fen: int) -> InForce:
    return InForce(
        decision_id=row.pk, case_id=row.case_id, case_number=row.case__number, household_id=row.case__household_id,
        division_code=row.case__division_code, program=row.case__program, amount_fen=amount_in(row, month),
        person_ids=tuple(row.covered_person_ids), payee_id=int(row.payee_id or 0), from_month=row.from_month,
        document_number=row.document_number, cadence=row.cadence, due_fen=due_fen, arrears=_arrears(row),
    )  # fmt: skip


def _arrears(row: Granted) -> tuple[tuple[str, int], ...]:
    """Months before the first one that the decision itself orders to be paid."""
    if row.arrears_from is None:
        return ()
    first, end = Month.parse(row.arrears_from), Month.parse(row.from_month)
    a_month = row.amount_fen if row.cadence == Cadence.MONTH else share(row.amount_fen, 1, QUARTER)
    months = [first.plus(n) for n in range(months_between(first, end))]
    return tuple((str(month), a_month + rest_in(row, month)) for month in months)


def _due_in(rows: Sequence[Granted], month: Month) -> dict[int, int]:
    """Return what falls due in the month, by decision.

    A quarterly benefit is due whole in the quarter's first month; one that begins in the middle of a quarter is due in
    its first month for the months left; one whose end in this quarter is already decided, for the months until then.
    The payment that December is part of carries the rest of the year.
    """
    due = {row.pk: amount_in(row, month) + rest_in(row, month) for row in rows}
    quarterly = [row for row in rows if row.cadence == Cadence.QUARTER]
    if not quarterly:
        return due
    first = quarter_of(month)
    governed = governing([row.case_id for row in quarterly], first)
    paid_first = {case_id for case_id, row in governed.items() if row.cadence == Cadence.QUARTER}
    ends = _ends_in(quarterly, first.plus(QUARTER))
    for row in quarterly:
        end = ends.get(row.case_id, first.plus(QUARTER))
        months = max(0, months_between(month, end))
        begins = row.from_month == str(month) and row.case_id not in paid_first
        if month == first or begins:
            rest = rest_in(row, end.plus(-1)) if months else 0
            due[row.pk] = share(row.amount_fen, months, QUARTER) + rest
        else:
            due[row.pk] = 0
    return due


def _ends_in(rows: Sequence[Granted], before: Month) -> dict[int, Month]:
    """Return the month from which a later decision, already taken, pays nothing, by case."""
    after = {row.case_id: row.pk for row in rows}
    later = Decision.objects.filter(case_id__in=after, from_month__lt=str(before), kind__in=UNPAID_KINDS)
    fields = later.order_by("-from_month", "-pk").values_list("case_id", "pk", "from_month")
    return {case_id: Month.parse(month) for case_id, pk, month in fields if pk > after[case_id]}


def _died_before(month: Month) -> frozenset[int]:
    deaths = Death.objects.latest_versions().filter(died_on__lt=month.first_day, is_withdrawn=False)
    return frozenset(deaths.values_list("person_id", flat=True))
