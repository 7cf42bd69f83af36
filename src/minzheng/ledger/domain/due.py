"""Writing what is due. Any room may owe a household something; payments pulls it from here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.ledger.domain.seal import DuesSaid
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due, DuePerson
from minzheng.services.inserting import insert_all, insert_rows


class NewDue(NamedTuple):
    """An amount owed to a household for one month, in fen, with the people it covers and the decision behind it."""

    household_id: int
    payee_id: int
    person_ids: tuple[int, ...]
    program: str
    month: str
    amount_fen: int
    source_room: str
    decision_id: int
    case_number: str
    document_number: str
    division_code: str
    kind: str = DueKind.REGULAR
    cost_category: str = ""
    series: int = 0


@transaction.atomic
def write_all(*, dues: Iterable[NewDue], by: Staff, at: datetime) -> Sequence[Due]:
    """Write the dues with their people. The database raises IntegrityError if a household or a person is due twice."""
    new = list(dues)
    if not new:
        return []
    rows = insert_all((_row(due, by, at) for due in new), count=len(new))
    people = {row.pk: due.person_ids for row, due in zip(rows, new, strict=True)}
    sealing = DuesSaid({row.program for row in rows}, by=by, at=at)
    insert_rows(DuePerson, ("due", "person_id", "program", "month", "kind", "series"), _people(rows, people, sealing))
    sealing.write()
    return rows


def _people(rows: Sequence[Due], people: Mapping[int, Sequence[int]], sealing: DuesSaid) -> Iterator[tuple[Any, ...]]:
    """Yield who is covered; while the database writes the people of one part, its dues are said again."""
    for part in sealing.parts(rows):
        for row in part:
            for person_id in people[row.pk]:
                yield row.pk, person_id, row.program, row.month, row.kind, row.series
        sealing.say(part, people)


def _row(due: NewDue, by: Staff, at: datetime) -> Due:
    return Due(
        household_id=due.household_id,
        payee_id=due.payee_id,
        program=due.program,
        month=due.month,
        kind=due.kind,
        series=due.series,
        amount_fen=due.amount_fen,
        source_room=due.source_room,
        cost_category=due.cost_category,
        decision_id=due.decision_id,
        case_number=due.case_number,
        document_number=due.document_number,
        person_count=len(due.person_ids),
        division_code=due.division_code,
        made_by=by.username,
        made_at=at,
    )
