"""Who died while supported at home, and what of the burial was applied for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from minzheng.accounts.scope import everywhere
from minzheng.casework.queries.stated import Grounds, Reckoned, reckoned_again, stated_of_the_dead
from minzheng.institutions.enums import LIVING_HERE, Stay
from minzheng.institutions.models import Residence
from minzheng.registry.models import Person
from minzheng.statute.period import LocalFigure, figure, months_after
from minzheng.support.enums import BurialState
from minzheng.support.models import Burial
from minzheng.support.queries.visits import AT_HOME, FORM_FACT

COST_FACT, CAP, GRANT = "burial_cost_fen", "burial_cap_fen", "burial_grant_fen"
# Looked back at most: no place gives longer (the bounds of the figure).
MONTHS_AT_MOST = 36


@dataclass(frozen=True)
class Dead:
    """One person who died while supported at home, until when the cost may be applied for, and what was."""

    person: Person
    died_on: date
    grounds: Grounds
    limit: LocalFigure
    apply_by: date
    burials: tuple[Burial, ...]

    @property
    def burial(self) -> Burial | None:
        """Return the application that stands."""
        return next((one for one in self.burials if one.state != BurialState.REFUSED), None)

    def is_late(self, today: date) -> bool:
        """Say whether the last day has passed."""
        return self.burial is None and self.apply_by < today


def dead_at_home(today: date, person_ids: Collection[int] | None = None) -> dict[int, Dead]:
    """Return who died while supported at home, within what any place allows; a fixed number of questions."""
    since = months_after(today, -MONTHS_AT_MOST)
    found = {
        pk: row
        for pk, row in stated_of_the_dead((FORM_FACT,), since, person_ids).items()
        if row[1].values[FORM_FACT] == AT_HOME
    }
    people = Person.objects.in_bulk(list(found))
    burials: dict[int, list[Burial]] = {}
    rows = Burial.objects.filter(person_id__in=found).select_related("arranged_by", "applied_by", "decided_by", "due")
    for row in rows.order_by("pk") if found else ():
        burials.setdefault(row.person_id, []).append(row)
    made: dict[int, Dead] = {}
    for pk, (died_on, grounds) in found.items():
        if pk in people:
            limit = figure("support_burial_months", place=grounds.division_code, on=died_on)
            last = months_after(died_on, limit.value)
            made[pk] = Dead(people[pk], died_on, grounds, limit, last, tuple(burials.get(pk, ())))
    return made


def in_a_home(person: Person) -> Residence | None:
    """Return the stay of who lives in a home or died there: the home buries them, and nothing is paid beside it."""
    with everywhere("机构可能在另一乡镇"):
        rows = Residence.objects.filter(person=person, stay__in=[*LIVING_HERE, Stay.DECEASED])
        row: Residence | None = rows.select_related("institution").first()
    return row


def reckoned(dead: Dead, cost_fen: int) -> tuple[int, int]:
    """Return what the program of the decision pays of a cost, and its cap, by the law of the day of death."""
    found: Reckoned = reckoned_again(
        dead.grounds.decision_id, dead.person.pk, {COST_FACT: cost_fen}, on=dead.died_on, asked=(CAP, GRANT)
    )
    return int(found.household[GRANT] or 0), int(found.person[CAP] or 0)


def waiting_burials() -> QuerySet[Burial]:
    """Return what waits for the county, the first taken first."""
    rows: QuerySet[Burial] = Burial.objects.filter(state=BurialState.APPLIED).order_by("applied_at", "pk")
    return rows
