"""The fingerprint of a list: what was frozen, what was signed, what is sent must be the same."""

import hashlib
import json
from collections.abc import Iterable

from minzheng.payments.models import PayLine

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def digest_of(lines: Iterable[PayLine]) -> str:
    """Return SHA-256 over everything that is paid: order, due, household, payee, account, amount, decision, place."""
    whole = hashlib.sha256()
    for line in lines:
        fields = [
            line.seq,
            line.serial,
            line.due_id,
            line.attempt,
            line.month,
            line.household_id,
            line.payee_id,
            line.payee_name,
            line.bank_name,
            bytes(line.account_sealed).hex(),
            line.amount_fen,
            line.person_count,
            line.decision_id,
            line.case_number,
            line.document_number,
            line.division_code,
        ]
        whole.update(ENCODER.encode(fields).encode() + b"\n")
    return whole.hexdigest()
