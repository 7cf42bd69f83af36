"""What each month came to here: started or not and why, what a person gets, by when it is paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from minzheng.casework.queries.price_linked import Line, lines, made_due_by, reckon
from minzheng.kernel.division import full
from minzheng.kernel.month import Month
from minzheng.prices.models import PriceIndex, SubsidyMonth
from minzheng.prices.queries.indices import counting, series_of
from minzheng.rules.errors import NoFigure, NotInForce
from minzheng.rules.evaluation import Evaluation
from minzheng.services.calendar.queries import Deadline, add_working_days
from minzheng.statute.price_rule import DIGITS, PREFECTURE, PROVINCE
from minzheng.statute.price_trigger import MET, TRIGGERED, Finding, find

ROOM = "prices"
# The longest run of months a rule asks about.
LOOKS_BACK = 3


@dataclass(frozen=True)
class PersonAmount:
    """What one person of a group gets in a month, with how it was reckoned."""

    line: Line
    evaluation: Evaluation

    @property
    def amount_fen(self) -> int:
        """The amount for one person, 0 where nothing is due."""
        return self.evaluation.amount_fen


@dataclass(frozen=True)
class MonthView:
    """One month: the finding, the indices it read, the amounts, the last day to pay, and what was confirmed."""

    month: Month
    finding: Finding
    used: tuple[PriceIndex, ...]
    amounts: tuple[PersonAmount, ...]
    deadline: Deadline | None
    released_on: date | None
    confirmed: SubsidyMonth | None

    @property
    def is_started(self) -> bool:
        """Whether rising prices start the subsidy this month."""
        return self.finding.state == TRIGGERED


def program() -> str:
    """Return the code of the subsidy."""
    return made_due_by(ROOM)


def regions() -> tuple[str, ...]:
    """Return whose indices can count for this county: the prefecture's and the province's."""
    return tuple(full(settings.COUNTY_CODE[: DIGITS[one]]) for one in (PREFECTURE, PROVINCE))


def month_view(month: Month) -> MonthView:
    """Return one month."""
    return month_views([month])[0]


def month_views(months: Iterable[Month]) -> list[MonthView]:
    """Return the months in the order given; two queries."""
    wanted = list(months)
    asked = {month.plus(-back) for month in wanted for back in range(LOOKS_BACK)}
    rows = counting(asked, regions())
    series = series_of(rows)
    stood = {
        row.month: row
        for row in SubsidyMonth.objects.filter(month__in=[str(one) for one in wanted]).select_related("confirmed_by")
    }
    found = []
    for month in wanted:
        finding = find(settings.COUNTY_CODE, month, series)
        read = [one for check in finding.checks for one in check.readings if one is not None]
        used = [rows[one.kind, one.region, one.month] for one in read]
        measure = finding.rule.measure if finding.rule else ""
        used += [row for one in regions() if (row := rows.get((measure, one, month))) and row not in used]
        met = [
            rows[one.kind, one.region, one.month].released_on
            for check in finding.checks
            if check.verdict == MET and (one := check.readings[0]) is not None
        ]
        released = min(met, default=None)
        days = finding.rule.pay_days if finding.rule else None
        deadline = add_working_days(released, days) if released and days else None
        found.append(
            MonthView(month, finding, tuple(used), _amounts(month, finding), deadline, released, stood.get(str(month)))
        )
    return found


def _amounts(month: Month, finding: Finding) -> tuple[PersonAmount, ...]:
    if finding.state != TRIGGERED:
        return ()
    code, found = program(), []
    for line in lines(on=month.first_day, at=settings.COUNTY_CODE).values():
        try:
            evaluation = reckon(code, facts=_facts(line, finding), on=month.first_day, at=settings.COUNTY_CODE)
        except (NotInForce, NoFigure):
            continue
        found.append(PersonAmount(line, evaluation))
    return tuple(found)


def _facts(line: Line, finding: Finding) -> dict[str, Any]:
    """The facts of one person alone; an unknown rise stays out, so that the result is incomplete."""
    facts = {
        "members": [{}], "trigger_reached": True, "rise_bp": finding.rise, "line_fen": line.figure.value,
        "line_months": line.months,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value is not None}
