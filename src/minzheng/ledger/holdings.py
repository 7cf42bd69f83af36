"""What other rooms know to be reserved and paid on the accounts of a fund, beside the lines of pay lists.

A room registers its own from its apps.py; the check of the books adds them up, and knows nobody by name.
"""

from collections import Counter
from collections.abc import Callable

Holding = Callable[[], dict[tuple[str, str], int]]
_rooms: list[Holding] = []


def register(holding: Holding) -> None:
    """Make a room heard: it returns fen by fund code and kind of account."""
    if holding not in _rooms:
        _rooms.append(holding)


def held_elsewhere() -> dict[tuple[str, str], int]:
    """Return the sums of all rooms."""
    total: Counter[tuple[str, str]] = Counter()
    for room in _rooms:
        total.update(room())
    return dict(total)
