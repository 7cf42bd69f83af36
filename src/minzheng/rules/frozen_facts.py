"""Facts as they were frozen with a determination before a fact was renamed: read so that they come to the same fen.

Until 2026-11 casework itself said who counts (`is_counted`), relations were not facts, and cars had no value. A decided
record is never edited, so what it says is put into today's words when it is read.
"""

from collections.abc import Mapping
from typing import Any

HEAD = 2


def in_todays_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return frozen facts under today's names; facts frozen under today's names come back unchanged."""
    members = [dict(member) for member in facts.get("members", ())]
    if not any("is_counted" in member for member in members):
        return dict(facts)
    for member in members:
        counted = member.pop("is_counted", True)
        # Whoever heads a household counts, and so does everybody who counted then; the rest are left out.
        member.setdefault("relation", HEAD)
        if not counted:
            member["is_excluded_by_province"] = True
    found = {**facts, "members": members}
    if found.get("passenger_cars"):
        found.setdefault("cars_value_fen", 0)
    return found
