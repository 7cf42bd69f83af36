"""Honesty files: the list, opening one on a case, the page, its acts and papers, and the credit record."""

from operator import attrgetter

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from minzheng.casework.models import Case
from minzheng.desk import honesty_page
from minzheng.desk.acting import Kind, act_on, attempt, read_of, show
from minzheng.desk.forms.honesty import OpenForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.honesty_acts import ACTS
from minzheng.desk.places import place_name, place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.honesty.domain import opening, paper
from minzheng.honesty.domain.reading_aid import paper_in_english
from minzheng.honesty.models import HonestyFile
from minzheng.honesty.queries import credit
from minzheng.honesty.queries.files import files, with_parts
from minzheng.honesty.queries.promises import promises_of
from minzheng.kernel.language import ENGLISH


def _file_of(_request: DeskRequest, number: str) -> HonestyFile:
    found: HonestyFile = get_object_or_404(with_parts(files()), number=number)
    return found


FILE = Kind(
    "desk:honesty", "desk/honesty/page.html", _file_of, honesty_page.page_context, ACTS,
    note=read_of("honesty", division=attrgetter("case.division_code")), seen="查看诚信案卷", acted="办理诚信案卷",
    gives="file",
)  # fmt: skip


@seen_by(REVIEW_READERS)
@read_only
def honesty_list(request: DeskRequest) -> HttpResponse:
    """List the files of the area."""
    return render(request, "desk/honesty/list.html", honesty_page.list_context(request))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def honesty_new(request: DeskRequest, number: str) -> HttpResponse:
    """Open a file on a member of a case's household."""
    case: Case = get_object_or_404(Case.objects.select_related("household", "applicant"), number=number)
    asked = request.POST if request.method == "POST" else None
    form = OpenForm(asked, file=case, by=request.user, at=request.at, today=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        refusal, made = attempt(request, opening.open_file, {"case": case, **form.arguments()})
        if not refusal:
            messages.success(request, honesty_page.OPENED % {"number": made.number})
            return redirect("desk:honesty", number=made.number)
    note_read(request, kind="case", object_id=case.pk, division_code=case.division_code, purpose="诚信立案")
    context = {
        "case": case, "form": form, "refusal": refusal, "place": place_name(case.division_code),
        "promises": promises_of(case),
    }  # fmt: skip
    return render(request, "desk/honesty/new.html", context, status=422 if request.method == "POST" else 200)


@seen_by(REVIEW_READERS)
@read_only
def honesty(request: DeskRequest, number: str) -> HttpResponse:
    """Show a file."""
    return show(request, FILE, number)


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def honesty_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Do an act; a refusal comes back beside the form with what was typed."""
    try:
        return act_on(request, FILE, number, verb)
    except ObjectDoesNotExist as missing:  # an act on a notice or a decision that is not there
        raise Http404 from missing


@seen_by(REVIEW_READERS)
@read_only
def honesty_paper(request: DeskRequest, number: str, kind: str) -> HttpResponse:
    """Show a paper as it was issued, the same bytes every time; with language=en what it says, for reading only."""
    file = _file_of(request, number)
    row = getattr(file, kind, None) if kind in {"notice", "ruling"} else None
    if row is None:
        raise Http404
    _note(request, file, "查看诚信案卷文书")
    headers = {"Content-Disposition": f'inline; filename="{kind}-{file.number}.pdf"'}
    pdf = paper_in_english(row.data, at=request.at) if request.GET.get("language") == ENGLISH else paper.read_kept(row)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@seen_by(frozenset(credit.READERS))
@read_only
def honesty_credit(request: DeskRequest) -> HttpResponse:
    """List the credit record of the area as in force today."""
    rows = credit.entries(staff=request.user, on=request.today)
    page = Paginator(rows, honesty_page.ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.ruling.file.case.division_code for row in page})
    lines = [{"row": row, "place": places[row.ruling.file.case.division_code]} for row in page]
    for row in page:
        _note(request, row.ruling.file, "查看诚信档案")
    return render(request, "desk/honesty/credit.html", {"page": page, "lines": lines})


def _note(request: DeskRequest, file: HonestyFile, purpose: str) -> None:
    note_read(
        request, kind="honesty", object_id=file.pk, division_code=file.case.division_code, purpose=purpose,
        once_a_day=purpose == "查看诚信档案",
    )  # fmt: skip
