"""Printing many papers: choose what, from when, where; then a job with its bar."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minzheng.casework.domain import batch_print
from minzheng.casework.queries.printable import BATCHES, LETTERS, candidates
from minzheng.desk.guards import seen_by
from minzheng.desk.places import filter_choices, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.division import full
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused

ON_A_PAGE = 100
PRINTERS = frozenset(batch_print.PRINTERS)


@seen_by(PRINTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def papers_print(request: DeskRequest) -> HttpResponse:
    """Show what can be printed in one go, or queue it."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen: dict[str, Any] = {
        "what": asked.get("what", LETTERS) if asked.get("what", LETTERS) in BATCHES else LETTERS,
        "from": _day(asked.get("from", "")) or request.today - dt.timedelta(days=30),
        "until": _day(asked.get("until", "")) or request.today,
        "division": asked.get("division", ""),
    }
    rows = candidates(
        BATCHES[chosen["what"]], from_on=chosen["from"], until_on=chosen["until"],
        division=full(chosen["division"]) if chosen["division"].isdigit() else "",
    )  # fmt: skip
    refusal = ""
    if request.method == "POST":
        output = request.POST.get("output", "pdf")
        try:
            with as_kept():
                job = batch_print.request(
                    batch=chosen["what"], ids=_ids(request, rows), as_zip=output == "zip",
                    duplex=output == "duplex", by=request.user, at=request.at,
                )  # fmt: skip
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("desk:job", token=job.token)
    context = _context(request, chosen, rows) | {"refusal": refusal}
    return render(request, "desk/papers/print.html", context, status=422 if refusal else 200)


def _context(request: DeskRequest, chosen: dict[str, Any], rows: Any) -> dict[str, Any]:
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.case.division_code for row in page})
    return {
        "chosen": chosen,
        "batches": list(BATCHES.values()),
        "places": filter_choices(request.user),
        "page": page,
        "lines": [
            {
                "row": row,
                "place": places[row.case.division_code],
                "number": getattr(row, "document_number", ""),
                "is_issued": getattr(row, "letter", None) is not None if chosen["what"] == LETTERS else None,
            }
            for row in page
        ],
        "most": batch_print.MOST,
    }


def _ids(request: DeskRequest, rows: Any) -> list[int]:
    if request.POST.get("everything"):
        return list(rows.values_list("pk", flat=True)[: batch_print.MOST + 1])
    return [int(pk) for pk in request.POST.getlist("ids") if pk.isdigit()]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
