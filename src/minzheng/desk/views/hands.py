"""I take it, I put it back; a colleague's reminder is seen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.request import DeskRequest
from minzheng.desk.views.cases import case_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain import claim as claims
from minzheng.workbench.domain import note as notes
from minzheng.workbench.models import Mention

RUNS = {"take-up": claims.take_up, "put-back": claims.put_back}
DONE = {"take-up": _("已领办，同事会看到在您手上。"), "put-back": _("已放回，同事可以领办。")}
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def case_hands(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Take a case up or put it back, and return to where one was."""
    found = case_of(number)
    if verb not in RUNS:
        raise Http404
    if request.method == "POST":
        try:
            with as_kept():
                RUNS[verb](case=found, by=request.user, at=request.at)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, DONE[verb])
    return _back(request) or redirect("desk:case", number=found.number)


@require_http_methods(BOTH)
def mention_seen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a reminder off one's to-do."""
    rows = Mention.objects.select_related("note__case", "note__household").filter(staff=request.user)
    found: Mention = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        notes.see(mention=found, by=request.user, at=request.at)
        return _back(request) or redirect("desk:todo")
    if found.note.case:
        return redirect("desk:case", number=found.note.case.number)
    return redirect("desk:household", number=found.note.household.number)


def _back(request: DeskRequest) -> HttpResponse | None:
    back = request.POST.get("back", "")
    return redirect(back) if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else None
