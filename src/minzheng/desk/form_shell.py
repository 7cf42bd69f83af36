"""What surrounds a form: the draft that brings a half-written one back, the count of what was known already, and the
check that nobody changed the object while the form was being filled in.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.desk.history import Happened, told
from minzheng.desk.request import DeskRequest
from minzheng.kernel.wording import listed
from minzheng.services.audit import queries as audit
from minzheng.services.audit.models import AuditEvent
from minzheng.workbench.domain import form_count, keep
from minzheng.workbench.queries.keep import Kept, draft_of, drafts_of

# Reading, taking up and writing to colleagues change nothing a form could overwrite.
NO_CHANGE = frozenset({"read", "case.note", "case.take_up", "case.put_back", "case.pass_on", "household.note"})
VERSION = "seen_version"


@dataclass(frozen=True)
class Shell:
    """What the template of a form needs besides the form. `key` is the address the form is sent to."""

    key: str
    version: int
    draft: Kept | None = None
    changes: tuple[Happened, ...] = ()


def open_form(
    request: DeskRequest,
    form: forms.Form,
    *,
    key: str,
    events: Iterable[AuditEvent] = (),
    changes: Iterable[Happened] = (),
) -> Shell:
    """Put the person's own draft back into a form that was not sent; a sent one keeps what was typed."""
    kept = None if form.is_bound or not form.fields else draft_of(request.user, key, request.at)
    if kept is not None:
        restore(form, kept.values)
    return Shell(key, version_of(events), kept, tuple(changes))


def restore(form: forms.Form, values: Mapping[str, Any]) -> None:
    """Fill a form with the words of its draft."""
    for name, field in form.fields.items():
        given = values.get(form.add_prefix(name))
        if given is None:
            continue
        many = isinstance(field, forms.MultipleChoiceField)
        form.initial[name] = given if many else given[-1] if given else ""


def version_of(events: Iterable[AuditEvent]) -> int:
    """Return which change of an object was the last; 0 for none."""
    return max((event.pk for event in events if event.action not in NO_CHANGE), default=0)


def changed_since(request: DeskRequest, kind: str, object_id: int) -> list[Happened]:
    """Return what others did to the object after the form was opened; a form that does not say when is let through.

    The domain refuses what can no longer be done; here are the changes it would allow but the person has not seen.
    """
    seen = request.POST.get(VERSION, "")
    if not seen.isdecimal():
        return []
    later = audit.of_object(kind, object_id).filter(pk__gt=int(seen)).exclude(action__in=NO_CHANGE)
    return told(each for each in later if each.actor != request.user.username)


def stale_words(changes: list[Happened]) -> str:
    """Say that somebody else was faster, and what to do."""
    return str(
        _("您填写期间，%(name)s改动了这份档案（见下）。没有保存。请看过改动，确认所填仍然对，再提交一次。")
        % {"name": listed(dict.fromkeys(one.actor_name or str(_("系统")) for one in changes))}
    )


def sent(request: DeskRequest, form: forms.Form, *, key: str, name: str, division_code: str) -> None:
    """After a form was accepted: its draft goes, and what of it was known already is counted."""
    keep.drop_draft(key=key, by=request.user)
    count(request, [form], name=name, division_code=division_code)


def count(request: DeskRequest, sheets: Iterable[forms.Form], *, name: str, division_code: str) -> None:
    """Write down how many fields were known, corrected, typed and left empty."""
    totals = [fields_of(form) for form in sheets]
    fields = form_count.Fields(
        kept=sum(one.kept for one in totals),
        corrected=sum(one.corrected for one in totals),
        typed=sum(one.typed for one in totals),
        left_empty=sum(one.left_empty for one in totals),
    )
    form_count.count(form=name, division_code=division_code, fields=fields, by=request.user, at=request.at)


def fields_of(form: forms.Form) -> form_count.Fields:
    """Count the fields of a sent form, each once; hidden ones are nobody's work."""
    changed = set(form.changed_data)
    kept = corrected = typed = left_empty = 0
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        was_known = _is_filled(field, form.get_initial_for_field(field, name))
        if was_known:
            kept += name not in changed
            corrected += name in changed
        elif _is_filled(field, form.cleaned_data.get(name)):
            typed += 1
        else:
            left_empty += 1
    return form_count.Fields(kept, corrected, typed, left_empty)


def _is_filled(field: forms.Field, value: Any) -> bool:
    """An unticked box says nothing; an answer "no" says something."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    return value not in (None, "", [])


@dataclass(frozen=True)
class OpenDraft:
    """A half-written form in words: what it is, its address, how old it is, from whom it was taken over."""

    title: str
    url: str
    saved_at: dt.datetime
    passed_from: str


def open_drafts(staff: Staff, at: dt.datetime, titles: Mapping[str, Mapping[str, Any]]) -> list[OpenDraft]:
    """Return a person's half-written forms; `titles` names the acts by url name and verb."""
    found = []
    for row in drafts_of(staff, at).select_related("passed_from"):
        try:
            match = resolve(row.key)
        except Resolver404:
            continue
        work = titles.get(match.url_name or "", {}).get(match.kwargs.get("verb", ""))
        number = match.kwargs.get("number", "")
        words = f"{work} {number}".strip() if work else number
        found.append(OpenDraft(words, row.key, row.saved_at, row.passed_from.name if row.passed_from else ""))
    return found
