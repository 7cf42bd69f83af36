"""What waits for somebody: files, payments, corrections, agreements, rolls, findings, claims of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.claims.enums import FileState, StatementState
from minzheng.claims.models import Change, PersonalClaim, RollImport, SettlementFile, Statement
from minzheng.kernel.fen import format_yuan

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
    """Yield what a county officer can do next; nobody is asked for the second half of their own act."""
    rows = SettlementFile.objects.filter(state__in=(FileState.RECEIVED, FileState.SETTLED)).defer("content_sealed")
    for file in rows.select_related("hospital", "received_by").order_by("pk")[:AT_MOST]:
        if file.state == FileState.RECEIVED or file.received_by_id != by.pk:
            yield Work(
                FILE, file.number, file.number, f"{file.hospital.name} {file.get_state_display()}", file.received_at,
                file.received_by.name,
            )  # fmt: skip
    changes = Change.objects.filter(confirmed_at__isnull=True).exclude(proposed_by=by)
    for change in changes.select_related("claim", "proposed_by").order_by("pk")[:AT_MOST]:
        yield Work(
            CHANGE, str(change.claim_id), change.claim.number, change.reason, change.proposed_at,
            change.proposed_by.name,
        )  # fmt: skip
    batches = RollImport.objects.filter(confirmed_at__isnull=True).exclude(submitted_by=by)
    for batch in batches.select_related("submitted_by").order_by("pk")[:AT_MOST]:
        yield Work(ROLL, batch.number, batch.number, batch.source, batch.submitted_at, batch.submitted_by.name)
    waiting = PersonalClaim.objects.filter(decided_at__isnull=True).exclude(claimed_by=by)
    for one in waiting.select_related("claim__person", "claimed_by").order_by("pk")[:AT_MOST]:
        yield Work(
            CLAIM, str(one.pk), one.claim.number, one.claim.person.name, one.claimed_at, one.claimed_by.name,
            one.claim.division_code,
        )  # fmt: skip


def finance_work(by: Staff) -> Iterator[Work]:
    """Yield the payments that wait for finance."""
    if by.role != Role.FINANCE_OFFICER:
        return
    rows = Statement.objects.filter(state__in=(StatementState.PREPARED, StatementState.APPROVED))
    for row in rows.select_related("hospital", "prepared_by").order_by("pk")[:AT_MOST]:
        words = f"{row.hospital.name} {format_yuan(row.cash_fen)}"
        yield Work(STATEMENT, row.number, row.number, words, row.prepared_at, row.prepared_by.name)
