"""Funds: what was granted, came in, is left and how long it lasts; finance books, a second person confirms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import fund_page
from minzheng.desk.acts import tried
from minzheng.desk.forms.acts import CancelForm, NothingForm
from minzheng.desk.forms.funds import AllocationForm, BudgetForm, MoveForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import sum_in_words, yuan_words
from minzheng.payments.domain import fund_move
from minzheng.payments.domain.budget import set_budget
from minzheng.payments.domain.fund import open_allocation
from minzheng.payments.models import FundMove
from minzheng.payments.queries.funds import over_budget_fen
from minzheng.ui.forms import PlainForm

money_page = seen_by(MONEY_READERS, whole_county=True)


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def run_funds(request: DeskRequest) -> HttpResponse:
    """Show the board of a program and year; book an allocation."""
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
            over = over_budget_fen(made.fund)
            if over:
                sentence = _("拨入已超过预算 %(sum)s，请登记追加预算的文件。") % {"sum": yuan_words(over)}
                messages.warning(request, sentence)
            return redirect("desk:run_funds")
    context = fund_page.funds_context(request) | {"form": form if is_finance else None, "refusal": refusal}
    return render(request, "desk/runs/funds.html", context, status=422 if request.method == "POST" else 200)


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def run_fund_act(request: DeskRequest, act: str) -> HttpResponse:
    """Write down a budget, or propose to move money."""
    if act not in {"budget", "move"} or request.user.role != Role.FINANCE_OFFICER:
        raise Http404
    if request.method != "POST":
        return redirect("desk:run_funds")
    if act == "budget":
        form: PlainForm = BudgetForm(request.POST, auto_id="budget_%s", today=request.today)
        return _do(request, act, form, lambda: _budgeted(request, form))
    form = MoveForm(request.POST, auto_id="move_%s")
    return _do(request, act, form, lambda: _proposed(request, form))


@money_page
@require_http_methods(["GET", "HEAD", "POST"])
def run_fund_move(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Confirm or withdraw a proposed move."""
    move = get_object_or_404(FundMove, number=number)
    if verb not in {"confirm", "withdraw"} or request.user.role not in fund_move.CONFIRMERS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:run_funds")
    auto_id = f"{verb}_{number}_%s"
    if verb == "confirm":
        form: PlainForm = NothingForm(request.POST, auto_id=auto_id)
        return _do(request, f"confirm-{number}", form, lambda: _confirmed(request, move))
    form = CancelForm(request.POST, auto_id=auto_id)
    return _do(request, f"withdraw-{number}", form, lambda: _withdrawn(request, move, form))


def _do(request: DeskRequest, verb: str, form: PlainForm, act: Callable[[], str]) -> HttpResponse:
    """Do one act; a refusal comes back beside its form."""
    refusal = ""
    if form.is_valid():
        try:
            words = act()
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, words)
            return redirect("desk:run_funds")
    context = fund_page.funds_context(request)
    context["acts"] = tried(context["acts"], verb, form, refusal)
    is_finance = request.user.role == Role.FINANCE_OFFICER
    context |= {
        "form": AllocationForm(today=request.today) if is_finance else None,
        "refusal": "" if any(each.verb == verb for each in context["acts"]) else refusal,
    }
    return render(request, "desk/runs/funds.html", context, status=422)


def _budgeted(request: DeskRequest, form: Any) -> str:
    with as_kept():
        made = set_budget(**form.cleaned_data, by=request.user, at=request.at)
    words = _("%(name)s已登记追加预算 %(sum)s。") if made.is_supplement else _("%(name)s已登记年初预算 %(sum)s。")
    return words % {"name": retell(made.fund.name), "sum": yuan_words(made.amount_fen)}


def _proposed(request: DeskRequest, form: Any) -> str:
    with as_kept():
        move = fund_move.propose(**form.cleaned_data, by=request.user, at=request.at)
    return _("%(what)s，等待另一人复核。") % {"what": fund_page.move_words(move)}


def _confirmed(request: DeskRequest, move: FundMove) -> str:
    with as_kept():
        moved = fund_move.confirm(move=move, by=request.user, at=request.at)
    return _("%(what)s，已复核入账。") % {"what": fund_page.move_words(moved)}


def _withdrawn(request: DeskRequest, move: FundMove, form: Any) -> str:
    with as_kept():
        ended = fund_move.withdraw(move=move, by=request.user, at=request.at, reason=form.cleaned_data["reason"])
    return _("%(what)s，已撤回，没有动钱。") % {"what": fund_page.move_words(ended)}
