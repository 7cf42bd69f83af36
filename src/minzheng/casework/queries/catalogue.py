"""What other rooms may know of a program, so that none of them opens the statute book."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.kernel.phrasebook import retell
from minzheng.programs import catalogue
from minzheng.rules.fact import FactSpec
from minzheng.rules.program import APPLIED_FOR, NO_ROOM, URGENT, Passport, StationPath, Step


@dataclass(frozen=True)
class ProgramCard:
    """What a screen shows of a program."""

    code: str
    name: str
    short_name: str
    legal_basis: tuple[Any, ...]
    documents: tuple[Any, ...]


def programs() -> list[ProgramCard]:
    """Return every program that households apply for, in order of code."""
    return [card(code) for code in catalogue.codes() if catalogue.get(code).program.is_applied_for]


def benefits() -> list[ProgramCard]:
    """Return everything that is paid, in order of code: what is applied for and what falls due without."""
    return [card(code) for code in catalogue.codes() if catalogue.get(code).program.is_paid]


def card(code: str) -> ProgramCard:
    """Return one program in the language wanted; raises UnknownProgram."""
    program = catalogue.get(code).program
    return ProgramCard(
        code,
        retell(program.name),
        retell(program.short_name),
        tuple(retell(each) for each in program.legal_basis),
        tuple(retell(each) for each in program.documents),
    )


def liability_of(code: str) -> str:
    """Return which law of liability a falsehood about this program meets (statute.penalty.MATTERS)."""
    return str(catalogue.get(code).program.liability)


def program_name(code: str) -> str:
    """Return the program's full Chinese name."""
    return str(catalogue.get(code).program.name)


def questions(code: str) -> tuple[FactSpec, ...]:
    """Return what a program asks, shared questions included: the one description every form is drawn from."""
    return tuple(catalogue.get(code).facts)


def kept_with_case(code: str) -> tuple[FactSpec, ...]:
    """Return the questions that the registry does not keep: what the program adds to the facts that all share.

    Their answers belong to the case (CaseFact). The one definition: forms, filing, record and dossier ask here.
    """
    loaded = catalogue.get(code)
    own = {spec.code for spec in loaded.own_facts}
    return tuple(spec for spec in loaded.facts if spec.code in own)


def has_own_questions(code: str) -> bool:
    """Say whether the desk asks questions that are kept with the case; a room of its own asks its own."""
    return not asked_by_room(code) and bool(kept_with_case(code))


def made_due_by(room: str) -> tuple[str, ...]:
    """Return the programs that a room of its own asks and pays, in order of code."""
    return tuple(code for code in catalogue.codes() if catalogue.get(code).program.made_due_by == room)


def asked_by_room(code: str) -> bool:
    """Say whether a room of its own asks the program's questions, event by event; the case keeps the answers."""
    return catalogue.get(code).program.made_due_by not in {APPLIED_FOR, NO_ROOM}


def afterwards(code: str, day: date, *, is_urgent: bool) -> tuple[Step, ...]:
    """Return the stations of the day's road that are made good once the decision is carried out."""
    return catalogue.get(code).program.path_on(day, kind=URGENT if is_urgent else "").afterwards


def road(code: str, day: date, *, is_urgent: bool) -> StationPath:
    """Return the road of the day: an urgent case takes the urgent one, if the day has one."""
    return catalogue.get(code).program.path_on(day, kind=URGENT if is_urgent else "")


def passports(code: str) -> tuple[Passport, ...]:
    """Return the facts of a program that other programs have settled, with whose they are."""
    return tuple(catalogue.get(code).program.passports)


def never_with(code: str) -> tuple[str, ...]:
    """Return the program itself and every one that excludes it, whichever of the two cards says so."""
    mine = catalogue.get(code).program.exclusive_with
    return (
        code,
        *(other for other in catalogue.codes() if other != code and (other in mine or _excludes(other, code))),
    )


def _excludes(other: str, code: str) -> bool:
    return code in catalogue.get(other).program.exclusive_with
