"""What is tried out: figures, place or day changed. Says beforehand what could not be tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.kernel.division import full
from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.rules.load import LoadedProgram

MOST_FIGURES = 8


class ChangeRefused(Refused):
    """It would change nothing, or what is changed is not read."""


@dataclass(frozen=True)
class Change:
    """`figures` by code as they would be, `was` as they are; `on`: by the law of which day.

    It holds for the families of `place` (without one: for all); `as_place` reckons them with the figures of another
    place. Places are whole codes or empty.
    """

    figures: Mapping[str, Any]
    was: Mapping[str, Any]
    on: date
    place: str = ""
    as_place: str = ""


def checked(law: LoadedProgram, day: date, given: Mapping[str, Any], *, within: str) -> Change:
    """Return the change of a population of `day`; `within` is a place whose figures stand for those of all.

    Raises ChangeRefused, NotADivision, NotInForce, NoFigure, RuleError (a figure that is none, or out of bounds).
    """
    figures = dict(given.get("figures") or {})
    place, as_place = (str(given.get(name) or "") for name in ("place", "as_place"))
    on = given.get("on") or day
    if not figures and not as_place and on == day:
        raise ChangeRefused(_("请至少改一个数、换一个地方的标准或者换一个日期，否则没有什么可测算。"))
    if len(figures) > MOST_FIGURES:
        raise ChangeRefused(_("一次最多改%(n)d个数，请分几次测算再比较。") % {"n": MOST_FIGURES})
    read = {step.code for step in law.plan_on(on).of_kind("figure")}
    law.figure_values(on=on, at=full(as_place or place or within), figures=figures or None)
    idle = [law.figures[code].name for code in figures if code not in read]
    if idle:
        raise ChangeRefused(
            _("%(day)s的规则不用“%(names)s”，改它没有影响，请去掉。") % {"day": on, "names": listed(idle)}
        )
    before = law.figure_values(on=day, at=full(place or within))
    was = {code: before.get(code) for code in figures}
    return Change(figures, was, on, full(place) if place else "", full(as_place) if as_place else "")
