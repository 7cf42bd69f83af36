"""Doing the work of a case: one form, one domain call, and the way back to the case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minzheng.casework.models import Case
from minzheng.desk.case_page import CasePage
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.form_shell import changed_since, sent, stale_words
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.cases import case_of
from minzheng.desk.work import Work
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def case_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Open the form of an act, or do it. A refusal comes back beside the form with everything that was typed."""
    found = case_of(number)
    work = BY_VERB.get(verb)
    if work is None:
        raise Http404
    who: dict[str, Any] = {"case": found, "by": request.user, "at": request.at, "today": request.today}
    form = work.form(request.POST, request.FILES, **who) if request.method == "POST" else work.form(**who)
    refusal, changes = "", []
    if request.method == "POST" and form.is_valid():
        changes = changed_since(request, "case", found.pk)
        refusal = stale_words(changes) if changes else _do(request, found, work, form)
        if not refusal:
            messages.success(request, work.done)
            return redirect("desk:case", number=found.number)
    note_read(request, kind="case", object_id=found.pk, division_code=found.division_code, purpose="办理办件")
    if request.method == "POST":
        found = case_of(number)
    page = CasePage(request, found)
    if request.method != "POST" and work not in page.works:
        refusal = _why_not(page, verb)
    context = page.context(tab=request.GET.get("tab", "")) | page.with_form(work, form, changes=changes)
    context |= {"refusal": refusal, "was_asked": True}
    return render(request, "desk/case/page.html", context, status=422 if request.method == "POST" else 200)


def _do(request: DeskRequest, found: Case, work: Work, form: ActionForm) -> str:
    """Do it; return why not, or nothing when it was done."""
    division_code, subject = found.division_code, {"case": found} if work.takes_case else {}
    try:
        with as_kept():
            work.run(by=request.user, at=request.at, **subject, **form.arguments())
    except Refused as refused:
        return str(refused)
    sent(request, form, key=request.path, name=f"case.{work.verb}", division_code=division_code)
    return ""


def _why_not(page: CasePage, verb: str) -> str:
    """Say why an act that was opened by its address cannot be done now."""
    stands_for = set(BY_VERB[verb].stands_for)
    found = next((each for each in page.actions if each.verb in stands_for), None)
    if found is not None and found.why_not:
        return str(found.why_not)
    return page.waiting()
