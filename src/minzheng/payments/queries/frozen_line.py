"""A pay line as it was frozen, without what the bank said of it later: values, for there may be 100,000 of them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import starmap
from operator import attrgetter

from django.db.models import QuerySet

from minzheng.payments.models import PayLine


@dataclass(slots=True)
class FrozenLine:
    """One payment to one household, by the names that `PayLine` has for it."""

    run_id: int
    seq: int
    serial: str
    due_id: int
    attempt: int
    portion: int
    repays_id: int | None
    month: str
    household_id: int
    household_number: str
    payee_id: int
    payee_name: str
    bank_account_id: int
    bank_name: str
    account_sealed: bytes
    account_last4: str
    amount_fen: int
    person_count: int
    decision_id: int
    case_number: str
    document_number: str
    division_code: str
    seal_form: int = 0
    seal: bytes = b""


NAMES = tuple(field.name for field in fields(FrozenLine))
values_of = attrgetter(*NAMES)


def frozen(lines: QuerySet[PayLine]) -> Iterator[FrozenLine]:
    """Read lines as they were frozen; one query."""
    return starmap(FrozenLine, lines.values_list(*NAMES))
