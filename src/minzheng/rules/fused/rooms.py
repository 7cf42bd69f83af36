"""Where the values of a block of households are kept, and how lines of text name them.

Every value of a block has a room of ROOM rows, a number or a yes or no a row. In the text it is called by the code of
the fact, total or formula; two letters and two underscores before it tell what else of it is meant.
"""

import re
from collections.abc import Iterable, Sequence

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER

ROOM = 4096
"""Rows of one scope in a block at most: short enough for the processor's cache, long enough to pay for its code."""
AT = {HOUSEHOLD: "q", PERSON: "k", SUPPORTER: "j"}

WHOLE, RAW = "all__", "raw__"
"""The whole room rather than the block's rows of it; the room eight answers at a time."""
COLUMN, RESULT, TOLD = "in__", "to__", "known__"
"""The block's rows of a column, of a result, and of whether a result is known."""
GIVEN, LACKS, MASK, EACH, ADDEND, FOUND = "given__", "lacks__", "mask__", "each__", "add__", "found__"
"""Whether a fact was given; whether it is missing; the bits of what a value lacks; a household's value at each of its
rows; what a row adds to a total; a result before it is written."""


class Rooms:
    """The rooms of a module: `w` holds numbers, `y` a yes or no.

    Rooms are given out when all parts are written: one that no later part reads is used again, so that a block stays
    within the processor's cache.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[str, str]] = {}
        self.places: dict[str, int] = {}
        self.used = {"w": 1, "y": 1}
        self.columns: set[str] = set()

    def place(self, name: str, scope: str, *, is_bool: bool) -> str:
        """Return the words for this value in a loop over the rows of its scope."""
        self.kinds.setdefault(name, ("y" if is_bool else "w", scope))
        return f"{name}[{AT[scope]}]"

    def leave(self, code: str, scope: str) -> None:
        """Let the numbers of a fact be read where they stand, in its column: they need no room."""
        self.kinds[code] = ("w", scope)
        self.columns.add(code)

    def is_number(self, name: str) -> bool:
        """Whether a word names a room of numbers."""
        return name in self.kinds and self.kinds[name][0] == "w"

    def give_out(self, parts: Sequence[Sequence[str]]) -> None:
        """Give each value a room from the first part that names it to the last."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for number, part in enumerate(parts):
            for name in map(_plain, words_of(part)):
                if name in self.kinds and name not in self.columns:
                    first.setdefault(name, number)
                    last[name] = number
        free: dict[str, list[int]] = {"w": [], "y": []}
        for number in range(len(parts)):
            for name in (name for name, start in first.items() if start == number):
                kind = self.kinds[name][0]
                if not free[kind]:
                    free[kind].append(self.used[kind])
                    self.used[kind] += 1
                self.places[name] = free[kind].pop() * ROOM
            for name in (name for name, end in last.items() if end == number):
                free[self.kinds[name][0]].append(self.places[name] // ROOM)

    def view(self, word: str) -> str | None:
        """Return the line that names the rows of a value; None for a word that is no value's."""
        name = _plain(word)
        if name in self.columns:
            at = AT[self.kinds[name][1]]
            return f"{word} = rows(c_{name}, at_{at} + low_{at}, count_{at})"
        if name not in self.places:
            return None
        kind, scope = self.kinds[name]
        place, at = self.places[name], AT[scope]
        if word.startswith(WHOLE):
            return f"{word} = rows({kind}, {place}, {ROOM})"
        if word.startswith(RAW):
            return f"{word} = rows(y8, {place >> 3}, bytes_{at})"
        return f"{word} = rows({kind}, {place} + low_{at}, count_{at})"

    def sizes(self) -> tuple[int, int]:
        """Return how many numbers and how many answers the rooms hold together."""
        return self.used["w"] * ROOM, self.used["y"] * ROOM


def words_of(lines: Iterable[str]) -> list[str]:
    """Return the names in lines of text, each once; what stands in a comment is passed over."""
    found = (word for line in lines for word in re.findall(r"[a-z_][a-z_0-9]*", line.split("  #")[0]))
    return list(dict.fromkeys(found))


def _plain(word: str) -> str:
    return word.removeprefix(WHOLE).removeprefix(RAW)
