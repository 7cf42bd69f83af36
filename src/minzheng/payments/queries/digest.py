"""The fingerprint of a list: what was frozen, what was signed, what is sent must be the same."""

import hashlib
from collections.abc import Iterable
from operator import attrgetter

from minzheng.payments.models import PayLine
from minzheng.payments.queries.frozen_line import FrozenLine
from minzheng.payments.queries.written import written

COVERED = attrgetter(
    "seq",
    "serial",
    "due_id",
    "attempt",
    "month",
    "household_id",
    "payee_id",
    "payee_name",
    "bank_name",
    "account_sealed",
    "amount_fen",
    "person_count",
    "decision_id",
    "case_number",
    "document_number",
    "division_code",
)


def digest_of(lines: Iterable[PayLine | FrozenLine]) -> str:
    """Return SHA-256 over everything that is paid: order, due, household, payee, account, amount, decision, place."""
    whole = hashlib.sha256()
    for line in lines:
        whole.update(f"[{','.join(written(COVERED(line)))}]\n".encode())
    return whole.hexdigest()
