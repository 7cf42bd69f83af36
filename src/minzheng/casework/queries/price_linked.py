"""What the room of prices may know of programs: whose standards the subsidy follows, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.kernel.phrasebook import retell
from minzheng.programs import catalogue
from minzheng.rules.errors import NoFigure
from minzheng.rules.evaluation import Evaluation, UsedFigure

URBAN, RURAL = "urban", "rural"


@dataclass(frozen=True)
class Line:
    """The standard of a group in one kind of area: a figure with its source, and how many months it stands for."""

    program: str
    program_name: str
    area: str
    figure: UsedFigure
    months: int


def made_due_by(room: str) -> str:
    """Return the code of the program that a room makes due."""
    return next(code for code in catalogue.codes() if catalogue.get(code).program.made_due_by == room)


def linked_programs() -> dict[str, str]:
    """Return the programs whose people get the subsidy, by code with their short names.

    One that stands in the book before its room has no people yet, and is not asked for any.
    """
    found = {code: catalogue.get(code).program for code in catalogue.codes()}
    return {code: retell(card.short_name) for code, card in found.items() if card.price_link and card.is_paid}


def lines(*, on: date, at: str) -> dict[tuple[str, str], Line]:
    """Return each group's standard at a place on a day, by program and area; those without a figure are left out."""
    found = {}
    for code, name in linked_programs().items():
        loaded = catalogue.get(code)
        link = loaded.program.price_link
        for area, figures in ((URBAN, link.urban), (RURAL, link.rural)) if link else ():
            for figure, months in figures:
                try:
                    used = loaded.figure(figure, on=on, at=at)
                except NoFigure:
                    continue
                found[code, area] = Line(code, name, area, used, months)
                break
    return found


def reckon(code: str, *, facts: Mapping[str, Any], on: date, at: str) -> Evaluation:
    """Return what the program says on those facts; raise NotInForce, NoFigure."""
    return catalogue.get(code).evaluate(facts=facts, on=on, at=at)


def never_income(code: str) -> str:
    """Return by which clause no program counts a benefit as income; empty if none says so."""
    return retell(catalogue.get(code).program.never_income)
