"""Closing months and years of the books: which is next, what was frozen, who confirms."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain import close as closing
from minzheng.ledger.models import LedgerClose
from minzheng.ledger.period import Period
from minzheng.ledger.queries import closings

money_page = seen_by(MONEY_READERS, whole_county=True)
VERBS = ("confirm", "withdraw")


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_closes(request: DeskRequest) -> HttpResponse:
    """Show how far each fund is closed; propose to close its next month or year."""
    is_finance = request.user.role == Role.FINANCE_OFFICER
    refusal = ""
    if request.method == "POST":
        if not is_finance:
            raise Http404
        try:
            with as_kept():
                made = closing.propose(
                    fund_code=request.POST.get("fund", ""),
                    period=Period.parse(request.POST.get("period", "")),
                    by=request.user,
                    at=request.at,
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.info(request, _("%(period)s 的账已提出结账，须由另一人复核。") % {"period": made.period})
            return redirect("desk:ledger_close", pk=made.pk)
    context = {"funds": closings(request.today), "may_propose": is_finance, "refusal": refusal}
    return render(request, "desk/ledger/closes.html", context, status=422 if refusal else 200)


@money_page
@read_only
def ledger_close(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what was frozen, and who may confirm it."""
    return _page(request, _close_of(pk))


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_close_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm a closing, or take the proposal back; a refusal comes back on the page."""
    found = _close_of(pk)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:ledger_close", pk=pk)
    try:
        with as_kept():
            if verb == "confirm":
                closing.confirm(close=found, by=request.user, at=request.at)
            else:
                reason = request.POST.get("reason", "")
                closing.withdraw(close=found, by=request.user, at=request.at, reason=reason)
    except Refused as refused:
        return _page(request, _close_of(pk), refusal=str(refused))
    words = _("%(period)s 已结账，不能再记入流水。") if verb == "confirm" else _("%(period)s 的结账已撤回。")
    messages.success(request, words % {"period": found.period})
    return redirect("desk:ledger_close", pk=pk)


def _page(request: DeskRequest, found: LedgerClose, *, refusal: str = "") -> HttpResponse:
    lines = [
        {"code": row[1], "kind": row[2], "opening": row[3], "credited": row[4], "debited": row[5], "closing": row[6]}
        for row in found.balances
    ]
    context = {
        "close": found,
        "lines": lines,
        "sums": {name: sum(line[name] for line in lines) for name in ("opening", "credited", "debited", "closing")},
        "is_ours": closing.is_ours(found),
        "may_confirm": _may_act(request.user, found) and request.user.pk != found.proposed_by_id,
        "may_withdraw": _may_act(request.user, found),
        "refusal": refusal,
    }
    return render(request, "desk/ledger/close.html", context, status=422 if refusal else 200)


def _may_act(user: Staff, found: LedgerClose) -> bool:
    return user.role in closing.CONFIRMERS and not found.is_confirmed and found.withdrawn_by_id is None


def _close_of(pk: int) -> LedgerClose:
    rows = LedgerClose.objects.select_related("proposed_by", "confirmed_by", "withdrawn_by")
    found: LedgerClose = get_object_or_404(rows, pk=pk)
    return found
