"""Funds: what came in, what is left, what is reserved and paid; finance books what comes in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk.forms.runs import AllocationForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import sum_in_words
from minzheng.payments.domain.fund import open_allocation
from minzheng.payments.queries.funds import allocations, fund_positions


@seen_by(MONEY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def run_funds(request: DeskRequest) -> HttpResponse:
    """Show every fund; book an allocation."""
    is_finance = request.user.role == Role.FINANCE_OFFICER
    if request.method == "POST" and not is_finance:
        raise Http404
    form = AllocationForm(request.POST or None, today=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                made = open_allocation(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            words = _("%(document_number)s 拨入 ¥%(yuan)s 元（%(amount_fen)s）") % {
                "document_number": made.document_number,
                "yuan": format_yuan(made.amount_fen),
                "amount_fen": sum_in_words(made.amount_fen),
            }
            messages.success(
                request, _("%(words)s，已记入%(name)s。") % {"words": words, "name": retell(made.fund.name)}
            )
            return redirect("desk:run_funds")
    positions = fund_positions()
    context = {
        "positions": positions,
        "available_fen": sum(each.available_fen for each in positions),
        "allocations": list(allocations()),
        "form": form if is_finance else None,
        "refusal": refusal,
    }
    return render(request, "desk/runs/funds.html", context, status=422 if request.method == "POST" else 200)
