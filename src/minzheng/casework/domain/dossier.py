"""The dossier: what is known of a household on a day, with where each fact comes from. Reads, writes nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from minzheng.casework.models import Case


@dataclass(frozen=True)
class SourceRow:
    """One fact with its origin: who it is about, what it says, who says so, since when it is known and holds."""

    code: str
    member: int | None
    label: str
    value: int | bool | None
    source: str
    known_at: str
    holds_from: str
    rows: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return asdict(self)


@dataclass(frozen=True)
class Dossier:
    """One frozen reading of the registry. `facts` has the shape of an example's facts; unknown stays absent."""

    on: date
    known_at: datetime
    at_division: str
    person_ids: tuple[int, ...]
    member_names: tuple[str, ...]
    facts: Mapping[str, Any]
    sources: tuple[SourceRow, ...]
    digest: str


def build(case: Case, *, on: date, known_at: datetime) -> Dossier:
    """Read the household as known at `known_at` to be on `on`."""
    raise NotImplementedError


def canonical(facts: Mapping[str, Any]) -> str:
    """Return the one JSON text of these facts: sorted keys, no spaces."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(facts: Mapping[str, Any], sources: tuple[SourceRow, ...]) -> str:
    """Return the fingerprint of a dossier (SHA-256)."""
    text = canonical({"facts": facts, "sources": [row.as_dict() for row in sources]})
    return hashlib.sha256(text.encode()).hexdigest()
