"""Support at home: who is to be visited, one person with visits and payments, and the acts there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import support_acts, support_page
from minzheng.desk.acts import tried
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused

READERS = REVIEW_READERS | {Role.VILLAGE_WORKER}


@seen_by(READERS)
@read_only
def visit_list(request: DeskRequest) -> HttpResponse:
    """List who is supported at home, the longest overdue first."""
    return render(request, "desk/support/list.html", support_page.visit_list(request))


@seen_by(READERS)
@read_only
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one person."""
    view = support_page.person_page(request, pk)
    _note(request, view, "查看探访记录")
    return render(request, "desk/support/person.html", support_page.person(request, view))


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def person_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Visit, or settle a problem; a refusal comes back beside the form with what was typed."""
    act = next((one for one in support_acts.PERSON if one.verb == verb), None)
    view = support_page.person_page(request, pk)
    if act is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:support_person", pk=pk)
    form = act.form(request.POST, file=view, by=request.user, at=request.at, today=request.today, auto_id=f"{verb}_%s")
    refusal = ""
    if not act.makes_sense(view):
        refusal = str(_("现在不能办理“%(act)s”：没有要处理的，或者您没有办理权限。") % {"act": act.title})
    elif form.is_valid():
        try:
            with as_kept():
                act.run(by=request.user, at=request.at, **form.arguments())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, act.done)
            return redirect("desk:support_person", pk=pk)
    _note(request, view, "办理探访")
    context = support_page.person(request, view)
    acts = tried(context["acts"], verb, form, refusal)
    context |= {"acts": acts, "refusal": "" if any(one.verb == verb for one in acts) else refusal}
    return render(request, "desk/support/person.html", context, status=422)


def _note(request: DeskRequest, view: support_page.PersonPage, purpose: str) -> None:
    code = view.turn.who.grounds.division_code
    note_read(request, kind="support_person", object_id=view.turn.who.person.pk, division_code=code, purpose=purpose)
