"""Who is covered by a benefit already: nobody draws the same benefit, or one that excludes it, twice."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from minzheng.casework.enums import ENDING_KINDS, HELD_STATES
from minzheng.casework.models import Case, Decision, OutsideBenefit
from minzheng.registry.models import Membership


def covered_elsewhere(person_ids: Collection[int], *, programs: Collection[str], household_id: int) -> dict[int, str]:
    """Return where each person draws a benefit of these programs outside the household: a case, or another county.

    A person who left a household by a split is covered by its decision until that is changed. Four queries.
    """
    homes = Membership.objects.filter(person_id__in=person_ids).exclude(household_id=household_id)
    cases = Case.objects.filter(
        state__in=HELD_STATES, program__in=programs, household_id__in=homes.values("household_id")
    )
    numbers = dict(cases.values_list("pk", "number"))
    found = {
        person_id: _("案件%(number)s") % {"number": numbers[case_id]}
        for case_id, people in _covered(numbers).items()
        for person_id in people
        if person_id in person_ids
    }
    return _outside(person_ids, programs) | found


def doubled(covered: Mapping[int, Collection[int]], *, programs: Collection[str]) -> dict[int, list[tuple[int, str]]]:
    """Return, by case, who of the people it covers draws a benefit of these programs elsewhere too, and where.

    `covered` are the people by case. Four queries, however many cases.
    """
    people = {person for each in covered.values() for person in each}
    homes = Membership.objects.filter(person_id__in=people).values("household_id")
    cases = Case.objects.filter(state__in=HELD_STATES, program__in=programs, household_id__in=homes)
    numbers = dict(cases.values_list("pk", "number"))
    drawing: dict[int, list[int]] = defaultdict(list)
    for case_id, persons in _covered(numbers).items():
        for person in persons:
            drawing[person].append(case_id)
    outside = _outside(people, programs)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for case_id, own in covered.items():
        for person in own:
            found[case_id] += [
                (person, _("案件%(number)s") % {"number": numbers[other]})
                for other in drawing[person]
                if other != case_id
            ]
            found[case_id] += [(person, outside[person])] if person in outside else []
    return {case_id: rows for case_id, rows in found.items() if rows}


def _covered(case_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the people the last decision of each case covers."""
    last = {row.case_id: row for row in Decision.objects.filter(case_id__in=list(case_ids)).order_by("pk")}
    return {case_id: row.covered_person_ids for case_id, row in last.items() if row.kind not in ENDING_KINDS}


def _outside(person_ids: Collection[int], programs: Collection[str]) -> dict[int, str]:
    rows = OutsideBenefit.objects.filter(person_id__in=person_ids, program__in=programs, ended_at__isnull=True)
    return {
        person_id: _("%(county)s（%(source)s）") % {"county": county, "source": source}
        for person_id, county, source in rows.values_list("person_id", "county", "source")
    }
