"""The plan: every clause with what is live and what is not built yet."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.desk.guards import REVIEW_READERS
from minzheng.desk.rail import Word, rail_for
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.plan.queries import board

# Nothing is recorded before; the working-day calendar begins there too.
FIRST = Month(2004, 1)


@read_only
def plan(request: DeskRequest) -> HttpResponse:
    """Show the plan with the numbers of one month in the viewer's area; one to come, or none, is this month."""
    present = Month.of(request.today)
    month = _asked(request.GET.get("month", ""), present)
    return render(
        request,
        "desk/plan.html",
        {
            "board": board(month, request.today),
            "month": month,
            "earlier": month.previous() if month > FIRST else None,
            "later": month.next() if month < present else None,
            "may_assess": request.user.role in REVIEW_READERS,
            "linked": {cast("Word", item["word"]).url_name for item in rail_for(request)},
        },
    )


def _asked(text: str, present: Month) -> Month:
    try:
        return max(min(Month.parse(text), present), FIRST)
    except Refused:
        return present
