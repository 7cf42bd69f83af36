"""What decisions in force state of the people they cover, by the fact's code: no room has to name a program for it."""

from collections.abc import Collection
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


def stated(fact: str, month: Month, person_ids: Collection[int] | None = None) -> dict[int, Stated]:
    """Return by person what the decision in force in `month` rests on for a fact of a member; left out: not stated.

    Only programs that ask the fact are read. `person_ids` keeps those people. Scoped to the declared area.
    """
    found: dict[int, Stated] = {}
    for program in (code for code in catalogue.codes() if _asks(code, fact)):
        rows = {row.decision_id: row for row in decisions_in_force(month, program)}
        if person_ids is not None:
            rows = {pk: row for pk, row in rows.items() if not set(person_ids).isdisjoint(row.person_ids)}
        grounds = Decision.objects.filter(pk__in=rows, determination__isnull=False)
        fields = ("pk", "determination__members", "determination__facts")
        for pk, members, facts in grounds.values_list(*fields):
            for person, known in zip(members, facts.get("members", ()), strict=False):
                if person["id"] in rows[pk].person_ids and fact in known:
                    row = rows[pk]
                    found[person["id"]] = Stated(person["id"], known[fact], row.document_number, row.case_number)
    return found if person_ids is None else {pk: one for pk, one in found.items() if pk in person_ids}


def _asks(program: str, fact: str) -> bool:
    return any(each.code == fact for each in catalogue.get(program).facts)
