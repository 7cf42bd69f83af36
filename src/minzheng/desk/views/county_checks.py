"""The county beside the files: homes drawn for a visit of its own, and townships that decide themselves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.domain import county_check
from minzheng.casework.models import Delegation, SpotCheckDraw
from minzheng.casework.queries.catalogue import program_name
from minzheng.casework.queries.delegation import delegations
from minzheng.casework.queries.draws import draws, entries, waiting
from minzheng.desk.forms.county_checks import DelegationForm, DrawForm, EndDelegationForm
from minzheng.desk.guards import COUNTY_READERS, seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused


@seen_by(COUNTY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_list(request: DeskRequest) -> HttpResponse:
    """Show the draws and what waits to be drawn from; a county officer draws."""
    may = request.user.role == Role.COUNTY_OFFICER
    if request.method == "POST" and not may:
        raise Http404
    form, refusal = DrawForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = county_check.draw(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            told = {"n": len(made.batch), "drawn": len(made.drawn)}
            messages.success(request, _("从 %(n)d 件中抽中 %(drawn)d 件，请安排县级入户核查。") % told)
            return redirect("desk:case_draw", pk=made.pk)
    context = {
        "draws": draws(),
        "waiting": waiting(request.today),
        "form": form if may else None,
        "refusal": refusal,
    }
    return render(request, "desk/county/draws.html", context, status=422 if request.method == "POST" else 200)


@seen_by(COUNTY_READERS, whole_county=True)
@read_only
def draw(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one draw: seed, batch, whom it fell on, which visits are done; and that the seed gives the same again."""
    row = get_object_or_404(SpotCheckDraw.objects.select_related("drawn_by"), pk=pk)
    again = county_check.choose(row.batch, row.seed, county_check.sample_size(len(row.batch), row.ratio))
    found = entries(row)
    places = place_names([one.case.division_code for one in found])
    context = {
        "draw": row,
        "percent": f"{row.ratio / 100:g}",
        "is_same": again == row.drawn,
        "lines": [{"entry": one, "place": places[one.case.division_code]} for one in found],
        "rest": [number for number in row.batch if number not in row.drawn],
    }
    return render(request, "desk/county/draw.html", context)


@seen_by(COUNTY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_list(request: DeskRequest) -> HttpResponse:
    """Show where townships decide; a county officer adds one by its document."""
    may = request.user.role == Role.COUNTY_OFFICER
    if request.method == "POST" and not may:
        raise Http404
    form, refusal = DelegationForm(request.POST or None, today=request.today), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                county_check.delegate(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已登记下放。自该日起受理的办件由该乡镇（街道）审核确认。"))
            return redirect("desk:case_delegations")
    rows = delegations()
    places = place_names([row.division_code for row in rows])
    context = {
        "lines": [
            {"row": row, "place": places[row.division_code], "program": retell(program_name(row.program))}
            for row in rows
        ],
        "form": form if may else None,
        "may": may,
        "refusal": refusal,
    }
    return render(request, "desk/county/delegations.html", context, status=422 if request.method == "POST" else 200)


@seen_by(frozenset({Role.COUNTY_OFFICER}), whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a power back from a day on."""
    row = get_object_or_404(Delegation, pk=pk)
    form, refusal = EndDelegationForm(request.POST or None, initial={"until_on": request.today}), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                county_check.end_delegation(delegation=row, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已登记收回。此前受理的办件仍按受理时的权限办完。"))
            return redirect("desk:case_delegations")
    context = {"row": row, "place": place_names([row.division_code])[row.division_code], "form": form}
    context["refusal"] = refusal
    return render(request, "desk/county/delegation_end.html", context, status=422 if request.method == "POST" else 200)
