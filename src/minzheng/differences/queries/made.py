"""What was made due for past months, what of it arrived, and what is claimed back: the "was" of a difference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max, Sum

from minzheng.casework.models import Case
from minzheng.casework.queries.catalogue import never_with
from minzheng.differences.enums import ProposalKind, ProposalState
from minzheng.differences.models import DifferenceMonth
from minzheng.kernel.month import Month
from minzheng.ledger.enums import OF_THE_MONTH, DueKind
from minzheng.ledger.models import Due, DuePerson
from minzheng.payments.models import PayLine


@dataclass
class Made:
    """One month of one case. `dues`: kind and fen of each, in the order in which they were made."""

    due_fen: int = 0
    paid_fen: int = 0
    claimed_fen: int = 0
    has_regular: bool = False
    dues: tuple[tuple[str, int], ...] = ()

    @property
    def was_fen(self) -> int:
        """Return what counts as given: what was made due, less what is claimed back already."""
        return self.due_fen - self.claimed_fen


Key = tuple[int, str]


def made(cases: Sequence[Case], months: Collection[str]) -> dict[Key, Made]:
    """Return by case and month what was made due under the case's program. Three queries."""
    by_number = {case.number: case.pk for case in cases}
    found: dict[Key, Made] = {}
    dues = Due.objects.filter(case_number__in=by_number, program__in={case.program for case in cases})
    for number, month, kind, fen in (
        dues.filter(month__in=months).order_by("pk").values_list("case_number", "month", "kind", "amount_fen")
    ):
        one = found.setdefault((by_number[number], month), Made())
        one.due_fen += fen
        one.has_regular |= kind == DueKind.REGULAR
        one.dues = (*one.dues, (kind, fen))
    paid = PayLine.objects.filter(case_number__in=by_number, month__in=months, paid_fen__gt=0)
    for number, month, fen in paid.order_by().values_list("case_number", "month").annotate(fen=Sum("paid_fen")):
        found.setdefault((by_number[number], month), Made()).paid_fen = fen
    for case_id, month, fen in _claimed([case.pk for case in cases], months):
        found.setdefault((case_id, month), Made()).claimed_fen = -fen
    return found


def _claimed(case_ids: Collection[int], months: Collection[str]) -> list[tuple[int, str, int]]:
    rows = DifferenceMonth.objects.filter(
        proposal__case_id__in=case_ids, proposal__kind=ProposalKind.RECOVERY, month__in=months,
        proposal__state=ProposalState.CONFIRMED, difference_fen__lt=0,
    )  # fmt: skip
    sums = rows.order_by().values_list("proposal__case_id", "month").annotate(fen=Sum("difference_fen"))
    return [(case_id, month, fen) for case_id, month, fen in sums]


def last_listed(program: str) -> Month | None:
    """Return the last month for which regular dues of a program were made anywhere in the county."""
    found = Due.objects.filter(program=program, kind=DueKind.REGULAR).aggregate(month=Max("month"))["month"]
    return Month.parse(found) if found else None


def drawn_elsewhere(program: str, months: Collection[str]) -> dict[tuple[int, str], str]:
    """Return, by person and month, the case under which the benefit (or one that excludes it) was made due."""
    rows = DuePerson.objects.filter(program__in=never_with(program), month__in=months, kind__in=OF_THE_MONTH)
    fields = rows.order_by("pk").values_list("person_id", "month", "due__case_number")
    return {(person, month): case_number for person, month, case_number in fields}
