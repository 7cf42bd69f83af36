"""What waits for somebody: files, payments, corrections, agreements, rolls, findings, claims of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.claims.enums import FileState, StatementState
from minzheng.claims.models import Change, PersonalClaim, RollImport, SettlementFile, Statement
from minzheng.kernel.fen import format_yuan
from minzheng.services.gathering import Ask, gather

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


def county_work(by: Staff) -> Iterator[Work]:
    """Yield what a county officer can do next; nobody is asked for the second half of their own act. One query."""
    rows = gather(**_asks(by))
    for file in rows["files"][:AT_MOST]:
        words = f"{file.hospital.name} {file.get_state_display()}"
        yield Work(FILE, file.number, file.number, words, file.received_at, file.received_by.name)
    for one in rows["changes"][:AT_MOST]:
        yield Work(
            CHANGE, str(one.claim_id), one.claim.number, one.reason, one.proposed_at, one.proposed_by.name,
            one.claim.division_code,
        )  # fmt: skip
    for batch in rows["rolls"][:AT_MOST]:
        yield Work(ROLL, batch.number, batch.number, batch.source, batch.submitted_at, batch.submitted_by.name)
    for one in rows["claims"][:AT_MOST]:
        yield Work(
            CLAIM, str(one.pk), one.claim.number, one.household.number, one.claimed_at, one.claimed_by.name,
            one.claim.division_code,
        )  # fmt: skip


def _asks(by: Staff) -> dict[str, Ask]:
    files = SettlementFile.objects.filter(
        Q(state=FileState.RECEIVED) | Q(state=FileState.SETTLED) & ~Q(received_by_id=by.pk)
    )
    changes = Change.objects.filter(confirmed_at__isnull=True).exclude(proposed_by=by)
    batches = RollImport.objects.filter(confirmed_at__isnull=True).exclude(submitted_by=by)
    waiting = PersonalClaim.objects.filter(decided_at__isnull=True).exclude(claimed_by=by)
    of_claim = {"claim": ("number", "division_code")}
    return {
        "files": Ask(files, {"hospital": ("name",), "received_by": ("name",)}),
        "changes": Ask(changes, {**of_claim, "proposed_by": ("name",)}),
        "rolls": Ask(batches, {"submitted_by": ("name",)}),
        "claims": Ask(waiting, {**of_claim, "household": ("number",), "claimed_by": ("name",)}),
    }


def finance_work(by: Staff) -> Iterator[Work]:
    """Yield the payments that wait for finance."""
    if by.role != Role.FINANCE_OFFICER:
        return
    rows = Statement.objects.filter(state__in=(StatementState.PREPARED, StatementState.APPROVED))
    for row in rows.select_related("hospital", "prepared_by").order_by("pk")[:AT_MOST]:
        words = f"{row.hospital.name} {format_yuan(row.cash_fen)}"
        yield Work(STATEMENT, row.number, row.number, words, row.prepared_at, row.prepared_by.name)
