"""Close relatives: the register, the rolls of officials, their declarations, and one's own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.domain import identity
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import close_relatives
from minzheng.casework.queries.recusal import register
from minzheng.desk import relatives_page
from minzheng.desk.acts import tried
from minzheng.desk.forms.relatives import DeclareForm, EndDeclarationForm, MemberForm
from minzheng.desk.guards import seen_by
from minzheng.desk.places import filter_choices, place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.reveal import reveal
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.relatives.domain import declaration, roll
from minzheng.relatives.domain.roll import KEEPERS
from minzheng.relatives.models import CommitteeMember, DeclaredRelative
from minzheng.relatives.queries.lists import committee_members, staff_list

ON_A_PAGE = 50
register_page = seen_by(frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR}))
staff_page = seen_by(frozenset({Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR}), whole_county=True)


@register_page
@read_only
def relatives(request: DeskRequest) -> HttpResponse:
    """List the register of a township, or of the whole area."""
    chosen, rows = _chosen(request)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.case.division_code for row in page})
    _note(request, len(page))
    context = {
        "page": page,
        "lines": [{"row": row, "place": places[row.case.division_code]} for row in page],
        "divisions": filter_choices(request.user),
        "chosen": chosen,
        "may_see_staff": request.user.role != Role.TOWNSHIP_OFFICER,
    }
    return render(request, "desk/relatives/register.html", context)


@register_page
@read_only
def relatives_pdf(request: DeskRequest) -> HttpResponse:
    """Print the register on the office's form, A4."""
    chosen, rows = _chosen(request)
    entries = list(rows)
    _note(request, len(entries))
    place = (
        chosen["division"] or request.user.areas.order_by("division_code").values_list("division_code", flat=True)[0]
    )
    with as_kept():
        pdf = close_relatives.print_register(entries, division_code=place, at=request.at)
    headers = {"Content-Disposition": 'inline; filename="close-relatives.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_officials(request: DeskRequest) -> HttpResponse:
    """List the committees, village by village, and put somebody on the roll."""
    form = MemberForm(request.POST or None, by=request.user)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = close_relatives.add_committee_member(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("%(name)s已登记，有关办件已重新比对。") % {"name": made.name})
            return redirect("desk:relatives_official", pk=made.pk)
    chosen = request.GET.get("division", "")
    rows = committee_members(division_code=chosen if chosen.isdecimal() and len(chosen) == 12 else "")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    context = {
        "page": page,
        "lines": [{"row": row, "place": places[row.division_code]} for row in page],
        "divisions": filter_choices(request.user),
        "chosen": {"division": chosen},
        "form": form if request.user.role in KEEPERS else None,
        "refusal": refusal,
    }
    failed = request.method == "POST"
    return render(request, "desk/relatives/officials.html", context, status=422 if failed else 200)


@register_page
@read_only
def relatives_official(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one seat with the relatives declared."""
    found: CommitteeMember = get_object_or_404(CommitteeMember, pk=pk)
    return render(request, "desk/relatives/official.html", relatives_page.member_context(request, found))


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_official_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Declare for a seat, or end it."""
    found: CommitteeMember = get_object_or_404(CommitteeMember, pk=pk)
    if verb not in relatives_page.MEMBER_FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:relatives_official", pk=pk)
    form = relatives_page.MEMBER_FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                relatives_page.run_on_member(verb, found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, relatives_page.DONE[verb])
            return redirect("desk:relatives_official", pk=pk)
    return _again(
        request,
        "desk/relatives/official.html",
        relatives_page.member_context(request, found),
        verb=verb,
        form=form,
        refusal=refusal,
    )


@staff_page
@read_only
def relatives_staff(request: DeskRequest) -> HttpResponse:
    """List the accounts, those whose number is missing first."""
    page = Paginator(staff_list(), ON_A_PAGE).get_page(request.GET.get("page"))
    missing = staff_list().filter(is_active=True, identity__isnull=True).count()
    return render(request, "desk/relatives/staff.html", {"page": page, "missing": missing})


@staff_page
@read_only
def relatives_staff_member(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one account: its number masked, its declarations."""
    found: Staff = get_object_or_404(staff_list(), pk=pk)
    return render(request, "desk/relatives/staff_member.html", relatives_page.staff_context(request, found))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_staff_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Record the number of an account, or declare for it."""
    found: Staff = get_object_or_404(staff_list(), pk=pk)
    if verb not in relatives_page.STAFF_FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:relatives_staff_member", pk=pk)
    form = relatives_page.STAFF_FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                relatives_page.run_on_staff(verb, found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, relatives_page.DONE[verb])
            return redirect("desk:relatives_staff_member", pk=pk)
    context = relatives_page.staff_context(request, found)
    return _again(request, "desk/relatives/staff_member.html", context, verb=verb, form=form, refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def own_relatives(request: DeskRequest) -> HttpResponse:
    """Declare one's own close relatives, and see what is declared."""
    if request.method != "POST":
        return render(request, "desk/relatives/own.html", relatives_page.own_context(request))
    form = DeclareForm(request.POST, auto_id="declare_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                close_relatives.declare(official=request.user, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, relatives_page.DONE["declare"])
            return redirect("desk:own_relatives")
    return _again(
        request,
        "desk/relatives/own.html",
        relatives_page.own_context(request),
        verb="declare",
        form=form,
        refusal=refusal,
    )


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_declared_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a declaration with a reason."""
    found = _declared(request, pk)
    form = EndDeclarationForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                declaration.end(relative=found, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("申报已终止；已有的备案须由县民政局逐件核实解除。"))
            return _back_to(found)
    context = {"relative": found, "official": declaration.official_of(found), "form": form, "refusal": refusal}
    failed = request.method == "POST"
    return render(request, "desk/relatives/end.html", context, status=422 if failed else 200)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_declared_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why, then show a declared relative's number."""
    found = _declared(request, pk)
    what = {"title": _("%(name)s的身份证号") % {"name": found.name}, "masked": found.id_number_masked}
    return reveal(
        request,
        what,
        lambda purpose: declaration.reveal(relative=found, by=request.user, at=request.at, purpose=purpose),
    )


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_official_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why, then show a committee member's number."""
    found: CommitteeMember = get_object_or_404(CommitteeMember, pk=pk)
    what = {"title": _("%(name)s的身份证号") % {"name": found.name}, "masked": found.id_number_masked}
    return reveal(
        request, what, lambda purpose: roll.reveal(member=found, by=request.user, at=request.at, purpose=purpose)
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def relatives_staff_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why, then show the number of a member of staff."""
    found: Staff = get_object_or_404(staff_list().filter(identity__isnull=False), pk=pk)
    what = {"title": _("%(name)s的身份证号") % {"name": found.name}, "masked": found.identity.id_number_masked}
    return reveal(
        request, what, lambda purpose: identity.reveal(staff=found, by=request.user, at=request.at, purpose=purpose)
    )


def _declared(request: DeskRequest, pk: int) -> DeclaredRelative:
    """Return a declaration of the area; those of staff exist only for who keeps the staff's list."""
    found: DeclaredRelative = get_object_or_404(
        DeclaredRelative.objects.select_related("staff", "committee_member"), pk=pk
    )
    if found.staff is not None and request.user.role not in identity.KEEPERS:
        raise Http404
    return found


def _back_to(found: DeclaredRelative) -> HttpResponse:
    if found.staff_id is not None:
        return redirect("desk:relatives_staff_member", pk=found.staff_id)
    return redirect("desk:relatives_official", pk=found.committee_member_id)


def _chosen(request: DeskRequest) -> tuple[dict[str, str], Any]:
    chosen = {"division": request.GET.get("division", ""), "state": request.GET.get("state", "")}
    if chosen["division"] not in dict(filter_choices(request.user)):
        chosen["division"] = ""
    return chosen, register(division_code=chosen["division"], is_standing=chosen["state"] != "all")


def _note(request: DeskRequest, count: int) -> None:
    if count:
        purpose = f"查看近亲属备案册，列出{count}条"
        note_read(request, kind="close_relatives", object_id=0, division_code="", purpose=purpose)


def _again(
    request: DeskRequest, template: str, context: dict[str, Any], *, verb: str, form: Any, refusal: str
) -> HttpResponse:
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, template, context, status=422)
