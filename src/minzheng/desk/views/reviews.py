"""The dynamic review: open proposals, the page of one with both calculations, hearing, accepting, dismissing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.casework.domain import review as review_domain
from minzheng.casework.models import ReviewProposal
from minzheng.desk import review_lists, review_page, review_table
from minzheng.desk.acts import tried
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.views.kept import views_context
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused

DONE = {
    "hear": _("当事人的意见已登记，由县民政局处理这条建议。"),
    "notify": _("告知已登记，等当事人答复。"),
    "accept-gradually": _("渐退决定已作出，逐月金额已固定。请制发告知书。"),
    "accept": _("已采纳，新的决定已作出，从下个月起执行。请制发告知书。"),
    "dismiss": _("已维持原状，理由已记入案卷。"),
}


@seen_by(REVIEW_READERS)
@read_only
def review_list(request: DeskRequest) -> HttpResponse:
    """List the proposals of the area."""
    found = review_table.list_context(request)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "desk/reviews/list.html", found | views_context(request, "reviews"))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: DeskRequest) -> HttpResponse:
    """Show who is due for review until a day; open all of them at once."""
    until = review_lists.until_of(request.GET.get("until", ""), request.today)
    refusal = ""
    if request.method == "POST":
        try:
            with as_kept():
                made = review_domain.open_due(until=until, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已列入 %(n)d 户。") % {"n": len(made)})
            return redirect("desk:review_calendar")
    context = review_lists.calendar_context(request, until) | {"refusal": refusal}
    return render(request, "desk/reviews/calendar.html", context, status=422 if refusal else 200)


@seen_by(REVIEW_READERS)
@read_only
def changes(request: DeskRequest) -> HttpResponse:
    """List the changes of households in payment."""
    return render(request, "desk/reviews/changes.html", review_lists.changes_context(request))


@seen_by(REVIEW_READERS)
@read_only
def review(request: DeskRequest, number: str) -> HttpResponse:
    """Show a proposal: what is paid, what the rules now say, line by line."""
    row = _proposal_of(number)
    note_read(
        request, kind="case", object_id=row.case_id, division_code=row.case.division_code, purpose="查看动态复核建议"
    )
    return render(request, "desk/reviews/page.html", review_page.page_context(request, row))


@seen_by(REVIEW_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Hear, accept or dismiss; a refusal comes back beside the form with what was typed."""
    row = _proposal_of(number)
    if verb not in review_page.FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:review", number=number)
    who: dict[str, Any] = {"case": row.case, "by": request.user, "at": request.at, "today": request.today}
    form = review_page.FORMS[verb](request.POST, auto_id=f"{verb}_%s", **who)
    refusal = ""
    if form.is_valid():
        try:
            with as_kept():
                review_page.RUNS[verb](proposal=row, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, DONE[verb])
            return redirect("desk:review", number=number)
    note_read(
        request, kind="case", object_id=row.case_id, division_code=row.case.division_code, purpose="办理动态复核建议"
    )
    context = review_page.page_context(request, _proposal_of(number))
    context["acts"] = tried(context["acts"], verb, form, refusal)
    context["refusal"] = "" if any(act.verb == verb for act in context["acts"]) else refusal
    return render(request, "desk/reviews/page.html", context, status=422)


def _proposal_of(number: str) -> ReviewProposal:
    rows = review_page.proposals().select_related("determination", "decision")
    found: ReviewProposal = get_object_or_404(rows, number=number)
    return found
