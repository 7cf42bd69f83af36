"""Writing audit rows, in the transaction of the change they record.

Chains: "case:<pk>" for a case, "read:<user>:<day>" for reads of private data, one per room for everything else. A
chain's writers wait for each other until commit, so take a room's chain late in a long transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import router
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.chain import FIRST, hash_of, storable
from minzheng.services.audit.locks import hold
from minzheng.services.audit.models import AuditEvent
from minzheng.services.inserting import insert_all

# Chains whose heads are looked up in one query; well below SQLite's limit of variables.
HEADS_AT_ONCE = 500
ROWS_AT_ONCE = 1000


class PurposeMissing(Refused):
    """Private data may be read only for a stated purpose."""


class Actor(Protocol):
    """Who acts: an account of accounts.Staff has both."""

    username: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One act to be recorded with others by `record_many`."""

    chain: str
    action: str
    object_kind: str
    object_id: str
    division_code: str = ""
    before: Any = None
    after: Any = None
    reason: str = ""
    at: datetime | None = None


def record(
    *,
    chain: str,
    at: datetime,
    by: Actor | None,
    action: str,
    object_kind: str,
    object_id: str,
    division_code: str = "",
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> AuditEvent:
    """Append one act to a chain. `by` None is the system itself.

    Raises TransactionManagementError outside a transaction, ValueError for JSON that cannot be stored exactly.
    """
    event = NewEvent(
        chain=chain,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        division_code=division_code,
        before=before,
        after=after,
        reason=reason,
    )
    using = router.db_for_write(AuditEvent)
    hold([chain], using=using)
    head = AuditEvent.objects.using(using).filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
    row = _row(event, head or (0, FIRST), by=by, at=at)
    row.save(using=using, force_insert=True)
    return row


def record_many(events: Iterable[NewEvent], *, at: datetime, by: Actor | None) -> int:
    """Append many acts, of one chain or of many, in the order given; return how many. Much faster than `record`.

    Raises as `record` does.
    """
    events = list(events)
    acts = Acts({event.chain for event in events}, at=at, by=by)
    for event in events:
        acts.add(event)
    return acts.write()


class Acts:
    """Many acts appended one by one and written together: their hashes are reckoned while other rows are written."""

    def __init__(self, chains: Iterable[str], *, at: datetime, by: Actor | None) -> None:
        """Hold the chains until the transaction ends. Raises as `record` does."""
        self._at, self._by = at, by
        self._using = router.db_for_write(AuditEvent)
        ordered = sorted(set(chains))
        hold(ordered, using=self._using)
        self._heads = _heads(ordered, self._using)
        self._rows: list[AuditEvent] = []

    def add(self, event: NewEvent) -> None:
        """Append an act to one of the chains; no query. Raises ValueError as `record` does."""
        row = _row(event, self._heads.get(event.chain, (0, FIRST)), by=self._by, at=event.at or self._at)
        self._heads[event.chain] = (row.seq, row.hash)
        self._rows.append(row)

    def write(self) -> int:
        """Write what was appended, once; return how many."""
        rows, self._rows = self._rows, []
        insert_all(rows, at_once=ROWS_AT_ONCE)
        return len(rows)


def record_read(
    *,
    by: Actor,
    at: datetime,
    object_kind: str,
    object_id: str,
    division_code: str,
    purpose: str,
) -> AuditEvent:
    """Record that a person read private data (ID, bank, phone number in full), and for what (社会救助法 第七十条(六)).

    Raises PurposeMissing for an empty purpose.
    """
    if not purpose.strip():
        raise PurposeMissing(_("查看完整号码须填写事由（例如“核对申请人身份”），查看记录将留存备查。"))
    return record(
        chain=f"read:{by.username}:{local_day(at).isoformat()}",
        at=at,
        by=by,
        action="read",
        object_kind=object_kind,
        object_id=object_id,
        division_code=division_code,
        reason=purpose.strip(),
    )


def _row(event: NewEvent, head: tuple[int, str], *, by: Actor | None, at: datetime) -> AuditEvent:
    """Return the unsaved row that follows `head` (its seq and hash)."""
    if at.tzinfo is None:
        raise ValueError("审计时间须带时区")
    row = AuditEvent(
        chain=event.chain,
        seq=head[0] + 1,
        at=at,
        actor=by.username if by else "",
        actor_name=by.name if by else "",
        action=event.action,
        object_kind=event.object_kind,
        object_id=str(event.object_id),
        division_code=event.division_code,
        before=storable(event.before),
        after=storable(event.after),
        reason=event.reason,
        previous_hash=head[1],
    )
    row.hash = hash_of(row)
    return row


def _heads(chains: list[str], using: str) -> dict[str, tuple[int, str]]:
    """Return the last seq and hash of each chain that has rows."""
    heads: dict[str, tuple[int, str]] = {}
    newest_first = Window(RowNumber(), partition_by=F("chain"), order_by=F("seq").desc())
    for start in range(0, len(chains), HEADS_AT_ONCE):
        part = chains[start : start + HEADS_AT_ONCE]
        rows = AuditEvent.objects.using(using).filter(chain__in=part).annotate(place=newest_first).filter(place=1)
        heads |= {chain: (seq, digest) for chain, seq, digest in rows.values_list("chain", "seq", "hash")}
    return heads
