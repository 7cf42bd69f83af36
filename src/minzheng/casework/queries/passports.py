"""What other programs have found: nobody is asked or checked a second time (社会救助法 第四十二条).

One reading for households and for single people: the last decision that stands in the month. A finding that nobody has
decided on yet recognises nobody; a benefit that is suspended leaves the layer and is not drawn.
"""

from dataclasses import dataclass
from datetime import date

from minzheng.casework.enums import UNPAID_KINDS
from minzheng.casework.queries.in_force import held_of
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.registry.models import Household
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import Program


@dataclass(frozen=True)
class Found:
    """One decision that stands: the layer found (empty for a benefit taken over from the office's own books).

    `covered_ids` are whom the benefit covers, `person_ids` all of whom it was found; `source` names the case.
    """

    program: str
    layer: str
    is_paid: bool
    person_ids: frozenset[int]
    covered_ids: frozenset[int]
    source: str
    since: date


def findings(program: Program, month: Month, household: Household | None = None) -> list[Found]:
    """Return what stands in a month of the programs from which this one takes over; one query."""
    others = {one.program for one in program.passports} & set(catalogue.codes())
    found = []
    for row in held_of(others, month, household.pk if household else None):
        ground, covered = row.determination, frozenset(row.covered_person_ids)
        found.append(
            Found(
                program=row.case.program, layer=(ground.layer or "") if ground else "",
                is_paid=row.kind not in UNPAID_KINDS,
                person_ids=covered | frozenset(ground.person_ids if ground else ()), covered_ids=covered,
                source=f"{row.case.number} · {row.document_number}", since=Month.parse(row.from_month).first_day,
            )
        )  # fmt: skip
    return found


def held(program: str, household: Household | None, day: date) -> dict[str, bool]:
    """Return the facts of the household that findings of other programs answer with yes; without one none is known."""
    loaded = catalogue.get(program)
    if household is None or not loaded.program.passports:
        return {}
    ours = {spec.code for spec in loaded.facts if spec.scope == "household"}
    known = {one.program: Held(one.layer, one.is_paid) for one in findings(loaded.program, Month.of(day), household)}
    return {code: value for code, value in recognised(loaded.program, known).items() if code in ours}
