"""The seal on a pay line: a keyed proof over everything that was frozen, so that a row changed in the database shows.

The digest of a list proves that list, file and signature agree; who can write the database can write a new digest. A
seal needs the key, which is not in the database.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from minzheng.payments.models import PayLine
from minzheng.payments.queries.frozen_line import FrozenLine
from minzheng.payments.queries.written import written
from minzheng.services.vault import UnknownKeyError, fitting, stamper

Line = PayLine | FrozenLine
SomeLine = TypeVar("SomeLine", bound=PayLine | FrozenLine)

# What a seal covers, by form. A line keeps the form it was sealed in: a new column is a new form, never a change here.
FORMS: dict[int, tuple[str, ...]] = {
    1: (
        "run_id",
        "seq",
        "serial",
        "due_id",
        "attempt",
        "month",
        "household_id",
        "household_number",
        "payee_id",
        "payee_name",
        "bank_account_id",
        "bank_name",
        "account_sealed",
        "account_last4",
        "amount_fen",
        "person_count",
        "decision_id",
        "case_number",
        "document_number",
        "division_code",
    ),
}
# A line may be the rest of another that the bank paid in part.
FORMS[2] = (*FORMS[1], "portion", "repays_id")
CURRENT_FORM = 2


def _read(names: Sequence[str]) -> tuple[str, Callable[[object], tuple[Any, ...]]]:
    """Return the canonical JSON of an object with these names, its values left open, and how they are taken off."""
    inside = ",".join(f'"{name}":%s' for name in names)
    return f"{{{inside}}}", attrgetter(*names)


READ = {form: _read(sorted(names)) for form, names in FORMS.items()}


def sealer(form: int = CURRENT_FORM) -> Callable[[Line], bytes]:
    """Return what seals lines under the current key."""
    proof = stamper(context=_context(form))
    return lambda line: proof(_message(line, form))


def seal_of(line: Line, form: int = CURRENT_FORM) -> bytes:
    """Return the seal of a line under the current key."""
    return sealer(form)(line)


def is_sealed(line: Line) -> bool:
    """Whether the seal on the line is its own. A key or a form this installation does not know proves nothing."""
    return not list(broken_among([line]))


def broken_among(lines: Iterable[SomeLine]) -> Iterator[SomeLine]:
    """Yield the lines whose seal is not their own."""
    fit = {form: fitting(context=_context(form)) for form in FORMS}
    return (line for line in lines if line.seal_form not in FORMS or not _fits(line, fit[line.seal_form]))


def _fits(line: Line, fits: Callable[[bytes | memoryview, bytes], bool]) -> bool:
    try:
        return fits(line.seal, _message(line, line.seal_form))
    except UnknownKeyError:
        return False


def _context(form: int) -> str:
    return f"payments.PayLine/{form}"


def _message(line: Line, form: int) -> bytes:
    """Return canonical JSON with field names: no two different lines write the same bytes."""
    template, values = READ[form]
    return (template % tuple(written(values(line)))).encode()
