"""What another program found of a person, taken over as it stands: recognised once for all (社会救助法 第四十二条)."""

from collections.abc import Mapping
from dataclasses import dataclass

from minzheng.rules.program import Passport, Program


@dataclass(frozen=True, slots=True)
class Held:
    """A finding in force: the layer the person's household falls into, and whether the benefit covers the person."""

    layer: str
    receives: bool


def recognised(program: Program, held: Mapping[str, Held]) -> dict[str, bool]:
    """Return the facts, of a person and the household, that findings of other programs answer with yes.

    `held` has the finding in force by the code of the program that made it. What nobody found stays unanswered: it is
    as the fact itself says (a default, or unknown), never a no that overrules what an officer recorded.
    """
    return {one.fact: True for one in program.passports if _answers(one, held.get(one.program))}


def _answers(passport: Passport, found: Held | None) -> bool:
    if found is None or (passport.recipients_only and not found.receives):
        return False
    # Who draws the benefit itself needs no layer: only recipients have it.
    return not passport.layers or found.layer in passport.layers or (passport.recipients_only and not found.layer)
