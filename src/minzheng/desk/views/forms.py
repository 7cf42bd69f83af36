"""The forms of the office: the list, one form with its templates and words, and their papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.queries import paper_facts
from minzheng.desk import form_page
from minzheng.desk.downloads import DOCX, PDF, download
from minzheng.desk.forms.papers import RejectForm, TemplateForm, WordingForm
from minzheng.desk.guards import seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import ENGLISH, as_kept
from minzheng.kernel.refusal import Refused
from minzheng.paperwork import forms, printing
from minzheng.paperwork.domain import word_template, wording
from minzheng.paperwork.forms.shape import Form
from minzheng.paperwork.models import Wording, WordTemplate

EDITORS = frozenset({Role.COUNTY_OFFICER})
BOTH = ["GET", "HEAD", "POST"]
ANSWERS: dict[str, dict[str, Any]] = {
    "template": {"model": WordTemplate, "approve": word_template.approve, "reject": word_template.reject},
    "wording": {"model": Wording, "approve": wording.approve, "reject": wording.reject},
}


@read_only
def form_list(request: DeskRequest) -> HttpResponse:
    """List every form by what it is for."""
    return render(request, "desk/papers/forms.html", {"groups": form_page.groups()})


@read_only
def form(request: DeskRequest, code: str) -> HttpResponse:
    """Show one form: where it comes from, what may fill it, the office's templates and words."""
    return render(request, "desk/papers/form.html", form_page.context(request, _form(code)))


@read_only
def form_blank(request: DeskRequest, code: str) -> HttpResponse:
    """Print the form empty, for handwriting; with language=en what it says, for reading only."""
    found = _form(code)
    codes = list(request.user.areas.values_list("division_code", flat=True))
    issuer = paper_facts.issuer_of(found.level, codes[0]) if len(codes) == 1 else form_page.county_bureau()
    return _pdf(
        printing.blank(found, issuer=issuer, at=request.at, in_english=_wants_english(request)), f"{found.title}"
    )


@read_only
def form_preview(request: DeskRequest, code: str) -> HttpResponse:
    """Print the form filled with invented people; with language=en in English."""
    found = _form(code)
    return _pdf(printing.preview(found, at=request.at, in_english=_wants_english(request)), f"{found.title}")


def _wants_english(request: DeskRequest) -> bool:
    return request.GET.get("language") == ENGLISH


@seen_by(EDITORS)
@require_http_methods(BOTH)
def form_upload(request: DeskRequest, code: str) -> HttpResponse:
    """Take a Word template; nothing is in force until a second person approves it."""
    found = _form(code)
    filled = TemplateForm(request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and filled.is_valid():
        file = filled.cleaned_data["file"]
        try:
            with as_kept():
                word_template.upload(
                    form=code, content=file.read(), file_name=file.name, note=filled.cleaned_data["note"],
                    by=request.user, at=request.at,
                )  # fmt: skip
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("模板已保存，等待另一名经办人预览后启用。"))
            return redirect("desk:form", code=code)
    context = form_page.context(request, found) | {"template_form": filled, "template_refusal": refusal}
    return render(request, "desk/papers/form.html", context, status=422 if request.method == "POST" else 200)


@seen_by(EDITORS)
@require_http_methods(BOTH)
def form_wording(request: DeskRequest, code: str) -> HttpResponse:
    """Take new words of a notice."""
    found = _form(code)
    if not form_page.has_words(found):
        raise Http404
    filled = WordingForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and filled.is_valid():
        try:
            with as_kept():
                wording.propose(form=code, by=request.user, at=request.at, **filled.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("用语已保存，等待另一名经办人预览后启用。"))
            return redirect("desk:form", code=code)
    context = form_page.context(request, found) | {"wording_form": filled, "wording_refusal": refusal}
    return render(request, "desk/papers/form.html", context, status=422 if request.method == "POST" else 200)


@read_only
def form_word_preview(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """Send a template filled with invented people; who looked is remembered."""
    row = get_object_or_404(WordTemplate, pk=pk, form=_form(code).code)
    content = word_template.preview(template=row, by=request.user, at=request.at)
    return download(content, name=f"样例-{_form(code).title}-第{row.version}版.docx", media_type=DOCX)


@read_only
def form_wording_preview(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """Show a notice with proposed words; who looked is remembered."""
    row = get_object_or_404(Wording, pk=pk, form=_form(code).code)
    return _pdf(wording.preview(wording=row, by=request.user, at=request.at), f"样例-{_form(code).title}")


@seen_by(EDITORS)
@require_http_methods(BOTH)
def form_answer(request: DeskRequest, code: str, what: str, pk: int, verb: str) -> HttpResponse:
    """Put a template or words in force, or send them back."""
    found = _form(code)
    if what not in ANSWERS or verb not in {"approve", "reject"}:
        raise Http404
    row = get_object_or_404(ANSWERS[what]["model"], pk=pk, form=code)
    if request.method == "POST":
        filled = RejectForm(request.POST) if verb == "reject" else None
        if filled is not None and not filled.is_valid():
            messages.warning(request, _("请填写退回原因。"))
            return redirect("desk:form", code=code)
        said = filled.cleaned_data if filled is not None else {}
        try:
            with as_kept():
                ANSWERS[what][verb](by=request.user, at=request.at, **{what: row}, **said)
        except Refused as refused:
            context = form_page.context(request, found) | {"refusal": str(refused)}
            return render(request, "desk/papers/form.html", context, status=422)
        messages.success(request, _("已启用。") if verb == "approve" else _("已退回。"))
    return redirect("desk:form", code=code)


def _form(code: str) -> Form:
    try:
        return forms.get(code)
    except forms.UnknownForm as unknown:
        raise Http404 from unknown


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = download(content, name=f"{name}.pdf", media_type=PDF)
    response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
    return response
