"""What the rooms gave to a household or a person, each payment once: for a ledger of everything somebody was helped by.

A room registers a reader from its apps.py, as what it holds is registered; who asks adds them up, and knows nobody by
name. A payment is told by the room that made it: what another room only looks at again, it does not tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cost(StrEnum):
    """A cost that a payment can have met and no other."""

    TREATMENT = "treatment"


@dataclass(frozen=True)
class Whom:
    """Of whom is asked, and from which day to which: keys of the registry."""

    person_ids: frozenset[int]
    household_ids: frozenset[int]
    since: date
    until: date


@dataclass(frozen=True)
class Given:
    """One payment as its room tells it: `reference` is its name there for ever; goods are told in words, with 0 fen.

    `cost` says which cost it met, where it could only meet that one. A standing benefit is paid month by month whatever
    happened, and so is never help for one event.
    """

    room: str
    reference: str
    words: str
    amount_fen: int
    given_on: date
    cost: Cost | None = None
    goods: str = ""
    is_standing: bool = False


Reader = Callable[[Whom], list[Given]]
_rooms: dict[str, Reader] = {}


def register(room: str, reader: Reader) -> None:
    """Make a room heard, by the name it signs its dues with."""
    _rooms[room] = reader


def tellers() -> frozenset[str]:
    """Return the rooms that tell their own: whoever pays for them leaves theirs out."""
    return frozenset(_rooms)


def given_to(whom: Whom) -> list[Given]:
    """Return what all rooms gave, the newest first. Needs a scope of the whole county: people move."""
    found = {(one.room, one.reference): one for reader in _rooms.values() for one in reader(whom)}
    return sorted(found.values(), key=lambda one: (one.given_on, one.room, one.reference), reverse=True)
