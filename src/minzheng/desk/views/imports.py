"""Rosters: upload, the dry run, handing in, and the page of a batch where a second person decides."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk import import_page, upload_drafts
from minzheng.desk.acts import tried
from minzheng.desk.downloads import XLSX, download
from minzheng.desk.forms.imports import UploadForm
from minzheng.desk.guards import IMPORT_READERS, seen_by
from minzheng.desk.import_table import COLUMNS, with_places
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.tables import Table
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import background
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.kept_files import marked_file, may_have
from minzheng.integrations.roster.domain.marking.give_back import marked_workbook
from minzheng.integrations.roster.domain.problem_sheet import as_workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.submit import SUBMITTERS, submit
from minzheng.integrations.roster.models import ImportBatch
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import bracketed, labelled

ON_A_PAGE = 50
CHECK = ["GET", "HEAD", "POST"]


@seen_by(IMPORT_READERS)
@read_only
def import_list(request: DeskRequest) -> HttpResponse:
    """List the batches of the area, newest first."""
    table, rows = Table(request, COLUMNS), queries.batches()
    if table.wants_export:
        total = rows.count()
        note_read(request, kind="import_list", object_id=0, division_code="", purpose=f"导出名册批次，{total}批")
        return table.workbook(with_places(table.order(rows)), name=str(_("名册批次")), total=total)
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": table.draw(with_places(page)),
        "waiting": queries.waiting().count(),
        "may_submit": _may_submit(request),
    }
    return render(request, "desk/imports/list.html", context)


@seen_by(IMPORT_READERS)
@require_http_methods(CHECK)
def import_new(request: DeskRequest) -> HttpResponse:
    """Take a file and try it; nothing is written but the sealed file, for a day, for this person."""
    if not _may_submit(request):
        raise Http404
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    refusal = ""
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        source = Source(name=file.name, size=file.size, stream=file.file)
        try:
            with as_kept():
                report = check(
                    source=source, by=request.user, at=request.at, program=form.cleaned_data.get("program") or None
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            file.seek(0)
            token = upload_drafts.keep(by=request.user, content=file.read(), draft=import_page.draft_of(report))
            return redirect("desk:import_draft", token=token)
    context = {"form": form, "refusal": refusal, "layouts": import_page.layouts(), "forms": import_page.form_layouts()}
    return render(request, "desk/imports/new.html", context, status=422 if form.is_bound else 200)


@seen_by(IMPORT_READERS)
@require_http_methods(CHECK)
def import_draft(request: DeskRequest, token: str) -> HttpResponse:
    """Show what the dry run found, or hand the good households in to a second person."""
    draft = _draft_of(request, token)
    refusal = ""
    if request.method == "POST":
        content = upload_drafts.content(token, by=request.user)
        source = Source.of_bytes(draft["file_name"], content)
        try:
            with as_kept():
                batch = submit(source=source, by=request.user, at=request.at, program=draft["program"] or None)
        except Refused as refused:
            refusal = str(refused)
        else:
            upload_drafts.drop(token)
            messages.info(
                request,
                _("已提交，批次号 %(number)s。还没有导入任何一户，等待县民政局另一名经办人批准。")
                % {"number": batch.number},
            )
            return redirect("desk:import_batch", number=batch.number)
    context = import_page.draft_context(draft, request.GET) | {"token": token, "refusal": refusal}
    return render(request, "desk/imports/draft.html", context, status=422 if refusal else 200)


@seen_by(IMPORT_READERS)
@read_only
def import_draft_problems(request: DeskRequest, token: str) -> HttpResponse:
    """Send the problems of a dry run as a workbook."""
    draft = _draft_of(request, token)
    content = as_workbook(
        import_page.problems_of(draft), heading=labelled(draft["file_name"], retell(draft["summary"]))
    )
    return download(content, name=_("问题清单-%(file_name)s.xlsx") % {"file_name": draft["file_name"]}, media_type=XLSX)


@seen_by(IMPORT_READERS)
@read_only
def import_draft_marked(request: DeskRequest, token: str) -> HttpResponse:
    """Send the person's own file back with the problems of the dry run marked."""
    draft = _draft_of(request, token)
    source = Source.of_bytes(draft["file_name"], upload_drafts.content(token, by=request.user))
    heading = labelled(draft["file_name"], retell(draft["summary"]))
    content = marked_workbook(source=source, findings=import_page.problems_of(draft), heading=heading)
    return download(content, name=_marked_name(draft["file_name"]), media_type=XLSX)


@seen_by(IMPORT_READERS)
@read_only
def import_batch(request: DeskRequest, number: str) -> HttpResponse:
    """Show a batch: its households, its problems, and to a decider the decision."""
    batch = _batch_of(number)
    note_read(
        request, kind="import_batch", object_id=batch.pk, division_code=batch.division_code, purpose="查看名册导入批次"
    )
    return render(request, "desk/imports/batch.html", import_page.batch_context(request, batch))


@seen_by(IMPORT_READERS)
@require_http_methods(CHECK)
def import_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Approve or reject; a refusal comes back beside the form."""
    batch = _batch_of(number)
    if verb not in import_page.RUNS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:import_batch", number=number)
    form = import_page.FORMS[verb](request.POST, auto_id=f"{verb}_%s")
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                if verb == "approve" and batch.households_good > background.LARGE:
                    job = background.request_approval(batch=batch, by=request.user, at=request.at)
                    return redirect("desk:job", token=job.token)
                decided = import_page.RUNS[verb](batch=batch, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            import_page.say_done(request, decided)
            return redirect("desk:import_batch", number=number)
    context: dict[str, Any] = import_page.batch_context(request, batch)
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/imports/batch.html", context, status=422)


@seen_by(IMPORT_READERS)
@read_only
def import_problems(request: DeskRequest, number: str) -> HttpResponse:
    """Send the problems stored with a batch as a workbook."""
    batch = _batch_of(number)
    note_read(
        request, kind="import_batch", object_id=batch.pk, division_code=batch.division_code, purpose="下载问题清单"
    )
    content = as_workbook(queries.problems(batch), heading=batch.file_name + bracketed(batch.number))
    return download(content, name=_("问题清单-%(number)s.xlsx") % {"number": batch.number}, media_type=XLSX)


@seen_by(IMPORT_READERS)
@read_only
def import_marked(request: DeskRequest, number: str) -> HttpResponse:
    """Send the file of a batch back with its problems marked, to those who may have the whole of it."""
    batch = _batch_of(number)
    if not may_have(batch, request.user):
        raise Http404
    try:
        with as_kept():
            content = marked_file(batch=batch, by=request.user, at=request.at)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("desk:import_batch", number=number)
    return download(content, name=_marked_name(batch.file_name), media_type=XLSX)


def _marked_name(file_name: str) -> str:
    return _("标注问题-%(name)s.xlsx") % {"name": PurePath(file_name).stem}


def _may_submit(request: DeskRequest) -> bool:
    return request.user.role in SUBMITTERS


def _batch_of(number: str) -> ImportBatch:
    found = queries.batch(number)
    if found is None:
        raise Http404
    return found


def _draft_of(request: DeskRequest, token: str) -> dict[str, Any]:
    found = upload_drafts.draft(token, by=request.user)
    if found is None:
        raise Http404
    return found
