"""Acts on many cases: choose on a list, see what will happen, do it row by row, see what became of each."""

import time
from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minzheng.desk import bulk
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain import bulk as bulk_acts
from minzheng.workbench.enums import RowResult
from minzheng.workbench.models import BulkAct
from minzheng.workbench.queries.bulk import bulk_of, rows_of

# A page comes back after so long, with a bar; what is left is carried on by itself.
SECONDS_AT_ONCE = 1.5


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_new(request: DeskRequest) -> HttpResponse:
    """Show what will happen to the chosen rows; with `go`, begin."""
    if request.method != "POST":
        return redirect("desk:todo")
    verb = request.POST.get("verb", "")
    if verb not in bulk.BULK:
        raise Http404
    plan = bulk.plan(verb, request.POST.getlist("case")[: bulk_acts.MOST_ROWS + 1], request.user, request.today)
    form, refusal, go = None, "", "go" in request.POST
    if plan.ready:
        data = request.POST if go else None
        who: dict[str, Any] = {"by": request.user, "at": request.at, "today": request.today}
        form = bulk.shared_form(plan.work, plan.ready[0].case, **who, data=data)
    if form is not None and go and form.is_valid():
        try:
            with as_kept():
                begun = _begin(request, plan, form)
        except Refused as refused:
            refusal = str(refused)
        else:
            _carry_on(request, begun)
            return redirect("desk:case_bulk_result", pk=begun.pk)
    if plan.rows:
        purpose = f"批量办理，列出{len(plan.rows)}件"
        note_read(request, kind="case_list", object_id=0, division_code="", purpose=purpose)
    places = place_names({row.case.division_code for row in plan.rows})
    context = {"plan": plan, "form": form, "refusal": refusal, "places": places, "retry_of": _retry_of(request)}
    return render(request, "desk/bulk/plan.html", context, status=422 if go else 200)


@read_only
def bulk_result(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what became of each row; those that were not done can be tried again, alone."""
    return render(request, _template(request), _result(_bulk(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_continue(request: DeskRequest, pk: int) -> HttpResponse:
    """Carry on with the rows that are left."""
    begun = _bulk(request, pk)
    if request.method == "POST":
        _carry_on(request, begun)
        if request.htmx:
            return render(request, _template(request), _result(begun))
    return redirect("desk:case_bulk_result", pk=begun.pk)


def _begin(request: DeskRequest, plan: bulk.Plan, form: ActionForm) -> BulkAct:
    """Write down what is to be done; a retry names the bulk act it mends, if that is one's own."""
    earlier = _retry_of(request)
    return bulk_acts.begin(
        verb=plan.work.verb,
        rows=[(row.case, row.amount_fen) for row in plan.ready],
        values={name: request.POST.getlist(name) for name in form.fields if name in request.POST},
        by=request.user,
        at=request.at,
        retry_of=bulk_of(int(earlier), request.user) if earlier else None,
    )


def _retry_of(request: DeskRequest) -> str:
    given = request.POST.get("retry_of", "")
    return given if given.isdecimal() else ""


def _carry_on(request: DeskRequest, begun: BulkAct) -> None:
    """Do waiting rows until the time of one page is up."""
    until = time.monotonic() + SECONDS_AT_ONCE
    values = bulk_acts.values_of(begun)
    run = bulk.runner(BY_VERB[begun.verb], values, request.user, request.at, request.today)
    for row in rows_of(begun).filter(result=RowResult.WAITING):
        with as_kept():
            bulk_acts.do_row(row=row, run=run, by=request.user, at=request.at)
        if time.monotonic() > until:
            return


def _result(begun: BulkAct) -> dict[str, Any]:
    rows = list(rows_of(begun))
    numbers = Counter(row.result for row in rows)
    done = len(rows) - numbers[RowResult.WAITING]
    return {
        "bulk": begun,
        "work": BY_VERB[begun.verb],
        "rows": sorted(rows, key=lambda row: row.result == RowResult.DONE),
        "numbers": {result.value: numbers[result] for result in RowResult},
        "total": len(rows),
        "done": done,
        "percent": done * 100 // len(rows) if rows else 100,
        "sum_fen": sum(row.amount_fen or 0 for row in rows if row.result == RowResult.DONE),
        "refused": [row.case.number for row in rows if row.result == RowResult.REFUSED],
        "places": place_names({row.case.division_code for row in rows}),
    }


def _bulk(request: DeskRequest, pk: int) -> BulkAct:
    found = bulk_of(pk, request.user)
    if found is None:
        raise Http404
    return found


def _template(request: DeskRequest) -> str:
    return "desk/bulk/rows.html" if request.htmx else "desk/bulk/result.html"
