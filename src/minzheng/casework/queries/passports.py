"""What other programs have found for a household: nobody is asked or checked a second time (社会救助法 第四十二条)."""

from datetime import date

from minzheng.casework.enums import HELD_STATES
from minzheng.casework.models import Case, Determination
from minzheng.casework.queries.in_force import governing
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.registry.models import Household
from minzheng.rules.passport import Held, recognised


def held(program: str, household: Household | None, day: date) -> dict[str, bool]:
    """Return the facts of the household that findings of other programs answer with yes; without one none is known."""
    loaded = catalogue.get(program)
    if household is None or not loaded.program.passports:
        return {}
    ours = {spec.code for spec in loaded.facts if spec.scope == "household"}
    found = recognised(loaded.program, _findings(household, {row.program for row in loaded.program.passports}, day))
    return {code: value for code, value in found.items() if code in ours}


def _findings(household: Household, programs: set[str], day: date) -> dict[str, Held]:
    """Return by program the layer of its last determination, and whether a benefit is drawn this month."""
    cases = dict(
        Case.objects.filter(household=household, program__in=programs, state__in=HELD_STATES)
        .order_by("pk")
        .values_list("pk", "program")
    )
    paid = set(governing(list(cases), Month.of(day)))
    rows = Determination.objects.filter(case_id__in=cases, evaluated_on__lte=day).order_by("pk")
    layers = dict(rows.values_list("case_id", "layer"))
    # A benefit taken over from the office's own books was never determined here; that it is drawn is known.
    found = {**dict.fromkeys(paid, ""), **layers}
    return {cases[pk]: Held(layer or "", receives=pk in paid) for pk, layer in sorted(found.items())}
