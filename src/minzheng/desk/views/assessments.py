"""Self-assessment: the list, beginning one, its page and acts, its items with the records behind them, evidence."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.assessment.domain import beginning, paper
from minzheng.assessment.engine.sheet import Item
from minzheng.assessment.models import Assessment, Evidence
from minzheng.assessment.queries.assessments import WITH, AssessmentView, assessment_view
from minzheng.desk import assessment_page
from minzheng.desk.acts import tried
from minzheng.desk.downloads import PDF
from minzheng.desk.forms.assessments import StartForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused


@seen_by(REVIEW_READERS)
@read_only
def assessment_list(request: DeskRequest) -> HttpResponse:
    """List the assessments of the area."""
    return render(request, "desk/assessments/list.html", assessment_page.list_context(request))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_new(request: DeskRequest) -> HttpResponse:
    """Begin one."""
    form = StartForm(request.POST or None, file=None, by=request.user, at=request.at, today=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = beginning.start(by=request.user, at=request.at, **form.arguments())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, assessment_page.STARTED % {"number": made.number})
            return redirect("desk:assessment", number=made.number)
    context = {"form": form, "refusal": refusal}
    return render(request, "desk/assessments/new.html", context, status=422 if request.method == "POST" else 200)


@seen_by(REVIEW_READERS)
@read_only
def assessment(request: DeskRequest, number: str) -> HttpResponse:
    """Show one."""
    return render(request, "desk/assessments/page.html", assessment_page.page_context(request, _row(number)))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Submit, close, send back."""
    row, act = _row(number), assessment_page.BY_VERB.get(verb)
    if act is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:assessment", number=number)
    form = act.form(request.POST, file=row, by=request.user, at=request.at, today=request.today, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                made = act.run(file=row, by=request.user, at=request.at, **form.arguments())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, act.done)
            return redirect("desk:assessment", number=made.number if isinstance(made, Assessment) else number)
    context = assessment_page.page_context(request, _row(number))
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(one.verb == verb for one in context["acts"]) else refusal
    return render(request, "desk/assessments/page.html", context, status=422)


@seen_by(REVIEW_READERS)
@read_only
def assessment_item(request: DeskRequest, number: str, item: str) -> HttpResponse:
    """Show one item: its points explained, and every record behind its figure."""
    row = _row(number)
    view, found = _item(request, row, item)
    return render(request, "desk/assessments/item.html", assessment_page.item_context(request, row, found, view))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_item_action(request: DeskRequest, number: str, item: str, verb: str) -> HttpResponse:
    """Answer an item, attach to it, or review it."""
    row = _row(number)
    view, found = _item(request, row, item)
    if verb not in assessment_page.ITEM_FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:assessment_item", number=number, item=item)
    form = assessment_page.ITEM_FORMS[verb](request.POST, request.FILES, auto_id=f"{verb}_%s", item=found)
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                assessment_page.ITEM_RUNS[verb](
                    assessment=row, item_code=item, by=request.user, at=request.at, **form.cleaned_data
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, assessment_page.ITEM_DONE[verb])
            return redirect("desk:assessment_item", number=number, item=item)
    context = assessment_page.item_context(request, row, found, view)
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(one.verb == verb for one in context["acts"]) else refusal
    return render(request, "desk/assessments/item.html", context, status=422)


@seen_by(REVIEW_READERS)
@read_only
def assessment_evidence(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Show a kept file, if it is still what was kept."""
    kept: Evidence = get_object_or_404(Evidence.objects.select_related("assessment"), pk=pk, assessment__number=number)
    where = kept.assessment.division_code
    note_read(request, kind="assessment_evidence", object_id=kept.pk, division_code=where, purpose="查看自评佐证材料")
    try:
        with kept.file.open("rb") as content:
            data = bytes(content.read())
    except FileNotFoundError as error:
        raise Http404 from error
    if hashlib.sha256(data).hexdigest() != kept.sha256:
        raise paper.EvidenceAltered(_("“%(title)s”与上传时不一致，请从备份恢复。") % {"title": kept.title})
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=kept.media_type, headers=headers)


@seen_by(REVIEW_READERS)
@read_only
def assessment_pdf(request: DeskRequest, number: str) -> HttpResponse:
    """Print it on A4."""
    row = _row(number)
    with as_kept():
        content = paper.printed(assessment=row, at=request.at)
    headers = {"Content-Disposition": f'inline; filename="{row.number}.pdf"'}
    return HttpResponse(content, content_type=PDF, headers=headers)


def _row(number: str) -> Assessment:
    found: Assessment = get_object_or_404(Assessment.objects.select_related(*WITH), number=number)
    return found


def _item(request: DeskRequest, row: Assessment, code: str) -> tuple[AssessmentView, Item]:
    view = assessment_view(row, request.today)
    if code not in view.sheet.by_code:
        raise Http404
    return view, view.sheet.by_code[code]
