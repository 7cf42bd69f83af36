"""Changed receiving accounts that are not used yet: the list, and the second person's word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import day_words
from minzheng.payments.domain.account_change import CONFIRMERS, confirm
from minzheng.payments.queries.receiving import waiting_changes
from minzheng.payments.thresholds import on_day
from minzheng.registry.models import BankAccount

changes_page = seen_by(MONEY_READERS, whole_county=True)


@changes_page
@read_only
def account_changes(request: DeskRequest) -> HttpResponse:
    """List the changes that are not used yet."""
    return _page(request)


@changes_page
@require_http_methods(["GET", "HEAD", "POST"])
def account_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm one; a refusal comes back on the list."""
    account = get_object_or_404(BankAccount.objects.all(), pk=pk)
    if request.method != "POST":
        return redirect("desk:account_changes")
    try:
        with as_kept():
            made = confirm(account=account, by=request.user, at=request.at)
    except Refused as refused:
        return _page(request, refusal=str(refused), status=422)
    messages.success(
        request,
        _("已确认，自 %(day)s 起发到尾号 %(last4)s 的账户。")
        % {"day": day_words(made.usable_from), "last4": account.account_last4},
    )
    return redirect("desk:account_changes")


def _page(request: DeskRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    note_read(request, kind="account_changes", object_id=0, division_code="", purpose="查看待生效的收款账户变更")
    waits = waiting_changes(request.at)
    places = place_names({one.account.household.division_code for one in waits})
    may_act = request.user.role in CONFIRMERS
    context = {
        "waits": [
            {
                "one": one,
                "place": places[one.account.household.division_code],
                "is_mine": may_act and one.usable_from is None and one.account.recorded_by_id != request.user.pk,
            }
            for one in waits
        ],
        "rule": on_day("account_cooling_days", request.today),
        "refusal": refusal,
    }
    return render(request, "desk/runs/account_changes.html", context, status=status)
