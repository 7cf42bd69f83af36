"""The office's own Word templates: uploaded, looked at filled with samples, put in force by a second person."""

import hashlib
import secrets
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.paperwork import forms, word
from minzheng.paperwork.domain.office import CHAIN, require_editor
from minzheng.paperwork.forms.vocabulary import sample
from minzheng.paperwork.models import TemplatePreview, WordTemplate
from minzheng.services.audit.domain.record import record


class TemplateRefused(Refused):
    """The template was answered already, or was not looked at."""


@transaction.atomic
def upload(*, form: str, content: bytes, file_name: str, note: str, by: Staff, at: datetime) -> WordTemplate:
    """Check a template and keep it as the next version; it serves from approval on. Raises BadTemplate."""
    require_editor(by)
    declared = forms.get(form)
    used = word.check(declared, content, file_name)
    # Filled once with samples: what cannot be filled is not kept.
    word.render(declared, content, sample(), name=file_name)
    last = WordTemplate.objects.filter(form=form).aggregate(top=Max("version"))["top"] or 0
    row = WordTemplate(
        form=form, version=last + 1, file_name=file_name[-120:], sha256=hashlib.sha256(content).hexdigest(),
        note=note.strip(), uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    row.file.save(f"word-templates/{form}-{secrets.token_hex(8)}.docx", ContentFile(content), save=False)
    row.save(force_insert=True)
    _record(row, "template.uploaded", by, at, after={"version": row.version, "sha256": row.sha256, "fields": used})
    return row


@transaction.atomic
def preview(*, template: WordTemplate, by: Staff, at: datetime) -> bytes:
    """Return the template filled with invented people, and remember that this person looked."""
    permissions.require_active(by)
    content = word.render(forms.get(template.form), content_of(template), sample(), name=template.file_name)
    TemplatePreview.objects.create(template=template, seen_by=by, seen_at=at)
    return content


@transaction.atomic
def approve(*, template: WordTemplate, by: Staff, at: datetime) -> WordTemplate:
    """Put a template in force. Raises TwoPeopleNeeded for the one who uploaded it, TemplateRefused if not looked at."""
    row = _waiting(template, by)
    permissions.require_other_person(by, earlier=row.uploaded_by, what=_("上传模板"))
    if not TemplatePreview.objects.filter(template=row, seen_by=by).exists():
        raise TemplateRefused(_("请先打开预览，看过用样例填写的文书，再启用模板。"))
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _record(row, "template.approved", by, at, after={"version": row.version})
    return row


@transaction.atomic
def reject(*, template: WordTemplate, by: Staff, at: datetime, reason: str) -> WordTemplate:
    """Send a template back."""
    row = _waiting(template, by)
    if not reason.strip():
        raise TemplateRefused(_("请填写退回原因。"))
    row.rejected_by, row.rejected_at, row.reject_reason = by, at, reason.strip()
    row.save(update_fields=["rejected_by", "rejected_at", "reject_reason"])
    _record(row, "template.rejected", by, at, after={"version": row.version}, reason=reason.strip())
    return row


def in_force(form: str) -> WordTemplate | None:
    """Return the version approved last, None if the office has none."""
    return WordTemplate.objects.filter(form=form, approved_at__isnull=False).order_by("-approved_at", "-pk").first()


def content_of(template: WordTemplate) -> bytes:
    """Return the kept file; raise TemplateRefused if it is gone or altered."""
    try:
        with template.file.storage.open(str(template.file.name)) as file:
            content = bytes(file.read())
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise TemplateRefused(_("模板的存档文件丢失或被改动，不能使用。请从备份恢复，或上传新的版本。"))
    return content


def _waiting(template: WordTemplate, by: Staff) -> WordTemplate:
    require_editor(by)
    row = WordTemplate.objects.select_for_update().select_related("uploaded_by").get(pk=template.pk)
    if row.approved_at is not None or row.rejected_at is not None:
        raise TemplateRefused(_("这个版本已经办理过，请上传新的版本。"))
    return row


def _record(
    row: WordTemplate, action: str, by: Staff, at: datetime, *, after: dict[str, object], reason: str = ""
) -> None:
    with as_kept():
        record(
            chain=CHAIN, at=at, by=by, action=action, object_kind="word_template", object_id=str(row.pk),
            after={"form": row.form, **after}, reason=reason,
        )  # fmt: skip
