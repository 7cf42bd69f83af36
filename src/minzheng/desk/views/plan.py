"""The plan: every clause with what is live and what is not built yet."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.desk.rail import rail_for
from minzheng.desk.request import DeskRequest
from minzheng.kernel.month import Month
from minzheng.plan.queries import board


def plan(request: DeskRequest) -> HttpResponse:
    """Show the plan with the numbers of one month in the viewer's area; a month to come or a bad one is this month."""
    present = Month.of(request.today)
    month = _asked(request.GET.get("month", ""), present)
    return render(
        request,
        "desk/plan.html",
        {
            "board": board(month, request.today),
            "month": month,
            "earlier": month.plus(-1),
            "later": month.next() if month < present else None,
            "linked": {item["word"].url_name for item in rail_for(request)},
        },
    )


def _asked(text: str, present: Month) -> Month:
    try:
        return min(Month.parse(text), present)
    except ValueError:
        return present
