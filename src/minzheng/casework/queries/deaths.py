"""Benefits that still count somebody who has died."""

from dataclasses import dataclass
from datetime import date

from minzheng.casework.enums import ENDING_KINDS, HELD_STATES, DecisionKind
from minzheng.casework.models import Case, Decision
from minzheng.registry.models import Death, Membership


@dataclass(frozen=True)
class Bereaved:
    """A granted case and the day of death, by person, of those its decision covers."""

    case: Case
    died: dict[int, date]


def benefits_of_the_dead() -> list[Bereaved]:
    """Return granted cases of the declared area whose decision covers a dead person; four queries at most."""
    deaths = Death.objects.latest_versions().filter(is_withdrawn=False)
    died = dict(deaths.values_list("person_id", "died_on"))
    if not died:
        return []
    households = Membership.objects.filter(person_id__in=deaths.values("person_id")).values("household_id")
    cases = {
        case.pk: case
        for case in Case.objects.filter(state__in=HELD_STATES, household_id__in=households)
        .select_related("household", "applicant")
        .order_by("pk")
    }
    last = {row.case_id: row for row in Decision.objects.filter(case_id__in=list(cases)).order_by("pk")}
    found = []
    for pk, row in last.items():
        if row.kind == DecisionKind.SUSPEND and not died.keys() >= set(row.covered_person_ids):
            continue  # who is left is counted when somebody restores it
        gone = {person: died[person] for person in row.covered_person_ids if person in died}
        if gone and row.kind not in ENDING_KINDS:
            found.append(Bereaved(cases[pk], gone))
    return found
