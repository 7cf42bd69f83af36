"""The books' own witness: what was written is said again in the audit chain, under a key that is not in the database.

Every batch of transfers or dues, and every account, leaves an audit row with the fields of its rows, the keyed digest
of the batch before and its own. The chain shows what is missing, the minute's seal keeps its head, the digest shows a
row written by somebody without the key; so a change of a row is found, and named, by `seal_check`.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from django.db import models

from minzheng.accounts.models import Staff
from minzheng.ledger.models import Account, Due, Transfer
from minzheng.services import vault
from minzheng.services.audit.chain import FIRST, canonical
from minzheng.services.audit.domain.record import Acts, NewEvent
from minzheng.services.audit.models import AuditEvent

Row = TypeVar("Row", bound=models.Model)
# What stands in an audit row as it is.
PLAIN = frozenset({str, int, bool, type(None)})
CHAIN = "ledger"
DUES = "dues:"
CONTEXT = "ledger.seal"
ROWS_IN_A_BATCH = 1000
POSTED, WRITTEN, OPENED = "transfer.posted", "due.written", "account.opened"

# The order in which fields stand in an audit row; new ones are added at the end, so that old rows are still read.
TRANSFER_FIELDS = (
    "id",
    "debit_id",
    "credit_id",
    "amount_fen",
    "idempotency_key",
    "why",
    "reference_kind",
    "reference_id",
    "reverses_id",
    "division_code",
    "month",
    "made_by",
    "made_at",
)
DUE_FIELDS = (
    "id",
    "household_id",
    "payee_id",
    "program",
    "month",
    "kind",
    "amount_fen",
    "source_room",
    "decision_id",
    "case_number",
    "document_number",
    "person_count",
    "division_code",
    "made_by",
    "made_at",
    "cost_category",
    "series",
)
ACCOUNT_FIELDS = ("id", "code", "kind", "fund_code", "may_go_negative", "opened_at", "unit")


def seal_transfers(rows: Sequence[Transfer], *, by: Staff, at: datetime) -> None:
    """Say the transfers again in the chain of the books, so many to an audit row."""
    events = []
    for part in _parts(rows):
        after = {
            "transfers": [said(row, TRANSFER_FIELDS) for row in part],
            "total_fen": sum(row.amount_fen for row in part),
        }
        alone = len(part) == 1
        events.append(
            NewEvent(
                chain=CHAIN,
                action=POSTED,
                object_kind=part[0].reference_kind,
                object_id=part[0].reference_id if alone else f"{len(part)}",
                division_code=part[0].division_code if alone else "",
                after=after,
            )
        )
    _write(events, by=by, at=at)


class DuesSaid:
    """Dues said again, with their people, part by part, and written at the end.

    A chain for each program: two programs do not wait for each other.
    """

    def __init__(self, programs: Iterable[str], *, by: Staff, at: datetime) -> None:
        """Hold the chains of these programs until the transaction ends."""
        self._chains = _Sealing({f"{DUES}{program}" for program in programs}, by=by, at=at)

    @staticmethod
    def parts(rows: Iterable[Due]) -> Iterator[Sequence[Due]]:
        """Split dues as they stand in the chains: by program and key, so many to an audit row."""
        ordered = sorted(rows, key=lambda row: (row.program, row.pk))
        for _program, dues in groupby(ordered, key=lambda row: row.program):
            yield from _parts(list(dues))

    def say(self, part: Sequence[Due], people: Mapping[int, Sequence[int]]) -> None:
        """Say one of the parts; no query."""
        after = {
            "dues": [said(row, DUE_FIELDS) for row in part],
            "people": [sorted(people.get(row.pk, ())) for row in part],
            "total_fen": sum(row.amount_fen for row in part),
        }
        chain = f"{DUES}{part[0].program}"
        self._chains.add(
            NewEvent(chain=chain, action=WRITTEN, object_kind="ledger.Due", object_id=f"{len(part)}", after=after)
        )

    def write(self) -> None:
        """Write the audit rows."""
        self._chains.write()


def seal_account(row: Account, *, by: Staff, at: datetime) -> None:
    """Say an account again as it was opened."""
    after = {
        "fund_code": row.fund_code,
        "kind": str(row.kind),
        "account": said(row, ACCOUNT_FIELDS),
    }
    event = NewEvent(chain=CHAIN, action=OPENED, object_kind="ledger.Account", object_id=row.code, after=after)
    _write([event], by=by, at=at)


def said(row: models.Model, fields: Sequence[str]) -> list[Any]:
    """Return the fields of a row as the audit row holds them, the same from either database."""
    return [value if type(value) in PLAIN else _plain(value) for value in attrgetter(*fields)(row)]


def is_ours(event: AuditEvent) -> bool:
    """Whether the digest of a batch was made with one of our keys and covers what it holds."""
    kept = event.after or {}
    after = {name: value for name, value in kept.items() if name != "seal"}
    wanted = vault.search_indexes(_message(event.chain, event.action, after), context=CONTEXT)
    given = str(kept.get("seal", ""))
    return any(hmac.compare_digest(given, found.hex()) for found in wanted)


def _write(events: Sequence[NewEvent], *, by: Staff, at: datetime) -> None:
    if events:
        sealing = _Sealing({event.chain for event in events}, by=by, at=at)
        for event in events:
            sealing.add(event)
        sealing.write()


class _Sealing:
    """Gives each event the digest before it in its chain, and its own."""

    def __init__(self, chains: Iterable[str], *, by: Staff, at: datetime) -> None:
        held = sorted(set(chains))
        self._acts = Acts(held, at=at, by=by)
        self._last = {chain: _last_seal(chain) for chain in held}

    def add(self, event: NewEvent) -> None:
        after = {**event.after, "previous": self._last[event.chain]}
        digest = vault.index(_message(event.chain, event.action, after), context=CONTEXT).hex()
        self._last[event.chain] = digest
        self._acts.add(replace(event, after={**after, "seal": digest}))

    def write(self) -> None:
        self._acts.write()


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + ROWS_IN_A_BATCH] for start in range(0, len(rows), ROWS_IN_A_BATCH))


def _last_seal(chain: str) -> str:
    rows = AuditEvent.objects.filter(chain=chain, action__in=(POSTED, WRITTEN, OPENED)).order_by("-seq")
    after = rows.values_list("after", flat=True).first()
    return (after or {}).get("seal", FIRST)


def _message(chain: str, action: str, after: Mapping[str, Any]) -> str:
    return canonical([chain, action, after]).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)
