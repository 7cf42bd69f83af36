"""Differences: looking back, one household's months, confirming and dismissing, claims and their files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import difference_page
from minzheng.desk.forms.differences import ComputationForm, ConfirmForm, DismissForm, FileForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.differences.domain import claim as claims
from minzheng.differences.domain import computation, settlement
from minzheng.differences.models import Computation, Proposal, RecoveryClaim
from minzheng.differences.queries import proposals as queries
from minzheng.honesty.queries.files import of_case
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.ui.forms import PlainForm

ON_A_PAGE = 50
ACTS: dict[str, tuple[type[PlainForm], Callable[..., Proposal]]] = {
    "confirm": (ConfirmForm, settlement.confirm),
    "dismiss": (DismissForm, settlement.dismiss),
}
DONE = {
    "confirm": _("已确认。补发列入下一次发放；追回等待并入诚信案卷。"),
    "dismiss": _("已登记不予处理。"),
}
money_page = seen_by(MONEY_READERS, whole_county=True)
county_acts = seen_by(frozenset({Role.COUNTY_OFFICER}), whole_county=True)


@money_page
@read_only
def difference_list(request: DeskRequest) -> HttpResponse:
    """List the computations."""
    return render(request, "desk/differences/list.html", difference_page.list_context(request))


@county_acts
@require_http_methods(["GET", "HEAD", "POST"])
def difference_new(request: DeskRequest) -> HttpResponse:
    """Ask for a computation; a worker does it."""
    initial = {name: request.GET.get(name, "") for name in ("program", "first", "cause", "reason")}
    asked = request.POST if request.method == "POST" else None
    form, refusal = ComputationForm(asked, initial=initial, today=request.today), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = computation.start(**form.arguments(), by=request.user, at=request.at)
                computation.enqueue(computation=made, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已交后台核算，可以离开本页。"))
            return redirect("desk:run_difference", number=made.number)
    context = {"form": form, "refusal": refusal}
    return render(request, "desk/differences/new.html", context, status=422 if request.method == "POST" else 200)


@money_page
@read_only
def difference(request: DeskRequest, number: str) -> HttpResponse:
    """Show one computation with its households."""
    row = _computation(number)
    note_read(
        request, kind="computation", object_id=row.pk, division_code=row.division_code, purpose="查看差额核算",
        once_a_day=True,
    )  # fmt: skip
    return render(request, "desk/differences/page.html", difference_page.computation_context(request, row))


@county_acts
@require_http_methods(["GET", "HEAD", "POST"])
def difference_confirm_all(request: DeskRequest, number: str) -> HttpResponse:
    """Hand the confirmation of all plain arrears of a computation to a worker."""
    row = _computation(number)
    if request.method != "POST":
        return redirect("desk:run_difference", number=number)
    try:
        with as_kept():
            job = settlement.enqueue_all(computation=row, by=request.user, at=request.at)
    except Refused as refused:
        context = difference_page.computation_context(request, row) | {"refusal": str(refused)}
        return render(request, "desk/differences/page.html", context, status=422)
    return redirect("desk:job", token=job.token)


@county_acts
@require_http_methods(["GET", "HEAD", "POST"])
def difference_continue(request: DeskRequest, number: str) -> HttpResponse:
    """Hand a computation that stands still to a worker again; it goes on where it stopped."""
    row = _computation(number)
    if request.method == "POST" and row.finished_at is None:
        computation.enqueue(computation=row, by=request.user, at=request.at)
        messages.success(request, _("已交后台核算，可以离开本页。"))
    return redirect("desk:run_difference", number=number)


@money_page
@read_only
def difference_household(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Show one household's months."""
    proposal = _proposal(number, pk)
    _note(request, proposal, "查看差额")
    return render(request, "desk/differences/household.html", _acts(request, proposal))


@county_acts
@require_http_methods(["GET", "HEAD", "POST"])
def difference_action(request: DeskRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """Confirm or dismiss."""
    proposal = _proposal(number, pk)
    if verb not in ACTS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:run_difference_household", number=number, pk=pk)
    form_class, act = ACTS[verb]
    form, refusal = form_class(request.POST, auto_id=f"{verb}_%s"), ""
    if form.is_valid():
        try:
            with as_kept():
                act(proposal=proposal, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, DONE[verb])
            return redirect("desk:run_difference_household", number=number, pk=pk)
    _note(request, proposal, "办理差额")
    context = _acts(request, _proposal(number, pk), {verb: form}) | {"refusal": refusal}
    return render(request, "desk/differences/household.html", context, status=422)


@money_page
@read_only
def claim_list(request: DeskRequest) -> HttpResponse:
    """List what is claimed back, those without a file first."""
    page = Paginator(queries.claims(), ON_A_PAGE).get_page(request.GET.get("page"))
    may = request.user.role == Role.COUNTY_OFFICER
    return render(request, "desk/differences/claims.html", {"page": page, "may": may})


@county_acts
@require_http_methods(["GET", "HEAD", "POST"])
def claim_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a file of honesty carry a claim."""
    rows = RecoveryClaim.objects.select_related("case__applicant", "proposal__computation", "file")
    row: RecoveryClaim = get_object_or_404(rows, pk=pk)
    note_read(request, kind="case", object_id=row.case_id, division_code=row.case.division_code, purpose="追回款项并卷")
    files = {file.number: file for file in of_case(row.case_id)}
    labels = [
        (number, f"{number} {file.get_wrong_display()} {file.get_state_display()}") for number, file in files.items()
    ]
    form, refusal = FileForm(request.POST or None, files=labels), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                claims.name_file(claim=row, file=files[form.cleaned_data["file"]], by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已并入诚信案卷，退款在案卷中登记。"))
            return redirect("desk:run_claims")
    context = {"claim": row, "form": form if labels else None, "refusal": refusal}
    return render(request, "desk/differences/claim.html", context, status=422 if request.method == "POST" else 200)


def _computation(number: str) -> Computation:
    rows = Computation.objects.select_related("started_by", "figure", "case")
    found: Computation = get_object_or_404(rows, number=number)
    return found


def _proposal(number: str, pk: int) -> Proposal:
    rows = Proposal.objects.select_related(
        "computation__figure", "case__household", "case__applicant", "made_by", "settled_by", "claim__file"
    )
    found: Proposal = get_object_or_404(rows, pk=pk, computation__number=number)
    return found


def _acts(request: DeskRequest, proposal: Proposal, tried: dict[str, Any] | None = None) -> dict[str, Any]:
    forms = {verb: form(auto_id=f"{verb}_%s") for verb, (form, _act) in ACTS.items()} | (tried or {})
    return difference_page.household_context(request, proposal) | {
        "confirm_form": forms["confirm"], "dismiss_form": forms["dismiss"],
    }  # fmt: skip


def _note(request: DeskRequest, proposal: Proposal, purpose: str) -> None:
    note_read(
        request, kind="case", object_id=proposal.case_id, division_code=proposal.case.division_code, purpose=purpose
    )
