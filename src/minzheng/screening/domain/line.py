"""A line set by one of the three methods (标准增长机制), tried out over the population, then proposed by a person.

A proposal is a local figure that waits for a second person (casework.local_figure); nothing changes by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import local_figure
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.refusal import Refused
from minzheng.rules import growth
from minzheng.screening.domain import screen as screens
from minzheng.screening.domain.road import ScreeningRefused, note
from minzheng.screening.enums import ScreenKind, ScreenState
from minzheng.screening.models import Screen, Snapshot

INPUTS = {
    growth.BASIC_NEEDS: ("food_fen", "other_fen"),
    growth.ENGEL: ("food_fen", "engel"),
    growth.CONSUMPTION: ("spending_fen", "ratio"),
}
HOW: dict[str, Callable[..., int]] = {
    growth.BASIC_NEEDS: growth.by_basic_needs, growth.ENGEL: growth.by_engel, growth.CONSUMPTION: growth.by_consumption,
}  # fmt: skip


@dataclass(frozen=True)
class Standard:
    """A standard that can be set: the figure, and for how many months it stands."""

    program: str
    code: str
    name: str
    months: int


def standards(snapshot: Snapshot) -> list[Standard]:
    """Return the standards of a snapshot's programs, each once: what their price link names."""
    found: dict[str, Standard] = {}
    for program in sorted(snapshot.programs):
        law = law_known(program, snapshot.known_at)
        link = law.program.price_link
        for code, months in (*link.urban, *link.rural) if link else ():
            if code in law.figures:
                found.setdefault(code, Standard(program, code, law.figures[code].name, months))
    return list(found.values())


def reckoned(method: str, inputs: Mapping[str, int], step_fen: int) -> int:
    """Return the line of a month by a method; raise ScreeningRefused for inputs that are missing or cannot be."""
    if method not in INPUTS:
        raise ScreeningRefused(_("请选择测算方法。"))
    given = {name: inputs.get(name) for name in INPUTS[method]}
    if any(value is None or value <= 0 for value in given.values()):
        raise ScreeningRefused(_("这种方法要用的数没有填全，或者不大于零，请补填。"))
    if step_fen <= 0:
        raise ScreeningRefused(_("取整单位应大于零。"))
    try:
        return HOW[method](**given, step_fen=step_fen)
    except Refused as refused:
        raise ScreeningRefused(str(refused)) from refused


@transaction.atomic
def try_out(
    *, snapshot: Snapshot, figure: str, method: str, inputs: Mapping[str, int], step_fen: int, source: str,
    by: Staff, at: datetime, wage_fen: int | None = None, pension_fen: int | None = None,
) -> Screen:  # fmt: skip
    """Reckon a line and ask what it would mean: a what-if that remembers method, inputs and their source."""
    standard = next((one for one in standards(snapshot) if one.code == figure), None)
    if standard is None:
        raise ScreeningRefused(_("请选择要测算的标准。"))
    if not source.strip():
        raise ScreeningRefused(_("请写明这些数的出处：哪一年、哪个部门的数据。"))
    month = reckoned(method, inputs, step_fen)
    told: dict[str, Any] = {
        "code": method, "inputs": {name: inputs[name] for name in INPUTS[method]}, "step_fen": step_fen,
        "source": source.strip()[:200], "month_fen": month, "months": standard.months, "wage_fen": wage_fen,
        "pension_fen": pension_fen,
    }  # fmt: skip
    return screens.start(
        snapshot=snapshot, kind=ScreenKind.WHAT_IF, program=standard.program, by=by, at=at, title=standard.name,
        parameters={"figures": {figure: month * standard.months}, "method": told},
    )  # fmt: skip


@transaction.atomic
def propose(*, screen: Screen, from_on: date, reference: str, by: Staff, at: datetime) -> list[LocalFigure]:
    """Enter the figures of a what-if as new standards; each waits for a second person before it counts.

    Raises ScreeningRefused (not finished, no figure changed), FigureRefused, NotAllowed (the county only).
    """
    figures: dict[str, int] = screen.parameters.get("figures") or {}
    if screen.kind != ScreenKind.WHAT_IF or screen.state != ScreenState.DONE or not figures:
        raise ScreeningRefused(_("只有改了数、已经完成的测算可以提出新标准。"))
    law = law_known(screen.program, screen.snapshot.known_at)
    made = []
    for code, value in figures.items():
        setter = law.figures[code].setter_on(from_on)
        made.append(
            local_figure.enter(
                code=code, where=screen.parameters["place"] or settings.COUNTY_CODE,
                level=setter.levels[-1] if setter else "county", from_on=from_on, value=value, reference=reference,
                by=by, at=at,
            )
        )  # fmt: skip
    note(
        "screening.line_proposed", of="screen", number=screen.number, division_code=screen.division_code, by=by,
        at=at, reason=reference, figures=figures, from_on=from_on.isoformat(),
    )  # fmt: skip
    return made
