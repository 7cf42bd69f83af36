"""One writer per chain at a time, so that sequence numbers have no gaps and nobody else waits."""

from collections.abc import Iterable

from django.db import connections
from django.db.transaction import TransactionManagementError

from minzheng.services.audit.chain import sm3

# The first half of PostgreSQL's two-number advisory locks is ours; the second is a slot.
NAMESPACE = 0x6D7A
# Chains share slots, so that an import touching thousands of cases cannot fill the server's lock table.
SLOTS = 1024


def hold(chains: Iterable[str], *, using: str) -> None:
    """Hold the chains until the transaction ends. SQLite's IMMEDIATE transactions already admit one writer only.

    Raises TransactionManagementError outside a transaction: an audit row stands or falls with the change it records.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise TransactionManagementError("审计记录必须与它所记录的变更在同一事务中：请在 transaction.atomic() 内调用")
    if connection.vendor != "postgresql":
        return
    slots = sorted({int(sm3(chain.encode())[:8], 16) % SLOTS for chain in chains})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, slot) FROM unnest(%s::int[]) AS slot", [NAMESPACE, slots])
