"""Remedies and complaints: the list, registering one, the page and its acts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.models import Case
from minzheng.desk import remedy_page
from minzheng.desk.acting import Kind, act_on, attempt, read_of, show
from minzheng.desk.forms.remedies import RegisterForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.remedy_acts import ACTS
from minzheng.desk.request import DeskRequest
from minzheng.kernel.refusal import Refused
from minzheng.remedies.domain import register
from minzheng.remedies.models import RemedyFile
from minzheng.remedies.queries.files import files


def _file_of(_request: DeskRequest, number: str) -> RemedyFile:
    rows = files().select_related("case", "decision", "opened_by", "after_review")
    found: RemedyFile = get_object_or_404(rows, number=number)
    return found


FILE = Kind(
    "desk:remedy", "desk/remedies/page.html", _file_of, remedy_page.page_context, ACTS, note=read_of("remedy"),
    seen="查看救济与投诉案卷", acted="办理救济与投诉案卷", gives="file",
)  # fmt: skip


@seen_by(REVIEW_READERS)
@read_only
def remedy_list(request: DeskRequest) -> HttpResponse:
    """List the files of the area."""
    return render(request, "desk/remedies/list.html", remedy_page.list_context(request))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_new(request: DeskRequest) -> HttpResponse:
    """Register a file that concerns no case of ours, or none that is known yet."""
    return _register(request, None)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_for(request: DeskRequest, number: str) -> HttpResponse:
    """Register a file about a case."""
    case: Case = get_object_or_404(Case.objects.select_related("household", "applicant"), number=number)
    note_read(request, kind="case", object_id=case.pk, division_code=case.division_code, purpose="登记救济与投诉")
    return _register(request, case)


@seen_by(REVIEW_READERS)
@read_only
def remedy(request: DeskRequest, number: str) -> HttpResponse:
    """Show a file."""
    return show(request, FILE, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do an act; a refusal comes back beside the form with what was typed."""
    return act_on(request, FILE, number, verb)


@seen_by(frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}))
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_contact(request: DeskRequest, number: str) -> HttpResponse:
    """Show how the person is reached, once, for a stated purpose; the read is kept."""
    file = _file_of(request, number)
    if request.method != "POST":
        return redirect("desk:remedy", number=number)
    refusal, contact = "", ""
    try:
        FILE.note(request, file, request.POST.get("purpose", ""))
        contact = str(file.contact or _("没有登记联系方式"))
    except Refused as refused:
        refusal = str(refused)
    context = remedy_page.page_context(request, file) | {"contact": contact, "contact_refusal": refusal}
    return render(request, "desk/remedies/page.html", context, status=422 if refusal else 200)


def _register(request: DeskRequest, case: Case | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else None
    form = RegisterForm(asked, file=case, by=request.user, at=request.at, today=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        refusal, made = attempt(request, register.register, form.arguments())
        if not refusal:
            messages.success(request, remedy_page.REGISTERED % {"number": made.number})
            return redirect("desk:remedy", number=made.number)
    context = {"case": case, "form": form, "refusal": refusal}
    return render(request, "desk/remedies/new.html", context, status=422 if request.method == "POST" else 200)
