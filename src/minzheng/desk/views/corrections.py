"""Deaths recorded by mistake: what was asked, and the page where a second person settles it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from minzheng.desk import correction_page
from minzheng.desk.acts import tried
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import DeathCorrection
from minzheng.registry.queries.deaths import corrections, waiting_corrections

ON_A_PAGE = 50


@seen_by(REVIEW_READERS)
@read_only
def correction_list(request: DeskRequest) -> HttpResponse:
    """List the corrections of the area, those that wait first."""
    page = Paginator(corrections(), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({each.death.person.division_code for each in page})
    lines = [
        {
            "correction": each,
            "person": each.death.person,
            "place": places[each.death.person.division_code],
            "tone": correction_page.TONES[each.state],
        }
        for each in page
    ]
    context = {"page": page, "lines": lines, "waiting": waiting_corrections().count()}
    return render(request, "desk/corrections/list.html", context)


@seen_by(REVIEW_READERS)
@read_only
def correction(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what was asked and why, what it would restore, and to whoever settles it the acts."""
    found = _of(pk)
    _note(request, found)
    return render(request, "desk/corrections/page.html", correction_page.context(request, found))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correction_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Approve or reject; a refusal comes back beside the form."""
    found = _of(pk)
    if verb not in correction_page.RUNS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:correction", pk=pk)
    form = correction_page.FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                correction_page.RUNS[verb](correction=found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, correction_page.DONE[verb])
            return redirect("desk:correction", pk=pk)
    _note(request, found)
    context: dict[str, Any] = correction_page.context(request, found)
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/corrections/page.html", context, status=422)


def _of(pk: int) -> DeathCorrection:
    found: DeathCorrection = get_object_or_404(corrections(), pk=pk)
    return found


def _note(request: DeskRequest, found: DeathCorrection) -> None:
    person = found.death.person
    note_read(
        request, kind="person", object_id=person.pk, division_code=person.division_code, purpose="查看死亡登记更正"
    )
