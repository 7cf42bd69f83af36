"""The bits of missing facts beside the values of a block: which value rests on which of them.

A value's key says what its bits are made of: facts, totals, or values that rest on one thing or another depending on a
third. Values with one key have one set of bits, which is reckoned once; a value without a key can lack nothing.
"""

from collections.abc import Iterable

from minzheng.rules.declare import HOUSEHOLD
from minzheng.rules.fused.parts import Parts
from minzheng.rules.fused.rooms import AT, LACKS, MASK
from minzheng.rules.plan import PlanStep

NONE = "0"
Key = frozenset[str]


class Bits:
    """The bits of the values that were reckoned so far, each under the scope in whose rows it is read."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._keys: dict[tuple[str, str], Key] = {}
        self._kept: dict[tuple[str, Key], str] = {}

    def of(self, names: Iterable[str], scope: str) -> str:
        """Return the words for the bits of any of these names in a loop over the rows of a scope."""
        keys = (self._keys.get((name, scope)) for name in names)
        rooms = dict.fromkeys(self._kept[scope, key] for key in keys if key)
        return " | ".join(f"{room}[{AT[scope]}]" for room in rooms) or NONE

    def are_those(self, name: str, scope: str) -> str:
        """Return the room for bits that nothing else has, from now on the bits of this name."""
        key = frozenset((name,))
        self._keys[name, scope], self._kept[scope, key] = key, f"{MASK}{AT[scope]}_{name}"
        return self.room(name, scope)

    def room(self, name: str, scope: str) -> str:
        """Return the room of a name's bits."""
        return self.parts.rooms.place(f"{MASK}{AT[scope]}_{name}", scope, is_bool=False)

    def of_facts(self) -> None:
        """Lay out the bits of the facts that may be missing."""
        layout = self.parts.layout
        for code, bit in layout.bits.items():
            scope = layout.step(code).scope
            self.parts.loop(scope, f"{self.are_those(code, scope)} = {bit} if {LACKS}{code}[{AT[scope]}] != 0 else 0")

    def of_formula(self, step: PlanStep, decides: str) -> None:
        """Reckon the bits of a formula; `decides`: the words for the answer on which it depends whether it arises."""
        scope = step.scope
        rest = self.of(step.needs, scope)
        if step.only_if:
            before = self.of((step.only_if,), scope)
            if (before, rest) == (NONE, NONE):
                return
            words = f"{rest} if {decides} else 0"
            words = words if before == NONE else f"{before} if {before} != 0 else ({words})"
            self.parts.loop(scope, f"{self.are_those(step.code, scope)} = {words}")
            return
        key: Key = frozenset().union(*(self._keys.get((name, scope), frozenset()) for name in step.needs))
        if not key:
            return
        self._keys[step.code, scope] = key
        if (scope, key) not in self._kept:
            self.parts.loop(scope, f"{self.room(step.code, scope)} = {rest}")
            self._kept[scope, key] = f"{MASK}{AT[scope]}_{step.code}"

    def of_addend(self, step: PlanStep, belongs: str) -> str:
        """Return the words for what a row adds to the bits of a total; `belongs`: the words for whether it counts."""
        scope = step.over
        of, where = (self.of((name,), scope) if name else NONE for name in (step.of, step.where))
        if of == NONE or not step.where:
            return where if of == NONE else of
        words = f"{of} if {belongs} else 0"
        if where != NONE:
            words = f"{where} | ({of} if {where} != 0 or {belongs} else 0)"
        name = f"row_of_{step.code}"
        self.parts.loop(scope, f"{self.room(name, scope)} = {words}")
        return self.room(name, scope)

    def spread(self, name: str, scope: str) -> list[str]:
        """Return the line that copies the bits of a household's value to one of its rows, if it can lack anything."""
        words = self.of((name,), HOUSEHOLD)
        return [] if words == NONE else [f"{self.are_those(name, scope)} = {words}"]
