"""What waits for somebody: files, payments, corrections, agreements, rolls, findings, claims of people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.claims.enums import FileState, StatementState
from minzheng.claims.models import Change, PersonalClaim, RollImport, SettlementFile, Statement
from minzheng.kernel.fen import format_yuan
from minzheng.services.gathering import Ask

FILE, CHANGE, STATEMENT, ROLL, CLAIM = "file", "change", "statement", "roll", "claim"
AT_MOST = 50


@dataclass(frozen=True)
class Work:
    """One thing that waits: what it is, its number (or key), since when, by whom, a few words."""

    kind: str
    key: str
    label: str
    words: str
    since: datetime
    who: str
    division_code: str = ""


def work(rows: Mapping[str, Sequence[Any]]) -> Iterator[Work]:
    """Yield what can be done next, from the rows that `asks` asked for."""
    for file in rows.get("claim_files", ())[:AT_MOST]:
        words = f"{file.hospital.name} {file.get_state_display()}"
        yield Work(FILE, file.number, file.number, words, file.received_at, file.received_by.name)
    for one in rows.get("claim_changes", ())[:AT_MOST]:
        yield Work(
            CHANGE, str(one.claim_id), one.claim.number, one.reason, one.proposed_at, one.proposed_by.name,
            one.claim.division_code,
        )  # fmt: skip
    for batch in rows.get("claim_rolls", ())[:AT_MOST]:
        yield Work(ROLL, batch.number, batch.number, batch.source, batch.submitted_at, batch.submitted_by.name)
    for one in rows.get("claim_people", ())[:AT_MOST]:
        yield Work(
            CLAIM, str(one.pk), one.claim.number, one.household.number, one.claimed_at, one.claimed_by.name,
            one.claim.division_code,
        )  # fmt: skip
    for row in rows.get("claim_statements", ())[:AT_MOST]:
        words = f"{row.hospital.name} {format_yuan(row.cash_fen)}"
        yield Work(STATEMENT, row.number, row.number, words, row.prepared_at, row.prepared_by.name)


def asks(by: Staff) -> dict[str, Ask]:
    """Return what to gather for a person: the county's second halves of others' acts, finance's payments."""
    if by.role == Role.FINANCE_OFFICER:
        rows = Statement.objects.filter(state__in=(StatementState.PREPARED, StatementState.APPROVED))
        return {"claim_statements": Ask(rows, {"hospital": ("name",), "prepared_by": ("name",)})}
    return _county_asks(by) if by.role == Role.COUNTY_OFFICER else {}


def _county_asks(by: Staff) -> dict[str, Ask]:
    files = SettlementFile.objects.filter(
        Q(state=FileState.RECEIVED) | Q(state=FileState.SETTLED) & ~Q(received_by_id=by.pk)
    )
    changes = Change.objects.filter(confirmed_at__isnull=True).exclude(proposed_by=by)
    batches = RollImport.objects.filter(confirmed_at__isnull=True).exclude(submitted_by=by)
    waiting = PersonalClaim.objects.filter(decided_at__isnull=True).exclude(claimed_by=by)
    of_claim = {"claim": ("number", "division_code")}
    return {
        "claim_files": Ask(files, {"hospital": ("name",), "received_by": ("name",)}),
        "claim_changes": Ask(changes, {**of_claim, "proposed_by": ("name",)}),
        "claim_rolls": Ask(batches, {"submitted_by": ("name",)}),
        "claim_people": Ask(waiting, {**of_claim, "household": ("number",), "claimed_by": ("name",)}),
    }
