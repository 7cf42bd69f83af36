"""What if: figures, place or day changed over a whole population, told in people and money. Writes no findings.

The change holds for the families of `place` (without one: for all), the others stay as they are: that is how a line for
one township is tried out. `as_place` reckons them with the figures of another place, `on` by the law of another day;
what is known of the families stays as the snapshot has it, ages too.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.population import NO_CASE
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.division import full, range_of
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.rules.fused.shelf import Sheet
from minzheng.rules.load import LoadedProgram
from minzheng.screening.domain.reckoning import ELIGIBLE, INCOMPLETE, REFUSED, Places, Reckoned, reckon
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.models import Screen, Snapshot

OUTPUTS = ("outcome", "amount_fen", "closing_fen", "is_quarterly")
MONTHS, QUARTERS, IN_A_QUARTER = 12, 4, 3
MOST_FIGURES = 8
MOST_MOVED = 40
TOWNSHIP_DIGITS = 1_000
Told = Callable[[int], None]


def checked(program: str, snapshot: Snapshot, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as they are kept; raise ScreeningRefused for what cannot be tried out."""
    law = law_known(program, snapshot.known_at)
    figures = dict(parameters.get("figures") or {})
    place, as_place = (str(parameters.get(name) or "") for name in ("place", "as_place"))
    on = parameters.get("on") or snapshot.day
    if not figures and not as_place and on == snapshot.day:
        raise ScreeningRefused(_("请至少改一个数、换一个地方的标准或者换一个日期，否则没有什么可测算。"))
    if len(figures) > MOST_FIGURES:
        raise ScreeningRefused(_("一次最多改%(n)d个数，请分几次测算再比较。") % {"n": MOST_FIGURES})
    try:
        read = {step.code for step in law.plan_on(on).of_kind("figure")}
        low, high = range_of(snapshot.division_code)
        is_inside = not place or low <= full(place) < high
        law.figure_values(on=on, at=full(as_place or place or snapshot.division_code), figures=figures or None)
    except Refused as refused:
        raise ScreeningRefused(str(refused)) from refused
    if not is_inside:
        raise ScreeningRefused(_("改动的地方不在这份快照之内，请另选。"))
    idle = [law.figures[code].name for code in figures if code not in read]
    if idle:
        raise ScreeningRefused(
            _("%(day)s的规则不用“%(names)s”，改它没有影响，请去掉。") % {"day": on, "names": listed(idle)}
        )
    before = law.figure_values(on=snapshot.day, at=full(place or snapshot.division_code))
    return {
        "figures": figures, "before": {code: before.get(code) for code in figures}, "on": on.isoformat(),
        "place": full(place) if place else "", "as_place": full(as_place) if as_place else "",
        **{name: parameters[name] for name in ("method",) if parameters.get(name)},
    }  # fmt: skip


@dataclass
class Side:
    """One side of the comparison: families and people, a month's and a year's money; then who is reached and who not.

    `full`: everybody who qualifies; `drawing`: those of them who draw the benefit now. Leakage: who draws it and is not
    entitled, with what they draw a month; gap: who is entitled and has no case, with what they would get.
    """

    families: int = 0
    full_month_fen: int = 0
    full_year_fen: int = 0
    drawing: int = 0
    month_fen: int = 0
    year_fen: int = 0
    untold: int = 0
    leakage: int = 0
    leakage_fen: int = 0
    gap: int = 0
    gap_fen: int = 0


@dataclass
class Tally:
    """What a change comes to: both sides, and how families move between them; money of a month."""

    all: int = 0
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    more: int = 0
    more_fen: int = 0
    less: int = 0
    less_fen: int = 0
    enter: int = 0
    enter_fen: int = 0
    leave: int = 0
    leave_fen: int = 0
    same: int = 0


@dataclass(frozen=True)
class One:
    """One family on one side: outcome, money of a month and of a year."""

    outcome: int
    month_fen: int
    year_fen: int


