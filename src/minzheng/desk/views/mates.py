"""Colleagues: notes on a case or household, and who else has the page open."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minzheng.casework.models import Case
from minzheng.desk.mates import present_context
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.cases import case_of
from minzheng.desk.views.households import household_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.registry.models import Household
from minzheng.workbench.domain import keep
from minzheng.workbench.domain import note as notes

BOTH = ["GET", "HEAD", "POST"]
FINDERS: dict[str, Callable[[str], Case | Household]] = {"case": case_of, "household": household_of}


@require_http_methods(BOTH)
def case_notes(request: DeskRequest, number: str) -> HttpResponse:
    """Write a note on a case."""
    found = case_of(number)
    return _write(request, found.household, found, reverse("desk:case", args=[found.number]) + "?tab=notes#known")


@require_http_methods(BOTH)
def household_notes(request: DeskRequest, number: str) -> HttpResponse:
    """Write a note on a household."""
    found = household_of(number)
    return _write(request, found, None, reverse("desk:household", args=[found.number]) + "#notes")


@require_POST
def presence(request: DeskRequest) -> HttpResponse:
    """Note that somebody is on a page, and say who else is; what lies outside the area does not exist."""
    kind, _colon, number = request.POST.get("subject", "").partition(":")
    if kind not in FINDERS:
        raise Http404
    subject = f"{kind}:{FINDERS[kind](number).number}"
    keep.be_present(subject=subject, doing=request.POST.get("doing", ""), by=request.user, at=request.at)
    return render(request, "desk/partials/present.html", present_context(subject, request))


def _write(request: DeskRequest, household: Household, case: Case | None, back: str) -> HttpResponse:
    if request.method == "POST":
        try:
            with as_kept():
                row = notes.write(
                    household=household, case=case, text=request.POST.get("text", ""), by=request.user, at=request.at
                )
        except Refused as refused:
            messages.error(request, str(refused))
            # What was written is not lost: it comes back as the draft of the box.
            text = request.POST.get("text", "")
            keep.keep_draft(key=request.path, values={"text": [text]}, by=request.user, at=request.at)
        else:
            keep.drop_draft(key=request.path, by=request.user)
            named = listed(row.mentions.select_related("staff").values_list("staff__name", flat=True))
            messages.success(
                request, _("留言已保存，已提醒%(names)s。") % {"names": named} if named else _("留言已保存。")
            )
    return redirect(back)
