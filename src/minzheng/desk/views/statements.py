"""Statements of a month or a year: accounts, funds, townships, households, one household; to print and to export."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from minzheng.casework.queries.catalogue import program_name
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.places import place_name
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.statement_tables import (
    EVENT_COLUMNS,
    FUND_COLUMNS,
    HOUSEHOLD_COLUMNS,
    TOWNSHIP_COLUMNS,
    csv_of,
)
from minzheng.desk.tables import Column, Table
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.period import Period
from minzheng.ledger.queries import balance_of_period
from minzheng.payments.queries import statements
from minzheng.registry.models import Household

ON_A_PAGE = 50
MONTHS_OFFERED = 24
money_page = seen_by(MONEY_READERS, whole_county=True)
VIEWS: dict[str, Sequence[Column]] = {
    "account": (),
    "fund": FUND_COLUMNS,
    "township": TOWNSHIP_COLUMNS,
    "household": HOUSEHOLD_COLUMNS,
}


@money_page
@read_only
def ledger_statements(request: DeskRequest) -> HttpResponse:
    """Show what was booked in a period: the trial balance, and what was paid by fund, township or household."""
    period, refusal = _period(request)
    by = request.GET.get("by", "account")
    by = by if by in VIEWS else "account"
    balance = balance_of_period("", period)
    context: dict[str, Any] = {
        "period": period,
        "periods": _offered(request),
        "by": by,
        "balance": balance,
        "ties": statements.ties(period),
        "refusal": refusal,
    }
    if by != "account":
        table = Table(request, VIEWS[by])
        lines = _lines(by, period)
        if request.GET.get("export") in ("csv", "xlsx"):
            purpose = f"导出{period.text}对账单，{len(lines)}行"
            note_read(request, kind="statement", object_id=0, division_code="", purpose=purpose)
            name = f"{_('对账单')}-{period.text}-{by}"
            if table.wants_export:
                return table.workbook(lines, name=name, total=len(lines))
            return csv_of(VIEWS[by], lines, name=name)
        page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
        sums = {
            "count": sum(line.count for line in lines),
            "paid": sum(line.paid_fen for line in lines),
            "back": sum(line.back_fen for line in lines),
            "net": sum(line.net_fen for line in lines),
        }
        context |= {"page": page, "table": table.draw(page, sums=sums)}
    return render(request, "desk/ledger/statements.html", context, status=422 if refusal else 200)


@money_page
@read_only
def ledger_household(request: DeskRequest, number: str) -> HttpResponse:
    """Show everything a household was ever owed and paid, over all programs and years, with running sums."""
    household: Household = get_object_or_404(Household, number=number)
    asked = request.GET.get("period", "")
    period, refusal = _period(request) if asked else (None, "")
    whole = statements.household_statement(household)
    events = [event for event in whole if period is None or period.begins <= event.at < period.ends]
    purpose = f"查看家庭对账单{asked and '（' + asked + '）'}"
    note_read(request, kind="household", object_id=household.pk, division_code=household.division_code, purpose=purpose)
    table = Table(request, EVENT_COLUMNS)
    name = f"{_('家庭对账单')}-{household.number}"
    if table.wants_export:
        return table.workbook(events, name=name, total=len(events))
    if request.GET.get("export") == "csv":
        return csv_of(EVENT_COLUMNS, events, name=name)
    sums = {"due": sum(event.due_fen for event in events), "paid": sum(event.paid_fen for event in events)}
    context = {
        "household": household,
        "place": place_name(household.division_code),
        "table": table.draw(events, sums=sums),
        "got_fen": sum(event.paid_fen for event in whole),
        "owed_fen": sum(event.due_fen for event in whole),
        "by_program": _by_program(whole),
        "period": period,
        "refusal": refusal,
    }
    return render(request, "desk/ledger/household.html", context, status=422 if refusal else 200)


def _lines(by: str, period: Period) -> list[statements.StatementLine]:
    if by == "fund":
        return statements.by_fund(period)
    if by == "township":
        return statements.by_township(period)
    return statements.household_lines(statements.by_household(period))


def _by_program(events: Sequence[statements.HouseholdEvent]) -> list[dict[str, Any]]:
    """Return what came of each program in each year."""
    sums: dict[tuple[str, str], list[int]] = {}
    for event in events:
        entry = sums.setdefault((event.program, event.month[:4]), [0, 0])
        entry[0] += event.due_fen
        entry[1] += event.paid_fen
    return [
        {"program_name": program_name(program), "year": year, "due_fen": due, "paid_fen": paid}
        for (program, year), (due, paid) in sorted(sums.items())
    ]


def _period(request: DeskRequest) -> tuple[Period, str]:
    """Return the period asked for; the present month with a refusal if it is none."""
    asked = request.GET.get("period", "")
    present = Period.of_month(Month.of(request.today))
    if not asked:
        return present, ""
    try:
        return Period.parse(asked), ""
    except Refused as refused:
        return present, str(refused)


def _offered(request: DeskRequest) -> list[str]:
    month = Month.of(request.today)
    months = [month.plus(-back) for back in range(MONTHS_OFFERED)]
    years = sorted({str(one.year) for one in months}, reverse=True)
    return [*years, *(str(one) for one in months)]