def tallied(screen: Screen, sheet: Sheet, told: Told) -> dict[str, Any]:
    """Reckon a population as it is and as it would be, and return what that comes to, in all and by township."""
    snapshot, given = screen.snapshot, screen.parameters
    law = law_known(screen.program, snapshot.known_at)
    codes = Places(sheet).codes
    count = sheet.columns.count
    before = reckon(law, snapshot.day, sheet, places=codes, outputs=OUTPUTS, told=lambda done: told(done // 2))
    after = changed(law, sheet, codes, given, told=lambda done: told((count + done) // 2))
    return tally(sheet, before, after, given["place"])


def changed(
    law: LoadedProgram, sheet: Sheet, codes: list[str], given: Mapping[str, Any], *, told: Told | None = None
) -> Reckoned:
    """Reckon a sheet as it would be; `codes` are the places of its families."""
    places = [given["as_place"]] * len(codes) if given["as_place"] else codes
    return reckon(
        law, date.fromisoformat(given["on"]), sheet, places=places, figures=given["figures"] or None, outputs=OUTPUTS,
        told=told,
    )  # fmt: skip


def tally(sheet: Sheet, before: Reckoned, after: Reckoned, place: str) -> dict[str, Any]:
    """Count both sides; the families outside `place` stay as they are."""
    low, high = (int(code) for code in range_of(place)) if place and range_of(place)[1] != ":" else (0, 10**12)
    whole = Tally()
    townships: dict[int, Tally] = defaultdict(Tally)
    moved: list[tuple[int, int, int, int]] = []
    keys, old, new = sheet.keys, _sides(before), _sides(after)
    for n, division in enumerate(keys["division"]):
        was = old(n)
        will = new(n) if low <= division < high else was
        paid, standing = keys["paid"][n], keys["standing"][n]
        is_open = standing == NO_CASE and not keys["barred"][n]
        paid_month = round_half_up(paid, IN_A_QUARTER) if paid >= 0 and keys["quarterly"][n] else paid
        for one in (whole, townships[division - division % TOWNSHIP_DIGITS]):
            _add(one, was, will, paid_month, is_open=is_open)
        if (was.month_fen, was.outcome == ELIGIBLE) != (will.month_fen, will.outcome == ELIGIBLE):
            moved.append((will.month_fen - was.month_fen, int(keys["household"][n]), was.month_fen, will.month_fen))
    return {
        "whole": asdict(whole),
        "townships": [{"code": f"{code:012d}", **asdict(one)} for code, one in sorted(townships.items())],
        "moved": _most(moved),
    }


def _sides(read: Reckoned) -> Callable[[int], One]:
    outcome, amount, closing, quarterly = (read.results[name] for name in OUTPUTS)

    def side(n: int) -> One:
        fen = int(amount[n])
        if quarterly[n]:
            return One(int(outcome[n]), round_half_up(fen, IN_A_QUARTER), fen * (QUARTERS - 1) + int(closing[n]))
        return One(int(outcome[n]), fen, fen * (MONTHS - 1) + int(closing[n]))

    return side


def _add(one: Tally, was: One, will: One, paid: int, *, is_open: bool) -> None:
    one.all += 1
    for side, family in ((one.before, was), (one.after, will)):
        _add_side(side, family, paid, is_open=is_open)
    was_in, will_in, change = was.outcome == ELIGIBLE, will.outcome == ELIGIBLE, will.month_fen - was.month_fen
    if will_in and not was_in:
        one.enter, one.enter_fen = one.enter + 1, one.enter_fen + will.month_fen
    elif was_in and not will_in:
        one.leave, one.leave_fen = one.leave + 1, one.leave_fen + was.month_fen
    elif change > 0:
        one.more, one.more_fen = one.more + 1, one.more_fen + change
    elif change < 0:
        one.less, one.less_fen = one.less + 1, one.less_fen - change
    else:
        one.same += 1


def _add_side(side: Side, family: One, paid: int, *, is_open: bool) -> None:
    if family.outcome == ELIGIBLE:
        side.families += 1
        side.full_month_fen += family.month_fen
        side.full_year_fen += family.year_fen
        if paid >= 0:
            side.drawing += 1
            side.month_fen += family.month_fen
            side.year_fen += family.year_fen
        elif is_open:
            side.gap += 1
            side.gap_fen += family.month_fen
    elif family.outcome == INCOMPLETE:
        side.untold += 1
    elif family.outcome == REFUSED and paid >= 0:
        side.leakage += 1
        side.leakage_fen += paid


def _most(moved: list[tuple[int, int, int, int]]) -> list[dict[str, int]]:
    """Return the families that move most, both ways."""
    moved.sort(key=lambda one: (-abs(one[0]), one[1]))
    return [{"household": pk, "before_fen": was, "after_fen": will} for _by, pk, was, will in moved[:MOST_MOVED]]
