"""What decisions in force state of the people they cover, by the fact's code: no room has to name a program for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from minzheng.casework.models import Decision
from minzheng.casework.queries.in_force import decisions_in_force
from minzheng.kernel.month import Month
from minzheng.programs import catalogue


@dataclass(frozen=True, slots=True)
class Stated:
    """What the decision that pays in a month was decided on for one person."""

    person_id: int
    value: int
    document_number: str
    case_number: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """One person a decision in force covers: whose case, since when, and the asked facts as far as they are known."""

    person_id: int
    household_id: int
    division_code: str
    case_number: str
    document_number: str
    from_month: str
    values: Mapping[str, int]


def stated(fact: str, month: Month, person_ids: Collection[int] | None = None) -> dict[int, Stated]:
    """Return by person what the decision in force in `month` rests on for a fact of a member; left out: not stated.

    Only programs that ask the fact are read. `person_ids` keeps those people. Scoped to the declared area.
    """
    return {
        pk: Stated(pk, one.values[fact], one.document_number, one.case_number)
        for pk, one in stated_together((fact,), month, person_ids).items()
    }


def stated_together(
    facts: Sequence[str], month: Month, person_ids: Collection[int] | None = None
) -> dict[int, Grounds]:
    """Return the same for several facts in the same questions; who does not state the first is left out."""
    found: dict[int, Grounds] = {}
    for program in (code for code in catalogue.codes() if _asks(code, facts[0])):
        rows = {row.decision_id: row for row in decisions_in_force(month, program)}
        if person_ids is not None:
            rows = {pk: row for pk, row in rows.items() if not set(person_ids).isdisjoint(row.person_ids)}
        grounds = Decision.objects.filter(pk__in=rows, determination__isnull=False)
        fields = ("pk", "determination__members", "determination__facts")
        for pk, members, kept in grounds.values_list(*fields):
            row = rows[pk]
            for person, known in zip(members, kept.get("members", ()), strict=False):
                if person["id"] in row.person_ids and facts[0] in known:
                    found[person["id"]] = Grounds(
                        person["id"], row.household_id, row.division_code, row.case_number, row.document_number,
                        row.from_month, {fact: known[fact] for fact in facts if fact in known},
                    )  # fmt: skip
    return found if person_ids is None else {pk: one for pk, one in found.items() if pk in person_ids}


def _asks(program: str, fact: str) -> bool:
    return any(each.code == fact for each in catalogue.get(program).facts)
