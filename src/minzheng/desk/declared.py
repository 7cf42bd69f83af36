"""Declared beside found: for each fact what the applicant said, what the register holds and who says so, what the last
determination was made on; where they differ, the line says so.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.dossier import of_view
from minzheng.casework.enums import CheckStatus
from minzheng.casework.models import MeansCheck
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.catalogue import questions
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import listed
from minzheng.registry.queries.household import HouseholdView
from minzheng.rules.fact import FactSpec
from minzheng.rules.wording import say

# Known from the ID number and the register; nobody declares them.
NOT_DECLARED = frozenset({"years", "age_years", "is_counted", "is_single_applicant"})


@dataclass(frozen=True)
class Compared:
    """One fact of one person or of the household. `marks` are the differences in words."""

    label: str
    declared: str
    held: str
    source: str
    since: dt.date | None
    used: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The facts of one person, or of the household."""

    title: str
    lines: tuple[Compared, ...]

    @property
    def differs(self) -> int:
        """Return how many lines differ."""
        return sum(bool(line.marks) for line in self.lines)


@dataclass(frozen=True)
class Checked:
    """What the means check said as a whole."""

    status: str
    is_bad: bool
    as_of: dt.date | None
    sources: str
    text: str
    rebuttal: str


@dataclass(frozen=True)
class Comparison:
    """The whole panel."""

    parts: tuple[Part, ...]
    check: Checked | None
    declared_at: dt.datetime | None

    @property
    def differs(self) -> int:
        """Return how many facts differ."""
        return sum(part.differs for part in self.parts)


@dataclass(frozen=True)
class _Side:
    """What is known of one person, or of the household (`whose` "home")."""

    scope: str
    whose: str
    held: Mapping[str, Any]
    origins: Mapping[str, Any]
    used: Mapping[str, Any]


def compared(view: CaseView, home: HouseholdView) -> Comparison:
    """Lay what was declared beside the register and the last determination; asks nothing of the database."""
    held, used = of_view(view.case, home, view.facts), _used(view)
    origins: dict[int | None, dict[str, Any]] = {}
    for row in held.sources:
        origins.setdefault(row.member, {})[row.code] = row
    sides = {
        member.name: _Side(
            "person", str(member.person_id), held.facts["members"][place], origins.get(place, {}),
            used.get(member.person_id, {}),
        )
        for place, member in enumerate(home.members)
    }  # fmt: skip
    sides[_("全家")] = _Side("household", "home", held.facts, origins.get(None, {}), used.get(None, {}))
    specs = [spec for spec in questions(view.case.program) if spec.code not in NOT_DECLARED]
    answers = view.application.answers if view.application else {}
    parts = [Part(title, tuple(_lines(side, specs, answers))) for title, side in sides.items()]
    check = view.means_checks[-1] if view.means_checks else None
    shown = tuple(part for part in parts if part.lines)
    return Comparison(shown, _checked(check), view.application.submitted_at if view.application else None)


def _lines(side: _Side, specs: list[FactSpec], answers: Mapping[str, Any]) -> Iterator[Compared]:
    for spec in specs:
        declared, now = answers.get(f"{side.whose}-{spec.code}"), side.held.get(spec.code)
        before = side.used.get(spec.code)
        if spec.scope != side.scope or (declared is None and now is None and before is None):
            continue
        row = side.origins.get(spec.code)
        yield Compared(
            retell(str(spec.label)), _said(declared, spec), _said(now, spec), retell(str(row.source)) if row else "",
            dt.date.fromisoformat(row.known_at[:10]) if row else None, _said(before, spec),
            tuple(_marks(declared, now, before)),
        )  # fmt: skip


def _marks(declared: Any, now: Any, before: Any) -> list[str]:
    """A fact that nobody declared is no difference; one declared and not in the register is."""
    marks = []
    if declared is not None and declared != now:
        marks.append(_("与申报不同") if now is not None else _("申报了，档案里没有"))
    if before is not None and now is not None and before != now:
        marks.append(_("认定之后有变化"))
    return marks


def _said(value: Any, spec: FactSpec) -> str:
    if value is None:
        return ""
    if spec.choices:
        return retell(str(dict(spec.choices).get(int(value), value)))
    return retell(say(value, spec.unit))


def _used(view: CaseView) -> dict[int | None, dict[str, Any]]:
    """Return the facts of the last determination by person, None for the household."""
    row = view.determination
    found: dict[int | None, dict[str, Any]] = {}
    if row is None:
        return found
    for each in row.sources:
        place = each["member"]
        person = None if place is None else row.members[place]["id"] if place < len(row.members) else None
        if place is None or person is not None:
            found.setdefault(person, {})[each["code"]] = each["value"]
    return found


def _checked(check: MeansCheck | None) -> Checked | None:
    if check is None or check.reported_at is None:
        return None
    status = CheckStatus(check.status)
    return Checked(
        str(status.label), status == CheckStatus.INCONSISTENT, check.as_of_on, listed(check.sources), check.text,
        check.rebuttal,
    )  # fmt: skip
