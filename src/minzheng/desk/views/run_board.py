"""The board of pay runs: what waits for whom, what is late, and how punctual the last months were."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.casework.queries.catalogue import benefits
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.run_page import STATE_TONES, next_words, steps_of
from minzheng.kernel.month import Month
from minzheng.payments.queries.punctuality import punctuality
from minzheng.payments.queries.run_board import missing_lists, open_runs
from minzheng.payments.queries.runs import is_for
from minzheng.payments.thresholds import on_day

MONTHS_SHOWN = 12


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def run_board(request: DeskRequest) -> HttpResponse:
    """Show the open runs with their steps, the lists nobody has made, and on-time-and-in-full by month."""
    rows = open_runs(request.today)
    missing = missing_lists(request.today)
    present = Month.of(request.today)
    names = {card.code: card.short_name for card in benefits()}
    months = punctuality([present.plus(-back) for back in range(MONTHS_SHOWN)])
    context = {
        "rows": [
            {
                "row": row,
                "tone": STATE_TONES[row.run.state],
                "next": next_words(row.run),
                "steps": steps_of(row.run),
                "is_mine": is_for(request.user, row.run),
            }
            for row in rows
        ],
        "missing": missing,
        "late": sum(row.is_late for row in rows) + sum(one.is_late for one in missing),
        "months": [{"one": one, "program": names.get(one.program, one.program)} for one in months],
        "rule": on_day("pay_by_day", request.today),
    }
    return render(request, "desk/runs/board.html", context)
