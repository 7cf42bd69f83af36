"""Which program this room makes due, and the accounts of its funds."""

from functools import cache

from minzheng.casework.queries.price_linked import made_due_by

ROOM = "claims"


@cache
def program() -> str:
    """Return the code of the program whose claims are kept here: the one whose card names this room."""
    return made_due_by(ROOM)
