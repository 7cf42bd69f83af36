"""From what is kept of a claim to the facts the program asks, and from its reckoning to what is kept."""

import json
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from minzheng.casework.queries import by_claim
from minzheng.claims.enums import BILLS, Kind
from minzheng.claims.models import Claim, Reckoning
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.program import program
from minzheng.claims.queries.status import Status
from minzheng.kernel.idnumber import age_on
from minzheng.registry.models import Person
from minzheng.rules.running import Claim as RunningClaim

# The answers to "which kind" of the program's own question.
KIND_ANSWERS = {Kind.PREMIUM: 1, Kind.FIXED: 2, Kind.OUTPATIENT: 3, Kind.INPATIENT: 4}


def facts_of(
    *, kind: str, person: Person, status: Status, on: date, money: Mapping[str, int], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the facts of one claim, JSON-ready: who the patient is, the money of the slip, the answers about it."""
    patient: dict[str, Any] = {"is_patient": True, "age_years": age_on(person.birth_date, on), **status.facts}
    patient |= answers.get("patient", {})
    facts: dict[str, Any] = {"aid_kind": KIND_ANSWERS[Kind(kind)], "members": [patient]}
    if kind in BILLS:
        facts |= {name: money.get(name, 0) for name in ("bill_fen", *OUTGO)}
        facts["bill_aided_before"] = False
    return facts | {name: value for name, value in answers.items() if name != "patient"}


def running(claim: Claim) -> RunningClaim:
    """Return a claim as the rules reckon a year: by the day of its settlement."""
    return RunningClaim(claim.settled_on, claim.facts)


def packed(evaluation: Mapping[str, Any]) -> bytes:
    """Return a calculation as it is kept."""
    return zlib.compress(json.dumps(evaluation, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpacked(reckoning: Reckoning) -> dict[str, Any]:
    """Return the whole calculation of a reckoning."""
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(reckoning.evaluation_packed)))
    return found


def labels() -> dict[str, str]:
    """Return how the facts are called."""
    return by_claim.labels_of(program())
