"""What the pages of the forms show."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.desk.forms.papers import TemplateForm, WordingForm
from minzheng.desk.request import DeskRequest
from minzheng.paperwork import forms, word
from minzheng.paperwork.domain import word_template
from minzheng.paperwork.forms.shape import Form, Group, Shape, Subject
from minzheng.paperwork.forms.vocabulary import COLUMNS, TERMS, term
from minzheng.paperwork.models import Wording, WordTemplate
from minzheng.registry.models import Division
from minzheng.ui.tones import Tone


def groups() -> list[dict[str, Any]]:
    """Return the forms by group, each with how it is filled and whether the office has a template of its own."""
    templates = WordTemplate.objects.values_list("form", "approved_at", "rejected_at")
    in_force = {form for form, approved, _rejected in templates if approved}
    waiting = Counter(form for form, approved, rejected in templates if not approved and not rejected)
    waiting.update(
        Wording.objects.filter(approved_at__isnull=True, rejected_at__isnull=True).values_list("form", flat=True)
    )
    lines: dict[str, list[dict[str, Any]]] = {group.value: [] for group in Group}
    for form in forms.everything():
        lines[form.group].append(
            {"form": form, "filled": _filled(form), "has_word": form.code in in_force, "waiting": waiting[form.code]}
        )
    return [{"label": Group(code).label, "lines": rows} for code, rows in lines.items()]


def _code(text: str) -> str:
    return format_html("<code>{}</code>", text)


def context(request: DeskRequest, form: Form) -> dict[str, Any]:
    """Return the page of one form."""
    edits = request.user.role == Role.COUNTY_OFFICER
    return {
        "form": form,
        "shape": Shape(form.shape).label,
        "filled": _filled(form),
        "fields": _fields(form),
        "loop_help": format_html(
            str(_("表格里逐行重复，用 {begin} 和 {end} 各占一行。")),
            begin=_code("{%tr for m in members %}"),
            end=_code("{%tr endfor %}"),
        ),
        "edits": edits,
        "has_words": has_words(form),
        "templates": [_answered(row, row.uploaded_by, request) for row in _templates(form)],
        "wordings": [_answered(row, row.proposed_by, request) for row in _wordings(form)],
        "in_force": word_template.in_force(form.code),
        "template_form": TemplateForm(),
        "wording_form": WordingForm(),
    }


def has_words(form: Form) -> bool:
    """Say whether the office may word the form's opening, closing or contact."""
    return form.shape in {Shape.NOTICE, Shape.POSTER}


def county_bureau() -> str:
    """Return the name of the bureau this installation serves."""
    name = Division.objects.values_list("name", flat=True).filter(code=settings.COUNTY_CODE).first() or ""
    return f"{name}民政局"


def _filled(form: Form) -> str:
    if form.subject == Subject.NOTHING:
        return _("空白使用，手写填写")
    if form.subject == Subject.GIVEN:
        return _("由办理环节填写")
    return _("从%(subject)s自动填写") % {"subject": Subject(form.subject).label}


def _fields(form: Form) -> list[dict[str, Any]]:
    found = []
    for path in word.fields(form):
        head, _brackets, column = path.partition("[].")
        sample = TERMS[head].sample
        if column:
            written, label = f"{{{{ m.{column} }}}}", f"{term(head).label} · {COLUMNS[column]}"
        elif isinstance(sample, list):
            written, label = f"{{% for m in {path} %}} … {{% endfor %}}", str(term(path).label)
        else:
            written, label = f"{{{{ {path} }}}}", str(term(path).label)
        found.append({"written": written, "label": label})
    return found


def _templates(form: Form) -> Any:
    rows = WordTemplate.objects.filter(form=form.code).order_by("-version")
    return rows.select_related("uploaded_by", "approved_by", "rejected_by").prefetch_related("previews")


def _wordings(form: Form) -> Any:
    rows = Wording.objects.filter(form=form.code).order_by("-pk")
    return rows.select_related("proposed_by", "approved_by", "rejected_by").prefetch_related("previews")


def _answered(row: Any, author: Any, request: DeskRequest) -> dict[str, Any]:
    waits = row.approved_at is None and row.rejected_at is None
    mine = author.pk == request.user.pk
    if row.approved_at:
        word_of, tone = _("已启用"), Tone.DONE
    elif row.rejected_at:
        word_of, tone = _("已退回"), Tone.BAD
    else:
        word_of, tone = _("待启用"), Tone.WARN
    return {
        "row": row,
        "author": author,
        "state": word_of,
        "tone": tone,
        "may_answer": waits and not mine and request.user.role == Role.COUNTY_OFFICER,
        "is_mine": waits and mine,
        "was_seen": any(seen.seen_by_id == request.user.pk for seen in row.previews.all()),
    }
