"""What other programs have settled for a household: nobody is asked or checked a second time."""

from datetime import date

from minzheng.casework.models import Case, Determination
from minzheng.casework.queries.catalogue import passports
from minzheng.casework.queries.in_force import governing
from minzheng.kernel.month import Month
from minzheng.registry.models import Household


def held(program: str, household: Household | None, day: date) -> dict[str, bool]:
    """Return the facts of a program that other programs answer, by code; without a household none is known."""
    rows = passports(program)
    if household is None or not rows:
        return {}
    cases = list(Case.objects.filter(household=household, program__in={row.program for row in rows}))
    granted = governing([case.pk for case in cases], Month.of(day))
    paying = {case.program for case in cases if case.pk in granted}
    layers = _layers([case.pk for case in cases], day)
    return {
        row.fact: bool(layers.get(row.program, set()).intersection(row.layers)) if row.layers else row.program in paying
        for row in rows
    }


def _layers(case_ids: list[int], day: date) -> dict[str, set[str]]:
    """Return by program the layer of each case's last determination."""
    rows = Determination.objects.filter(case_id__in=case_ids, evaluated_on__lte=day).order_by("pk")
    last = {case_id: (code, layer) for case_id, code, layer in rows.values_list("case_id", "case__program", "layer")}
    found: dict[str, set[str]] = {}
    for code, layer in last.values():
        found.setdefault(code, set()).add(layer or "")
    return found
