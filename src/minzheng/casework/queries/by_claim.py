"""What a room that keeps claims may know of the program it makes due: its reckoning, road, and passports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minzheng.casework.queries.passports import findings
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.programs import catalogue
from minzheng.rules.evaluation import UsedFigure
from minzheng.rules.fact import FactSpec
from minzheng.rules.passport import Held, recognised
from minzheng.rules.program import RECOGNISED, StationPath
from minzheng.rules.running import Claim, Year, reckon_year


@dataclass(frozen=True)
class Recognised:
    """What findings in force say of a person: facts answered with yes, and of which case each is known.

    `receives_since`: the first month of the earliest benefit that covers the person, None if none does.
    """

    facts: Mapping[str, bool]
    sources: tuple[str, ...]
    since: date
    receives_since: date | None


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

    Within the declared area; one query, however many people.
    """
    program = catalogue.get(code).program
    held: dict[int, dict[str, Held]] = {}
    sources: dict[int, list[str]] = {}
    since: dict[int, date] = {}
    receives: dict[int, date] = {}
    for one in findings(program, month):
        for person in one.person_ids if person_ids is None else one.person_ids & frozenset(person_ids):
            held.setdefault(person, {})[one.program] = Held(one.layer, one.is_paid and person in one.covered_ids)
            sources.setdefault(person, []).append(one.source)
            since[person] = min(one.since, since.get(person, one.since))
            if one.is_paid and person in one.covered_ids:
                receives[person] = min(one.since, receives.get(person, one.since))
    answers = {person: recognised(program, found) for person, found in held.items()}
    return {
        person: Recognised(facts, tuple(sources[person]), since[person], receives.get(person))
        for person, facts in answers.items()
        if facts
    }
