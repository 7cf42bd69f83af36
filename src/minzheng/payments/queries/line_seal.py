"""The seal on a pay line: a keyed proof over everything that was frozen, so that a row changed in the database shows.

The digest of a list proves that list, file and signature agree; who can write the database can write a new digest. A
seal needs the key, which is not in the database.
"""

import json
from collections.abc import Iterable, Iterator
from operator import attrgetter

from minzheng.payments.models import PayLine
from minzheng.services.vault import UnknownKeyError, fits, stamp

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
# Of each form the names in their order, and how their values are taken from a line.
READ = {form: (names := tuple(sorted(fields)), attrgetter(*names)) for form, fields in FORMS.items()}
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda value: bytes(value).hex())


def seal_of(line: PayLine, form: int = CURRENT_FORM) -> bytes:
    """Return the seal of a line under the current key."""
    return stamp(_message(line, form), context=_context(form))


def is_sealed(line: PayLine) -> bool:
    """Whether the seal on the line is its own. A key or a form this installation does not know proves nothing."""
    if line.seal_form not in FORMS:
        return False
    try:
        return fits(line.seal, _message(line, line.seal_form), context=_context(line.seal_form))
    except UnknownKeyError:
        return False


def broken_among(lines: Iterable[PayLine]) -> Iterator[PayLine]:
    """Yield the lines whose seal is not their own."""
    return (line for line in lines if not is_sealed(line))


def _context(form: int) -> str:
    return f"payments.PayLine/{form}"


def _message(line: PayLine, form: int) -> bytes:
    """Return canonical JSON with field names: no two different lines write the same bytes."""
    names, values = READ[form]
    return ENCODER.encode(dict(zip(names, values(line), strict=True))).encode()
