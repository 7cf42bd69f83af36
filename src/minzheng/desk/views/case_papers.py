"""The papers of one case: its forms filled, as PDF and as Word, and issuing them; letters as Word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.casework.domain import letter as letters
from minzheng.casework.domain import paper as papers
from minzheng.casework.models import Case, CasePaper, Letter
from minzheng.casework.queries import paper_facts
from minzheng.desk.downloads import DOCX, PDF, download
from minzheng.desk.places import place_name
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.cases import case_of
from minzheng.desk.views.forms import _form
from minzheng.kernel.language import ENGLISH, as_kept
from minzheng.kernel.refusal import Refused
from minzheng.paperwork import forms
from minzheng.paperwork.fill import title_of
from minzheng.paperwork.forms.shape import Subject
from minzheng.paperwork.models import WordTemplate


@read_only
def case_forms(request: DeskRequest, number: str) -> HttpResponse:
    """List the forms this case can be printed on, with what was issued."""
    found = case_of(number)
    _note(request, found, "查看办件文书")
    return render(request, "desk/papers/case.html", _context(request, found))


@read_only
def case_form(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Show a form filled from the case, or as it was issued; with language=en what it says, for reading only."""
    found = case_of(number)
    declared = _form(code)
    _note(request, found, "打印办件文书")
    show = papers.in_english if request.GET.get("language") == ENGLISH else papers.printed
    content = show(case=found, form=code, at=request.at)
    response = download(content, name=f"{title_of(declared)}-{found.number}.pdf", media_type=PDF)
    response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
    return response


@read_only
def case_form_word(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Send a form as Word, on the office's own template."""
    found = case_of(number)
    declared = _form(code)
    _note(request, found, "打印办件文书")
    content = papers.as_word(case=found, form=code)
    return download(content, name=f"{title_of(declared)}-{found.number}.docx", media_type=DOCX)


@require_http_methods(["GET", "HEAD", "POST"])
def case_form_issue(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Issue a form: it gets a number and a code and is kept."""
    found = case_of(number)
    declared = _form(code)
    if request.method == "POST":
        try:
            with as_kept():
                issued = papers.issue(case=found, form=code, by=request.user, at=request.at)
        except Refused as refused:
            context = _context(request, found) | {"refusal": str(refused)}
            return render(request, "desk/papers/case.html", context, status=422)
        messages.success(
            request, _("“%(title)s”已制发，编号%(number)s。") % {"title": declared.title, "number": issued.number}
        )
    return redirect("desk:case_forms", number=number)


@read_only
def letter_word(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Send a letter as Word; what it says is what was frozen."""
    found = case_of(number)
    letter: Letter = get_object_or_404(Letter.objects.select_related("decision"), pk=pk, decision__case=found)
    note_read(request, kind="letter", object_id=letter.pk, division_code=found.division_code, purpose="查看告知书")
    content = letters.as_word(letter)
    return download(content, name=f"{letter.data['title']}-{found.number}.docx", media_type=DOCX)


def _note(request: DeskRequest, case: Case, purpose: str) -> None:
    note_read(request, kind="case", object_id=case.pk, division_code=case.division_code, purpose=purpose)


def _context(request: DeskRequest, case: Case) -> dict[str, Any]:
    issued = {(row.form, row.record_id): row for row in CasePaper.objects.filter(case=case).select_related("issued_by")}
    with_word = set(WordTemplate.objects.filter(approved_at__isnull=False).values_list("form", flat=True))
    records: dict[str, Any] = {}
    lines = []
    for form in forms.everything():
        if form.subject in {Subject.NOTHING, Subject.GIVEN} or form.needs_remedies:
            continue
        if form.subject not in records:
            records[form.subject] = paper_facts.record_of(case, form.subject)
        record = records[form.subject]
        if record is None or not paper_facts.is_for(form, case):
            continue
        kept = issued.get((form.code, record.pk))
        may = request.user.role in papers.ISSUERS[form.level] and request.user.area.covers(case.division_code)
        lines.append(
            {
                "form": form,
                "issued": kept,
                "may_issue": form.is_issued and kept is None and may,
                "has_word": form.code in with_word,
            }
        )
    written = Letter.objects.filter(decision__case=case).order_by("pk").select_related("decision")
    return {
        "case": case,
        "place": place_name(case.division_code),
        "lines": lines,
        "letters": [{"letter": each, "has_word": each.kind in with_word} for each in written],
    }
