"""How one audit row becomes a hash: SM3 over canonical JSON of every field, the hash of the row before included."""

import json
from datetime import UTC, datetime
from typing import Any, Protocol

from cryptography.hazmat.primitives import hashes
from django.core.serializers.json import DjangoJSONEncoder

FIRST = "0" * 64  # stands before the first row of a chain


class ChainedRow(Protocol):
    """The fields that the hash covers; an AuditEvent has them."""

    chain: str
    seq: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    object_kind: str
    object_id: str
    division_code: str
    before: Any
    after: Any
    reason: str
    previous_hash: str


def hash_of(row: ChainedRow) -> str:
    """Return the SM3 digest (64 hex digits) of a row, the same before and after either database stored it."""
    fields = [
        row.chain,
        row.seq,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.actor,
        row.actor_name,
        row.action,
        row.object_kind,
        row.object_id,
        row.division_code,
        row.before,
        row.after,
        row.reason,
        row.previous_hash,
    ]
    return sm3(canonical(fields))


def canonical(value: Any) -> bytes:
    """Return the one way to write a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sm3(content: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) in hex."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def storable(value: Any) -> Any:
    """Return the value as it will come back from a JSON column (tuples as lists, dates as text).

    Raises ValueError for what the two databases would give back differently: fractions (money is whole fen) and NUL.
    """
    if value is None:
        return None
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)
    if "\\u0000" in text:
        raise ValueError("审计内容含有 NUL 字符，PostgreSQL 不能保存")
    return json.loads(text, parse_float=_refuse_fraction)


def _refuse_fraction(text: str) -> float:
    raise ValueError(f"审计内容含有小数 {text}：金额请用整数分，比例请用整数基点，其余请用文字")
