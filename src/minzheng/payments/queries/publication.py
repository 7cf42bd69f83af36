"""The list for the village board: applicant, number of persons, amount, nothing else (民发〔2021〕57号 第二十四条)."""

from dataclasses import dataclass
from datetime import date

from minzheng.casework.models import Case
from minzheng.payments.enums import LIVE_STATUSES, LineStatus
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries.runs import TOWNSHIP_DIGITS, division_names

ADULT_YEARS = 18


@dataclass(frozen=True)
class Published:
    """One row of the list, in fen. A minor applicant's name is masked; other members are only counted."""

    township: str
    village: str
    applicant_name: str
    person_count: int
    month: str
    amount_fen: int


def publication_list(run: PayRun, *, on: date) -> list[Published]:
    """Return the rows of a run within the declared scope, by village; returned and cancelled lines are left out.

    Of a line paid in part that part is shown; the rest stands in the list that pays it.
    """
    lines = list(PayLine.objects.filter(run=run, status__in=LIVE_STATUSES).order_by("division_code", "seq"))
    applicants = _applicants({line.case_number for line in lines}, on)
    townships = {line.division_code: line.division_code[:TOWNSHIP_DIGITS].ljust(12, "0") for line in lines}
    names = division_names([*townships, *townships.values()])
    return [
        Published(
            township=names.get(townships[line.division_code], townships[line.division_code]),
            village=names.get(line.division_code, line.division_code),
            applicant_name=applicants.get(line.case_number, _masked(line.payee_name)),
            person_count=line.person_count,
            month=line.month,
            amount_fen=line.paid_fen if line.status == LineStatus.PARTLY else line.amount_fen,
        )
        for line in lines
    ]


def _applicants(case_numbers: set[str], on: date) -> dict[str, str]:
    rows = Case.objects.filter(number__in=case_numbers)
    found = rows.values_list("number", "applicant__name", "applicant__birth_date")
    return {number: name if _is_adult(birth, on) else _masked(name) for number, name, birth in found}


def _is_adult(birth_date: date, on: date) -> bool:
    return (birth_date.year + ADULT_YEARS, birth_date.month, birth_date.day) <= (on.year, on.month, on.day)


def _masked(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)
