"""What other programs have found: nobody is asked or checked a second time (社会救助法 第四十二条).

One reading for households and for single people: the last decision that stands in the month. A finding that nobody has
decided on yet recognises nobody; a benefit that is suspended leaves the layer and is not drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    household_id: int = 0


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
                household_id=row.case.household_id,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Taken:
    """The facts that findings answer with yes: of the household, and of each person by id."""

    household: Mapping[str, bool] = field(default_factory=dict)
    people: Mapping[int, Mapping[str, bool]] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """Return every fact that was taken over, whosever."""
        return {*self.household, *(code for facts in self.people.values() for code in facts)}


def held(program: str, household: Household | None, day: date) -> dict[str, bool]:
    """Return the facts of the household that findings of other programs answer with yes; without one none is known."""
    return dict(taken(program, household, day).household)


def taken(program: str, household: Household | None, day: date) -> Taken:
    """Return what findings of other programs answer with yes, of the household and of its people."""
    loaded = catalogue.get(program)
    if household is None or not loaded.program.passports:
        return Taken()
    return taken_from(loaded, findings(loaded.program, Month.of(day), household))


def taken_from(loaded: catalogue.LoadedProgram, rows: Sequence[Found]) -> Taken:
    """Return what the findings of one household answer with yes; for whoever read those of many at once."""
    found = {one.program: one for one in rows}
    scopes = {spec.code: spec.scope for spec in loaded.facts}
    whole = recognised(loaded.program, {code: Held(one.layer, one.is_paid) for code, one in found.items()})
    people = {}
    for person in {pk for one in found.values() for pk in one.person_ids | one.covered_ids}:
        mine = {
            code: Held(one.layer, one.is_paid and person in one.covered_ids)
            for code, one in found.items()
            if person in one.person_ids | one.covered_ids
        }
        facts = recognised(loaded.program, mine)
        people[person] = {code: value for code, value in facts.items() if scopes.get(code) == "person"}
    return Taken(
        {code: value for code, value in whole.items() if scopes.get(code) == "household"},
        {person: facts for person, facts in people.items() if facts},
    )
