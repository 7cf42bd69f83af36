"""Families as columns: one sequence per fact, members and supporters one after the other, marked off by offsets.

A yes or no is one bit, and so is whether a fact was given: eight to a byte, the first in the lowest bit, as Arrow has
them. Money is 64 bits wide in fen, other numbers 32.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec
from minzheng.rules.fused.layout import Layout, is_settled
from minzheng.rules.given import MEMBERS, SUPPORTERS

WIDE, NARROW, BIT = "int64", "int32", "bit"
ROWS = {PERSON: MEMBERS, SUPPORTER: SUPPORTERS}


def width(fact: FactSpec) -> str:
    """Return how a fact is kept: WIDE, NARROW or BIT."""
    if fact.is_bool:
        return BIT
    return WIDE if fact.type == "fen" else NARROW


@dataclass(slots=True)
class Columns:
    """`count` households. `values` and `validity` by fact; no validity: every value was given.

    `offsets[PERSON][h]` is where the members of household h begin, one more entry than households; `SUPPORTER` alike.
    `checked`: the facts whose values are known to be within their bounds, and the scopes whose sizes are; who fills
    columns from checked values says so, everything else is checked when it is first reckoned with.
    """

    count: int
    offsets: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    validity: dict[str, Any] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)

    def rows(self, scope: str) -> int:
        """Return how many rows a scope has: households, members or supporters."""
        return self.count if scope == HOUSEHOLD else int(self.offsets[scope][self.count])

    @property
    def is_complete(self) -> bool:
        """Whether every value was given."""
        return not any(bits is not None for bits in self.validity.values())


def from_families(families: Sequence[Mapping[str, Any]], facts: Iterable[FactSpec]) -> Columns:
    """Return the columns of families given as facts are for one case; raise FactsRefused as there, naming the family.

    Facts that nobody asks for are passed over.
    """
    by_scope: dict[str, list[FactSpec]] = {HOUSEHOLD: [], PERSON: [], SUPPORTER: []}
    for fact in facts:
        by_scope[fact.scope].append(fact)
    rows: dict[str, list[Mapping[str, Any]]] = {HOUSEHOLD: list(families), PERSON: [], SUPPORTER: []}
    offsets: dict[str, list[int]] = {PERSON: [0], SUPPORTER: [0]}
    for number, family in enumerate(families):
        for scope, name in ROWS.items():
            people = family.get(name) or ()
            check_size(scope, len(people), number)
            rows[scope] += people
            offsets[scope].append(len(rows[scope]))
    columns = Columns(len(families), offsets)
    for scope, asked in by_scope.items():
        for fact in asked:
            given = [row.get(fact.code) for row in rows[scope]]
            check_values(fact, given)
            columns.values[fact.code], columns.validity[fact.code] = _column(fact, given)
    columns.checked = {*columns.values, *ROWS}
    return columns


def family_at(columns: Columns, facts: Iterable[FactSpec], number: int) -> dict[str, Any]:
    """Return one family as facts are given for one case: what was not given stays absent."""
    family: dict[str, Any] = {}
    spans = {HOUSEHOLD: (number, number + 1)}
    for scope, name in ROWS.items():
        spans[scope] = (int(columns.offsets[scope][number]), int(columns.offsets[scope][number + 1]))
        family[name] = [{} for _row in range(spans[scope][0], spans[scope][1])]
    for fact in facts:
        if fact.code not in columns.values:
            continue
        first, last = spans[fact.scope]
        values, bits = columns.values[fact.code], columns.validity.get(fact.code)
        places = [family] if fact.scope == HOUSEHOLD else family[ROWS[fact.scope]]
        for row, place in zip(range(first, last), places, strict=True):
            if bits is None or bits[row >> 3] >> (row & 7) & 1:
                place[fact.code] = bool(values[row >> 3] >> (row & 7) & 1) if fact.is_bool else int(values[row])
    if not family[SUPPORTERS]:
        del family[SUPPORTERS]
    return family


def check_size(scope: str, people: int, number: int) -> None:
    """Raise FactsRefused for a household without members, or with more than the totals are proved for."""
    if people < (scope == PERSON):
        raise FactsRefused(f"第{number + 1}户没有家庭成员。请列出成员，至少一人。")
    if people > LARGEST_FAMILY:
        whose = "成员" if scope == PERSON else "赡养、抚养、扶养义务人"
        raise FactsRefused(f"第{number + 1}户的{whose}有{people}人，超过{LARGEST_FAMILY}人，请核对。")


def check_values(fact: FactSpec, given: Sequence[Any]) -> None:
    """Raise FactsRefused for a value of the wrong type or out of bounds: without them nothing is proved to fit."""
    for row, value in enumerate(given):
        if value is None:
            continue
        is_sound = isinstance(value, bool) if fact.is_bool else type(value) is int
        if not is_sound or not fact.minimum <= value <= fact.maximum:
            raise out_of_bounds(fact, row, value)


def check(
    columns: Columns,
    facts: Iterable[FactSpec],
    sizes: Callable[[Columns, str], None],
    bounds: Callable[[Columns, FactSpec], None],
) -> None:
    """Raise FactsRefused for a family of a wrong size or a value out of bounds; what was checked once is not again.

    `sizes` and `bounds` check one scope and one fact: those below, or those of `arrays`.
    """
    for scope in ROWS:
        if scope not in columns.checked:
            sizes(columns, scope)
            columns.checked.add(scope)
    for fact in facts:
        if fact.code not in columns.checked:
            if not fact.is_bool and columns.rows(fact.scope):
                bounds(columns, fact)
            columns.checked.add(fact.code)


def check_sizes(columns: Columns, scope: str) -> None:
    """Raise FactsRefused for the first household of a wrong size."""
    marks = columns.offsets[scope]
    for number in range(columns.count):
        check_size(scope, int(marks[number + 1] - marks[number]), number)


def check_bounds(columns: Columns, fact: FactSpec) -> None:
    """Raise FactsRefused for the first value out of bounds; what was not given may hold anything."""
    values, bits = columns.values[fact.code], columns.validity.get(fact.code)
    for row in range(columns.rows(fact.scope)):
        if not fact.minimum <= values[row] <= fact.maximum and (bits is None or bits[row >> 3] >> (row & 7) & 1):
            raise out_of_bounds(fact, row, int(values[row]))


def out_of_bounds(fact: FactSpec, row: int, value: object) -> FactsRefused:
    """Return the refusal of one value: which fact, which row of its scope, what is allowed."""
    whose = {HOUSEHOLD: "户", PERSON: "名成员", SUPPORTER: "名赡养人"}[fact.scope]
    allowed = "true 或 false" if fact.is_bool else f"{fact.minimum}至{fact.maximum}的整数"
    return FactsRefused(f"第{row + 1}{whose}的{fact.label}（{fact.code}）为{value}，应为{allowed}，请核对。")


def _column(fact: FactSpec, given: Sequence[Any]) -> tuple[Any, Any]:
    filler: Any = False if fact.is_bool else fact.minimum
    values = [filler if value is None else value for value in given]
    absent = any(value is None for value in given)
    validity = packed([value is not None for value in given]) if absent else None
    return (packed(values) if fact.is_bool else values), validity


def packed(answers: Sequence[int]) -> bytes:
    """Return yes and no, eight to a byte, the first in the lowest bit; never empty."""
    found = bytearray(len(answers) // 8 + 1)
    for number, answer in enumerate(answers):
        if answer:
            found[number >> 3] |= 1 << (number & 7)
    return bytes(found)


def given(columns: Columns, layout: Layout) -> dict[str, Any]:
    """Return what the plain loop reads of the columns, by argument name."""
    found: dict[str, Any] = {}
    for scope, steps in layout.facts.items():
        size = columns.rows(scope) // 8 + 1
        for step in steps:
            fact = step.fact
            assert fact is not None  # noqa: S101 - the steps are facts
            values, bits = columns.values[fact.code], columns.validity.get(fact.code) or b"\xff" * size
            if is_settled(fact):
                values = _bitwise(values, bits, size, "or not" if fact.default else "and")
            found |= {f"c_{fact.code}": values, f"v_{fact.code}": bits}
    for group in layout.together:
        size = columns.rows(group.scope) // 8 + 1
        bits = [found[f"v_{step.code}"] for step in group.steps]
        found[group.name] = reduce(partial(_bitwise, size=size, how="and"), bits)
    return found


def _bitwise(one: bytes, other: bytes, size: int, how: str) -> bytes:
    a, b = (int.from_bytes(bits[:size], "little") for bits in (one, other))
    every = (1 << 8 * size) - 1
    return (a & b if how == "and" else a | (every ^ b)).to_bytes(size, "little")
