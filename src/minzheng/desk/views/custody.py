"""Agreements that officials keep a household's card: the list, filing one, the page, its acts and the filed paper."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk import custody_page
from minzheng.desk.acts import tried
from minzheng.desk.forms.custody import AgreementForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.places import place_name, place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.households import household_of, people_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.registry.queries.household import view as household_view
from minzheng.relatives.domain import custody as agreements
from minzheng.relatives.models import CustodyAgreement
from minzheng.relatives.queries import custody as queries

ON_A_PAGE = 50
readers = seen_by(REVIEW_READERS)
filers = seen_by(frozenset(agreements.FILERS))


@readers
@read_only
def custody_list(request: DeskRequest) -> HttpResponse:
    """List the agreements of the area, those that wait first."""
    chosen = request.GET.get("state", "")
    page = Paginator(queries.agreements(state=chosen, today=request.today), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.household.division_code for row in page})
    note_read(request, kind="custody_list", object_id=0, division_code="", purpose=f"查看代管协议列表，{len(page)}份")
    context = {
        "page": page,
        "lines": [
            {"row": row, "place": places[row.household.division_code], **custody_page.standing(row, request.today)}
            for row in page
        ],
        "states": custody_page.FILTERS,
        "chosen": chosen,
    }
    return render(request, "desk/custody/list.html", context)


@filers
@require_http_methods(["GET", "HEAD", "POST"])
def custody_new(request: DeskRequest, number: str) -> HttpResponse:
    """File the agreement of a household."""
    found = household_of(number)
    home = household_view(found, day=request.today, known_at=request.at)
    members = people_of(home)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AgreementForm(*given, members=members, today=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = agreements.file_agreement(household=found, by=request.user, at=request.at, **form.arguments())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("代管协议已备案，等县民政局另一人核实后生效。"))
            return redirect("desk:custody", pk=made.pk)
    note_read(request, kind="household", object_id=found.pk, division_code=found.division_code, purpose="备案代管协议")
    context = {"household": found, "home": home, "place": place_name(found.division_code), "form": form,
               "refusal": refusal}  # fmt: skip
    return render(request, "desk/custody/new.html", context, status=422 if request.method == "POST" else 200)


@readers
@read_only
def custody(request: DeskRequest, pk: int) -> HttpResponse:
    """Show an agreement."""
    found = _of(pk)
    _note(request, found, "查看代管协议")
    return render(request, "desk/custody/page.html", custody_page.page_context(request, found))


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def custody_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm an agreement or end it; a refusal comes back beside its form."""
    found = _of(pk)
    if verb not in custody_page.FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:custody", pk=pk)
    form = custody_page.FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                custody_page.run(verb, found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, custody_page.DONE[verb])
            return redirect("desk:custody", pk=pk)
    _note(request, found, "办理代管协议")
    context = custody_page.page_context(request, _of(pk))
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/custody/page.html", context, status=422)


@readers
@read_only
def custody_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the paper as it was filed."""
    found = _of(pk)
    _note(request, found, "查看代管协议原件")
    headers = {"Content-Disposition": f'inline; filename="custody-{found.pk}"'}
    return HttpResponse(agreements.read_paper(found), content_type=found.media_type, headers=headers)


def _of(pk: int) -> CustodyAgreement:
    rows = CustodyAgreement.objects.select_related("household", "resident", "filed_by", "confirmed_by", "ended_by")
    found: CustodyAgreement = get_object_or_404(rows, pk=pk)
    return found


def _note(request: DeskRequest, found: CustodyAgreement, purpose: str) -> None:
    note_read(
        request, kind="custody_agreement", object_id=found.pk, division_code=found.household.division_code,
        purpose=purpose,
    )  # fmt: skip
