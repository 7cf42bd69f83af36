"""What may keep a year from being closed: a room above the books says what of a fund is still under way.

A room registers its own from its apps.py, as kinds of jobs are registered; the books call, and know nobody by name.
"""

from collections.abc import Callable

Standing = Callable[[str, int], list[str]]
_rooms: list[Standing] = []


def register(standing: Standing) -> None:
    """Make a room heard: given a fund's code and the year it returns one sentence for each thing that stands open."""
    if standing not in _rooms:
        _rooms.append(standing)


def standing_open(fund_code: str, year: int) -> list[str]:
    """Return what stands open, in words."""
    return [sentence for room in _rooms for sentence in room(fund_code, year)]
