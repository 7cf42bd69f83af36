"""What a room that keeps claims may know of the program it makes due: its reckoning, road, and passports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minzheng.casework.queries.in_force import governing_of
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.programs import catalogue
from minzheng.rules.evaluation import UsedFigure
from minzheng.rules.fact import FactSpec
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import RECOGNISED, Passport, StationPath
from minzheng.rules.running import Claim, Year, reckon_year


@dataclass(frozen=True)
class Recognised:
    """What findings in force say of a person: facts answered with yes, and of which case each is known."""

    facts: Mapping[str, bool]
    sources: tuple[str, ...]
    since: date
    receives: bool


def reckon(code: str, claims: Sequence[Claim], *, at: str, already: Mapping[str, int] | None = None) -> Year:
    """Return a running year of a program; raise what `reckon_year` raises."""
    return reckon_year(catalogue.get(code), claims, at=at, already=already)


def labels_of(code: str) -> dict[str, str]:
    """Return the labels of the facts a program asks, by code."""
    return {fact.code: retell(fact.label) for fact in catalogue.get(code).all_facts}


def fact(code: str, name: str) -> FactSpec:
    """Return one fact of a program; StopIteration for one it does not ask."""
    return next(one for one in catalogue.get(code).all_facts if one.code == name)


def carried(code: str) -> tuple[str, ...]:
    """Return the facts that remember a year."""
    return tuple(one.fact for one in catalogue.get(code).program.carried)


def figure(code: str, name: str, *, on: date, at: str) -> UsedFigure:
    """Return a figure of a program with its source; raise NoFigure."""
    return catalogue.get(code).figure(name, on=on, at=at)


def road(code: str, day: date, *, is_recognised: bool) -> StationPath:
    """Return the road in force on the day; raise NotInForce."""
    return catalogue.get(code).program.path_on(day, kind=RECOGNISED if is_recognised else "")


def recognised_people(code: str, month: Month, person_ids: Collection[int] | None = None) -> dict[int, Recognised]:
    """Return what findings in force in a month say of people, for the facts the program takes over.

    A benefit taken over from an office's own list has no layer on record: who is paid by it is a recipient. Within the
    declared area; one query for each program named, however many people.
    """
    program = catalogue.get(code).program
    held: dict[int, dict[str, Held]] = {}
    sources: dict[int, list[str]] = {}
    since: dict[int, date] = {}
    known = set(catalogue.codes())
    for other in sorted({one.program for one in program.passports} & known):
        for person, found in _held(other, program.passports, month).items():
            if person_ids is None or person in person_ids:
                held.setdefault(person, {})[other] = found.held
                sources.setdefault(person, []).append(found.source)
                since[person] = min(found.since, since.get(person, found.since))
    answers = {person: recognised(program, found) for person, found in held.items()}
    return {
        person: Recognised(facts, tuple(sources[person]), since[person], any(o.receives for o in held[person].values()))
        for person, facts in answers.items()
        if facts
    }


@dataclass(frozen=True)
class _Found:
    held: Held
    source: str
    since: date


def _held(other: str, passports: Sequence[Passport], month: Month) -> dict[int, _Found]:
    paid = next((one.layers[0] for one in passports if one.program == other and one.recipients_only and one.layers), "")
    found: dict[int, _Found] = {}
    for row in governing_of(other, month):
        ground = row.determination
        layer, members = (ground.layer or "", ground.person_ids) if ground is not None else (paid, ())
        source, since = f"{row.case.number} · {row.document_number}", Month.parse(row.from_month).first_day
        for person in {*members, *row.covered_person_ids}:
            found[person] = _Found(Held(layer, person in row.covered_person_ids), source, since)
    return found
