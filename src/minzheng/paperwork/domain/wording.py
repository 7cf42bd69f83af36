"""The office's own opening, closing and contact of a notice: proposed, looked at, put in force by a second person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.refusal import Refused
from minzheng.paperwork import forms, printing
from minzheng.paperwork.domain.office import CHAIN, require_editor
from minzheng.paperwork.models import TemplatePreview, Wording
from minzheng.services.audit.domain.record import record
from minzheng.services.papers import require_printable

LONGEST = 300
PARTS = ("opening", "closing", "contact")


class WordingRefused(Refused):
    """The wording cannot be proposed, or was answered already."""


@transaction.atomic
def propose(
    *, form: str, valid_from: date, opening: str, closing: str, contact: str, by: Staff, at: datetime
) -> Wording:
    """Propose new words for a notice. An empty part keeps the usual words."""
    require_editor(by)
    forms.get(form)
    said = {"opening": opening.strip(), "closing": closing.strip(), "contact": contact.strip()}
    if not any(said.values()):
        raise WordingRefused(_("请至少填写一处用语；留空的沿用通常的写法。"))
    long = [part for part, text in said.items() if len(text) > LONGEST]
    if long:
        raise WordingRefused(_("每处用语不超过%(n)d字。") % {"n": LONGEST})
    require_printable(said)
    row = Wording.objects.create(form=form, valid_from=valid_from, proposed_by=by, proposed_at=at, **said)
    _record(row, "wording.proposed", by, at, after={"valid_from": valid_from.isoformat(), **said})
    return row


@transaction.atomic
def preview(*, wording: Wording, by: Staff, at: datetime) -> bytes:
    """Return the notice with these words and invented people, and remember that this person looked."""
    permissions.require_active(by)
    words = {part: text for part in ("opening", "closing") if (text := getattr(wording, part))}
    pdf = printing.preview(forms.get(wording.form), at=at, contact=wording.contact, words=words)
    TemplatePreview.objects.create(wording=wording, seen_by=by, seen_at=at)
    return pdf


@transaction.atomic
def approve(*, wording: Wording, by: Staff, at: datetime) -> Wording:
    """Put the words in force from their day on."""
    row = _waiting(wording, by)
    permissions.require_other_person(by, earlier=row.proposed_by, what=_("提出用语"))
    if not TemplatePreview.objects.filter(wording=row, seen_by=by).exists():
        raise WordingRefused(_("请先打开预览，看过用样例填写的文书，再启用。"))
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _record(row, "wording.approved", by, at, after={})
    return row


@transaction.atomic
def reject(*, wording: Wording, by: Staff, at: datetime, reason: str) -> Wording:
    """Send the words back."""
    row = _waiting(wording, by)
    if not reason.strip():
        raise WordingRefused(_("请填写退回原因。"))
    row.rejected_by, row.rejected_at, row.reject_reason = by, at, reason.strip()
    row.save(update_fields=["rejected_by", "rejected_at", "reject_reason"])
    _record(row, "wording.rejected", by, at, after={}, reason=reason.strip())
    return row


def in_force(form: str, day: date) -> Wording | None:
    """Return the words in force for a notice of this day; None for the usual ones."""
    rows = Wording.objects.filter(form=form, approved_at__isnull=False, valid_from__lte=day)
    return rows.order_by("-valid_from", "-approved_at", "-pk").first()


def words_on(form: str, day: date) -> dict[str, str]:
    """Return the parts that the office has words of its own for."""
    row = in_force(form, day)
    return {part: text for part in PARTS if row is not None and (text := getattr(row, part))}


def _waiting(wording: Wording, by: Staff) -> Wording:
    require_editor(by)
    row = Wording.objects.select_for_update().select_related("proposed_by").get(pk=wording.pk)
    if row.approved_at is not None or row.rejected_at is not None:
        raise WordingRefused(_("这份用语已经办理过，请另行提出。"))
    return row


def _record(row: Wording, action: str, by: Staff, at: datetime, *, after: dict[str, Any], reason: str = "") -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="wording", object_id=str(row.pk),
        after={"form": row.form, **after}, reason=reason,
    )  # fmt: skip
