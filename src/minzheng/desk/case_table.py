"""The list of cases as columns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import moves
from minzheng.casework.enums import CLOSED_STATES, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.catalogue import benefits
from minzheng.desk.bulk import BULK
from minzheng.desk.case_page import tone_of
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.household_work import REGISTRARS
from minzheng.desk.places import place_names
from minzheng.desk.tables import Cell, Column


@dataclass(frozen=True)
class Line:
    """A case with the words of its row."""

    case: Case
    place: str
    program: str
    is_late: bool


def lines(rows: Iterable[Case], today: dt.date) -> list[Line]:
    """Return the rows of a page or of a workbook; two queries."""
    found = list(rows)
    places = place_names({case.division_code for case in found})
    names = {program.code: program.short_name for program in benefits()}
    return [
        Line(case, places[case.division_code], names.get(case.program, ""), bool(case.due_on and case.due_on < today))
        for case in found
    ]


def bulk_verbs(staff: Staff) -> list[dict[str, object]]:
    """Return the acts this role may do on many cases, for the bar above the list."""
    steps: list[moves.Move | moves.Act] = [*moves.MOVES, *moves.ACTS]
    may = {step.verb for step in steps if staff.role in step.roles}
    if staff.role in REGISTRARS:
        may.add("serve")
    works = [BY_VERB[verb] for verb in BULK if may.intersection(BY_VERB[verb].stands_for)]
    return [{"verb": work.verb, "button": work.button, "n": ""} for work in works]


def _who(line: Line) -> Cell:
    address = reverse("desk:case", args=[line.case.number])
    return Cell(line.case.applicant.name, url=address, choose=line.case.number)


def _household(line: Line) -> Cell:
    number = line.case.household.number
    return Cell(number, url=reverse("desk:household", args=[number]))


def _due(line: Line) -> Cell:
    return Cell(line.case.due_on, tone="bad" if line.is_late else "")


def _station(line: Line) -> str:
    return "" if line.case.state in CLOSED_STATES else str(Station(line.case.station).label)


COLUMNS = (
    Column("who", _("申请人"), _who, order=("applicant__name",)),
    Column("number", _("案号"), lambda line: line.case.number, "short", order=("number",)),
    Column("program", _("项目"), lambda line: line.program, order=("program",)),
    Column("place", _("村（社区）"), lambda line: line.place, order=("division_code",)),
    Column(
        "state", _("状态"), lambda line: Cell(line.case.get_state_display(), tone=tone_of(line.case.state)), "tag",
        order=("state",),
    ),
    Column("station", _("环节"), _station, order=("station",), hidden=True),
    Column("opened", _("登记"), lambda line: line.case.opened_on, "day", order=("opened_on",)),
    Column("accepted", _("受理"), lambda line: line.case.accepted_on, "day", order=("accepted_on",), hidden=True),
    Column("due", _("期限"), _due, "day", order=("due_on",)),
    Column("household", _("户号"), _household, "short", order=("household__number",), hidden=True),
)  # fmt: skip
