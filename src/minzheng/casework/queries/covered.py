"""Who is covered by a benefit already: nobody draws the same benefit, or one that excludes it, twice."""

from collections.abc import Collection

from minzheng.casework.enums import GRANTED_STATES, DecisionKind
from minzheng.casework.models import Case, Decision
from minzheng.registry.models import Membership


def covered_elsewhere(person_ids: Collection[int], *, programs: Collection[str], household_id: int) -> dict[int, str]:
    """Return the case number, by person, of a benefit of these programs drawn in another household of the area.

    A person who left a household by a split is covered by its decision until that is changed. Three queries.
    """
    homes = Membership.objects.filter(person_id__in=person_ids).exclude(household_id=household_id)
    cases = Case.objects.filter(
        state__in=GRANTED_STATES, program__in=programs, household_id__in=homes.values("household_id")
    )
    numbers = dict(cases.values_list("pk", "number"))
    last = {row.case_id: row for row in Decision.objects.filter(case_id__in=numbers).order_by("pk")}
    return {
        person_id: numbers[case_id]
        for case_id, row in last.items()
        if row.kind not in {DecisionKind.REFUSE, DecisionKind.TERMINATE}
        for person_id in row.covered_person_ids
        if person_id in person_ids
    }
