"""What standards should grow to by a program's own rule, what each family would get more, and what a year costs more.

Every family that draws a benefit is reckoned twice from the facts its decision rests on: with the standard as it is on
the new day, and with the one proposed. The difference is whole fen, the year's last payment included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from minzheng.casework.models import Decision
from minzheng.casework.queries.in_force import InForce, decisions_in_force
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.programs.catalogue import LoadedProgram
from minzheng.rules import growth
from minzheng.rules.errors import NoFigure
from minzheng.rules.frozen_facts import in_todays_words
from minzheng.rules.growth import Proposal

PAYMENTS_A_YEAR = {"month": 12, "quarter": 4}
AT_ONCE = 500


@dataclass(frozen=True)
class Gain:
    """What one family would get more: for one payment, and in a whole calendar year; fen."""

    case_number: str
    household_id: int
    division_code: str
    people: int
    before_fen: int
    a_payment_fen: int
    a_year_fen: int


@dataclass(frozen=True)
class Growing:
    """One standard: its name, the level that may set it, what is proposed, and the families that draw it."""

    name: str
    level: str
    proposal: Proposal
    gains: tuple[Gain, ...]

    @property
    def people(self) -> int:
        """How many people draw it."""
        return sum(one.people for one in self.gains)

    @property
    def a_year_fen(self) -> int:
        """What it costs more in a whole year."""
        return sum(one.a_year_fen for one in self.gains)


def growing_programs() -> dict[str, str]:
    """Return the programs whose card lists standards that grow, by code, with their short names."""
    cards = [catalogue.get(code).program for code in catalogue.codes()]
    return {card.code: card.short_name for card in cards if card.growth}


def standards_reached(program: str, on: date) -> tuple[int, int] | None:
    """Return how many growing standards are what the rule asks on a day, and of how many; None before the figures."""
    try:
        return growth.reached(law_known(program), on=on, at=settings.COUNTY_CODE)
    except NoFigure:
        return None


def growing(program: str, from_on: date, counted_on: date) -> list[Growing]:
    """Return every growing standard of the program from a day, with what it means for who draws it on `counted_on`.

    Scoped to the declared area. Raises NoFigure where a figure of the rule is not known on the day.
    """
    law = law_known(program)
    rows = {row.decision_id: row for row in decisions_in_force(Month.of(counted_on), program)}
    grounds: list[tuple[int, dict[str, Any], str]] = []
    fields = ("pk", "determination__facts", "determination__at_division")
    keys = list(rows)
    for start in range(0, len(keys), AT_ONCE):
        found = Decision.objects.filter(pk__in=keys[start : start + AT_ONCE], determination__isnull=False)
        grounds += [(pk, in_todays_words(facts), place) for pk, facts, place in found.values_list(*fields)]
    before = {pk: _a_year(law, facts, from_on, place) for pk, facts, place in grounds}
    made = []
    for one in growth.proposals(law, on=from_on, at=settings.COUNTY_CODE):
        figure = law.figures[one.standard]
        setter = figure.setter_on(from_on)
        level = setter.levels[-1] if setter else "county"
        gains = _gains(_with(law, one, level, from_on), grounds, before, rows, from_on) if one.rise_fen else ()
        made.append(Growing(figure.name, level, one, gains))
    return made


def _with(law: LoadedProgram, one: Proposal, level: str, from_on: date) -> LoadedProgram:
    value = {
        "from": from_on, "where": settings.COUNTY_CODE, "by": level, "value": one.proposed_fen,
        "reference": "测算", "status": "illustrative",
    }  # fmt: skip
    return law.with_local(("growth", one.standard, level, from_on, one.proposed_fen), {one.standard: [value]})


def _gains(
    law: LoadedProgram, grounds: Sequence[tuple[int, dict[str, Any], str]], before: dict[int, tuple[int, int]],
    rows: dict[int, InForce], from_on: date,
) -> tuple[Gain, ...]:  # fmt: skip
    found = []
    for pk, facts, place in grounds:
        payment, year = _a_year(law, facts, from_on, place)
        if year != before[pk][1]:
            row = rows[pk]
            found.append(
                Gain(
                    row.case_number, row.household_id, row.division_code, len(row.person_ids), before[pk][0],
                    payment - before[pk][0], year - before[pk][1],
                )
            )  # fmt: skip
    return tuple(found)


def _a_year(law: LoadedProgram, facts: dict[str, Any], on: date, place: str) -> tuple[int, int]:
    """Return one payment and what twelve months come to; nothing for who would no longer be eligible on the day."""
    result = law.evaluate(facts=facts, on=on, at=place)
    payments = PAYMENTS_A_YEAR.get(result.cadence, 1)
    last = result.closing_fen or result.amount_fen
    return result.amount_fen, result.amount_fen * (payments - 1) + last
