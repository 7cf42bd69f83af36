"""What other programs have found: nobody is asked or checked a second time (社会救助法 第四十二条).

One reading for households and for single people: the last decision that stands in the month. A finding that nobody has
decided on yet recognises nobody; a benefit that is suspended leaves the layer and is not drawn.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

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
    household_id: int
    decision_id: int
    decided_at: datetime


def findings(
    program: Program, month: Month, household_ids: Collection[int] | None = None, known_at: datetime | None = None
) -> list[Found]:
    """Return what stands in a month of the programs from which this one takes over; one query.

    With `household_ids`, of those households; with `known_at`, of what was decided until that moment.
    """
    others = {one.program for one in program.passports} & set(catalogue.codes())
    if not others:
        return []
    found = []
    for row in held_of(others, month, household_ids, known_at):
        ground, covered = row.determination, frozenset(row.covered_person_ids)
        found.append(
            Found(
                program=row.case.program, layer=(ground.layer or "") if ground else "",
                is_paid=row.kind not in UNPAID_KINDS,
                person_ids=covered | frozenset(ground.person_ids if ground else ()), covered_ids=covered,
                source=f"{row.case.number} · {row.document_number}", since=Month.parse(row.from_month).first_day,
                household_id=row.case.household_id, decision_id=row.pk, decided_at=row.decided_at,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Taken:
    """The facts that findings answer with yes, each with its finding: of the household, and of each person by id."""

    household: Mapping[str, Found] = field(default_factory=dict)
    people: Mapping[int, Mapping[str, Found]] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """Return every fact that was taken over, whosever."""
        return {*self.household, *(code for facts in self.people.values() for code in facts)}


NOTHING = Taken(MappingProxyType({}), MappingProxyType({}))


def held(program: str, household: Household | None, day: date) -> dict[str, bool]:
    """Return the facts of the household that findings of other programs answer with yes; without one none is known."""
    if household is None:
        return {}
    return dict.fromkeys(taken(program, [household.pk], day).get(household.pk, NOTHING).household, True)


def taken(
    program: str, household_ids: Collection[int] | None, day: date, known_at: datetime | None = None
) -> dict[int, Taken]:
    """Return by household what findings of other programs answer with yes; left out: nothing. One query, or none.

    Of several findings that answer the same the last decided is named.
    """
    loaded = catalogue.get(program)
    scopes = {spec.code: spec.scope for spec in loaded.facts}
    found: dict[int, Taken] = {}
    for one in findings(loaded.program, Month.of(day), household_ids, known_at):
        mine = found.setdefault(one.household_id, Taken({}, {}))
        whole, people = dict(mine.household), {pk: dict(facts) for pk, facts in mine.people.items()}
        for code in recognised(loaded.program, {one.program: Held(one.layer, one.is_paid)}):
            if scopes.get(code) == "household":
                whole[code] = one
        for person in one.person_ids | one.covered_ids:
            theirs = Held(one.layer, one.is_paid and person in one.covered_ids)
            for code in recognised(loaded.program, {one.program: theirs}):
                if scopes.get(code) == "person":
                    people.setdefault(person, {})[code] = one
        found[one.household_id] = Taken(whole, people)
    return found
