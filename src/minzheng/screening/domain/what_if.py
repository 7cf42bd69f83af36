"""What if: figures, place or day changed over a whole population, told in people and money. Writes no findings.

The change holds for the families of `place` (without one: for all), the others stay as they are: that is how a line for
one township is tried out. `as_place` reckons them with the figures of another place, `on` by the law of another day;
what is known of the families stays as the snapshot has it, ages too.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.population import NO_CASE
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.division import range_of
from minzheng.kernel.refusal import Refused
from minzheng.rules.fused.shelf import Sheet
from minzheng.rules.load import LoadedProgram
from minzheng.screening.counting import change as changing
from minzheng.screening.counting.tally import OUTPUTS, Counted, Families, tally
from minzheng.screening.domain.reckoning import Places, Reckoned, reckon
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.models import Screen, Snapshot

Told = Callable[[int], None]


def checked(program: str, snapshot: Snapshot, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as they are kept; raise ScreeningRefused for what cannot be tried out."""
    law = law_known(program, snapshot.known_at)
    try:
        change = changing.checked(law, snapshot.day, parameters, within=snapshot.division_code)
    except Refused as refused:
        raise ScreeningRefused(str(refused)) from refused
    low, high = range_of(snapshot.division_code)
    if change.place and not low <= change.place < high:
        raise ScreeningRefused(_("改动的地方不在这份快照之内，请另选。"))
    return {
        "figures": dict(change.figures), "before": dict(change.was), "on": change.on.isoformat(),
        "place": change.place, "as_place": change.as_place,
        **{name: parameters[name] for name in ("method",) if parameters.get(name)},
    }  # fmt: skip


def tallied(screen: Screen, sheet: Sheet, told: Told) -> dict[str, Any]:
    """Reckon a population as it is and as it would be, and return what that comes to, in all and by township."""
    snapshot, given = screen.snapshot, screen.parameters
    law = law_known(screen.program, snapshot.known_at)
    places = Places(sheet)
    count = sheet.columns.count
    before = reckon(law, snapshot.day, sheet, places=places, outputs=OUTPUTS, told=lambda done: told(done // 2))
    after = changed(law, sheet, places, given, told=lambda done: told((count + done) // 2))
    return counted(sheet, before, after, given["place"]).as_dict()


def changed(
    law: LoadedProgram, sheet: Sheet, places: Places, given: Mapping[str, Any], *, told: Told | None = None
) -> Reckoned:
    """Reckon a sheet as it would be; `places` are those of its families."""
    return reckon(
        law, date.fromisoformat(given["on"]), sheet, places=places, as_place=given["as_place"],
        figures=given["figures"] or None, outputs=OUTPUTS, told=told,
    )  # fmt: skip


def counted(sheet: Sheet, before: Reckoned, after: Reckoned, place: str) -> Counted:
    """Count both sides; the families outside `place` stay as they are."""
    keys = sheet.keys
    if before.engine.is_compiled:
        from minzheng.screening.counting import tally_arrays  # noqa: PLC0415 - optional dependency

        families = tally_arrays.families(keys, NO_CASE)
        return tally_arrays.tally(families, before.results, after.results, place)
    is_open = [
        standing == NO_CASE and not barred for standing, barred in zip(keys["standing"], keys["barred"], strict=True)
    ]
    families = Families(keys["household"], keys["division"], keys["paid"], keys["quarterly"], is_open)
    return tally(families, before.results, after.results, place)
