"""One application, all programs (一门受理，社会救助法 第三十七条): what each would say of a family today.

Reads, writes nothing: the registry as it stands, with what the family has just said laid over it. Knows no program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain import determination, dossier
from minzheng.casework.domain.dossier import Said
from minzheng.casework.enums import HELD_STATES, OPEN_STATES, Outcome
from minzheng.casework.models import Case
from minzheng.casework.queries import passports as findings
from minzheng.casework.queries.catalogue import ProgramCard, asked_by_room, card, never_with, program_name, programs
from minzheng.casework.queries.catalogue import passports as passports_of
from minzheng.casework.queries.local_figures import known_rows, with_rows
from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.programs import catalogue
from minzheng.registry.models import Household
from minzheng.registry.queries.household import HouseholdView


class ExclusiveChosen(Refused):
    """Two programs were chosen of which a family may have one."""


@dataclass(frozen=True)
class Taken:
    """A fact taken over from what another program found; nobody asks it again (社会救助法 第四十二条)."""

    label: str
    program: str


@dataclass(frozen=True)
class Offer:
    """What one program says of the family today.

    `preview` is None where the law cannot be read for it; `why` then says why. `running` is the family's own open or
    active case; `bars` one of a benefit that it draws and that excludes this one. `rivals` are programs the family
    qualifies for as well and may not have beside it. `is_asked_here`: casework asks for it; others ask themselves.
    """

    program: ProgramCard
    preview: determination.Preview | None
    why: str
    running: Case | None
    bars: Case | None
    taken: tuple[Taken, ...]
    is_asked_here: bool
    room: str
    rivals: tuple[ProgramCard, ...] = ()

    @property
    def can_open(self) -> bool:
        """Whether a case of it may be opened here; also where the rules would refuse, for that may be asked for."""
        return self.is_asked_here and self.running is None and self.bars is None

    @property
    def outcome(self) -> str:
        """What the rules say; empty where they cannot be read."""
        return "" if self.preview is None else str(self.preview.evaluation.outcome)


def offers(
    *, household: Household, home: HouseholdView, at: datetime, said: Sequence[Said] = (), alone: int | None = None
) -> list[Offer]:
    """Return every program that people ask for, those of casework first; queries do not grow with the family.

    `alone`: the member who applies alone, where a program knows that.
    """
    rows = list(Case.objects.filter(household=household, state__in=OPEN_STATES).order_by("pk"))
    law = partial(with_rows, rows=known_rows(at))
    here = [one.code for one in programs()]
    codes = [*here, *(code for code in catalogue.codes() if code not in here and catalogue.get(code).program.paths)]
    found = []
    for code in codes:
        exclusive = set(never_with(code)) - {code}
        running = next((row for row in rows if row.program == code), None)
        bars = next((row for row in rows if row.program in exclusive and row.state in HELD_STATES), None)
        recognised = findings.taken(code, household, local_day(at))
        seen, why = _read(law(code), household, home, said, recognised, alone)
        taken = tuple(
            Taken(_label(code, one.fact), card(one.program).short_name)
            for one in passports_of(code)
            if one.fact in recognised.codes
        )
        room = catalogue.get(code).program.made_due_by if asked_by_room(code) else ""
        found.append(Offer(card(code), seen, why, running, bars, taken, code in here, room))
    return [_with_rivals(one, found) for one in found]


def require_compatible(codes: Sequence[str]) -> None:
    """Raise ExclusiveChosen if two of the programs exclude each other: which one is the family's choice."""
    for place, code in enumerate(codes):
        both = [other for other in codes[place + 1 :] if other in never_with(code)]
        if both:
            names = listed(program_name(each) for each in (code, *both))
            raise ExclusiveChosen(
                _("%(names)s不能同时享受。请把各自的金额告诉这一家，由他们选择一项后再开办件。") % {"names": names}
            )


def _read(  # noqa: PLR0917 - all of it is read together
    law: catalogue.LoadedProgram, household: Household, home: HouseholdView, said: Sequence[Said],
    recognised: findings.Taken, alone: int | None,
) -> tuple[determination.Preview | None, str]:  # fmt: skip
    mine = with_recognised(law, home, said, recognised)
    single = alone if any(spec.code == "is_single_applicant" for spec in law.facts) else None
    if not home.members:
        return None, _("这一家没有在世成员。")
    built = dossier.of_said(household.division_code, home, mine, single)
    try:
        return determination.Preview(built, law.evaluate(facts=built.facts, on=built.on, at=built.at_division)), ""
    except Refused as refused:
        return None, str(refused)


def with_recognised(
    law: catalogue.LoadedProgram, home: HouseholdView, said: Sequence[Said], recognised: findings.Taken
) -> list[Said]:
    """Return what was said of the program's facts, and what other programs have settled where nothing was said."""
    known = {spec.code for spec in law.all_facts}
    mine = [one for one in said if one.code in known]
    answered = {(one.code, one.person_id) for one in mine}
    here = {member.person_id for member in home.members}
    settled = [(None, recognised.household), *((pk, facts) for pk, facts in recognised.people.items() if pk in here)]
    return mine + [
        Said(code, person, value, source=_("其他救助已认定"))
        for person, facts in settled
        for code, value in facts.items()
        if code in known and (code, person) not in answered
    ]


def _with_rivals(one: Offer, found: Sequence[Offer]) -> Offer:
    if not (one.can_open and one.outcome == Outcome.ELIGIBLE):
        return one
    exclusive = never_with(one.program.code)
    rivals = tuple(
        other.program
        for other in found
        if other is not one and other.program.code in exclusive and other.can_open and other.outcome == Outcome.ELIGIBLE
    )
    values: dict[str, Any] = {**vars(one), "rivals": rivals}
    return Offer(**values)


def _label(code: str, fact: str) -> str:
    return next((retell(str(spec.label)) for spec in catalogue.get(code).facts if spec.code == fact), fact)
