"""Local rules that ended by their own words: the county says whether they still apply, a second person agrees."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.domain import expired_rule
from minzheng.casework.models import ExpiredRuleRuling
from minzheng.casework.queries.catalogue import program_name
from minzheng.casework.queries.expired_rules import rulings, to_rule_on
from minzheng.desk.forms.county_checks import EndRulingForm, RulingForm
from minzheng.desk.guards import COUNTY_READERS, seen_by
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused

DONE = {
    "approve": _("已批准。在适用期内可以据此作出决定，核算表上仍注明该规定已期满。"),
    "end": _("已终止。今天是最后适用日，此后不能再据此作出决定。"),
}


@seen_by(COUNTY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_list(request: DeskRequest) -> HttpResponse:
    """Show what has expired or soon will, and what was ruled; a county officer records a ruling."""
    may = request.user.role == Role.COUNTY_OFFICER
    if request.method == "POST" and not may:
        raise Http404
    documents = to_rule_on(request.today)
    form, refusal = RulingForm(request.POST or None, documents=[one for one in documents if one.ruling is None]), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                expired_rule.rule(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已登记。由另一人批准后生效。"))
            return redirect("desk:case_expired_rules")
    context = {
        "documents": [_document(one, request) for one in documents],
        "rulings": [
            {"row": row, "program": retell(program_name(row.program)), "is_open": row.ended_on is None}
            for row in rulings()
        ],
        "form": form if may and form.fields["rule"].choices else None,  # type: ignore[attr-defined]
        "may": may,
        "may_approve": request.user.role in {Role.COUNTY_OFFICER, Role.LEADER},
        "refusal": refusal,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/county/expired_rules.html", context, status=status)


@seen_by(frozenset({Role.COUNTY_OFFICER, Role.LEADER}), whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ruling_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Approve a ruling, or end it."""
    row = get_object_or_404(ExpiredRuleRuling.objects.select_related("entered_by"), pk=pk)
    if verb not in DONE:
        raise Http404
    form, refusal = (EndRulingForm(request.POST or None) if verb == "end" else None), ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            with as_kept():
                if form is None:
                    expired_rule.approve(ruling=row, by=request.user, at=request.at)
                else:
                    expired_rule.end(ruling=row, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, DONE[verb])
            return redirect("desk:case_expired_rules")
    context = {"row": row, "verb": verb, "form": form, "refusal": refusal, "program": retell(program_name(row.program))}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/county/ruling.html", context, status=status)


def _document(one: Any, request: DeskRequest) -> dict[str, Any]:
    return {
        "one": one,
        "program": retell(program_name(one.program)),
        "has_expired": one.expired_on < request.today,
        "is_ruled": one.is_ruled_on(request.today),
        "waits": one.ruling is not None and one.ruling.approved_at is None,
    }
