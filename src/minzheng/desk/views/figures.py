"""New standards: what was entered from which document, who approved it, and what it means for months that are paid."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.domain import growth, local_figure
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.growth import growing_programs
from minzheng.casework.queries.local_figures import entered
from minzheng.desk import growth_page
from minzheng.desk.forms.differences import DropForm, FigureForm, GrowthDayForm, GrowthForm
from minzheng.desk.guards import COUNTY_READERS, seen_by
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.rules.wording import say

SHOWN = 200
DONE = {
    "approve": _("已批准，自现在起为已知。执行日以后已经发放的月份，请到“差额核算”核算。"),
    "drop": _("已撤回。"),
}


@seen_by(COUNTY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_list(request: DeskRequest) -> HttpResponse:
    """List what was entered; a county officer enters another value."""
    may = request.user.role == Role.COUNTY_OFFICER
    if request.method == "POST" and not may:
        raise Http404
    form, refusal = FigureForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                local_figure.enter(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已录入。由另一人批准后才算数。"))
            return redirect("desk:case_figures")
    context = {
        "lines": [_line(row, request) for row in entered()[:SHOWN]],
        "form": form if may else None,
        "refusal": refusal,
        "growing": {code: retell(name) for code, name in growing_programs().items()},
    }
    return render(request, "desk/figures/list.html", context, status=422 if request.method == "POST" else 200)


@seen_by(frozenset({Role.COUNTY_OFFICER, Role.LEADER}), whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Approve a value, or withdraw it."""
    row = get_object_or_404(LocalFigure.objects.select_related("entered_by"), pk=pk)
    if verb not in DONE:
        raise Http404
    form, refusal = (DropForm(request.POST or None) if verb == "drop" else None), ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            with as_kept():
                if form is None:
                    local_figure.approve(figure=row, by=request.user, at=request.at)
                else:
                    local_figure.drop(figure=row, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, DONE[verb])
            return redirect("desk:case_figures")
    context = {"line": _line(row, request), "row": row, "verb": verb, "form": form, "refusal": refusal}
    return render(request, "desk/figures/act.html", context, status=422 if request.method == "POST" else 200)


@seen_by(COUNTY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_growth(request: DeskRequest, program: str) -> HttpResponse:
    """Reckon what a program's standards should grow to; a county officer proposes it."""
    may = request.user.role == Role.COUNTY_OFFICER
    if program not in growing_programs() or (request.method == "POST" and not may):
        raise Http404
    first = dt.date(request.today.year + 1, 1, 1)
    day_form = GrowthDayForm(request.GET if "from_on" in request.GET else None, initial={"from_on": first})
    from_on = day_form.cleaned_data["from_on"] if day_form.is_bound and day_form.is_valid() else first
    form, refusal = GrowthForm(request.POST or None, initial={"from_on": from_on}, auto_id="propose_%s"), ""
    if request.method == "POST" and form.is_valid():
        from_on = form.cleaned_data["from_on"]
        try:
            with as_kept():
                made = growth.propose(program=program, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已提出 %(n)d 条新标准，由另一人批准后才算数。") % {"n": len(made)})
            return redirect("desk:case_figures")
    context = growth_page.growth(request, program, from_on)
    context |= {"day_form": day_form, "form": form, "refusal": refusal}
    return render(request, "desk/figures/growth.html", context, status=422 if request.method == "POST" else 200)


def _line(row: LocalFigure, request: DeskRequest) -> dict[str, Any]:
    waits = row.approved_at is None and row.dropped_at is None
    return {
        "row": row,
        "name": retell(row.name),
        "value": retell(say(row.value, row.unit)),
        "waits": waits,
        "may_approve": waits and row.entered_by_id != request.user.pk and request.user.role in {
            Role.COUNTY_OFFICER, Role.LEADER,
        },
        "may_drop": waits and request.user.role in {Role.COUNTY_OFFICER, Role.LEADER},
        "is_late": row.approved_at is not None and row.from_on < row.approved_at.date().replace(day=1),
    }  # fmt: skip
