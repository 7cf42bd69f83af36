"""Payments stopped on purpose: the list, stopping one, letting one go on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.forms.runs import HoldForm, LiftForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.hold_page import page_context
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain import hold as holding
from minzheng.payments.models import PaymentHold
from minzheng.registry.models import BankAccount, Household

hold_page = seen_by(MONEY_READERS, whole_county=True)


class NoSuchAccount(Refused):
    """No household of this number, or no account of it with these digits."""


@hold_page
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: DeskRequest) -> HttpResponse:
    """List what is stopped; stop another."""
    is_sent = request.method == "POST"
    if is_sent and request.user.role not in holding.HOLDERS:
        raise Http404
    form = HoldForm(request.POST if is_sent else None)
    refusal = ""
    if is_sent and form.is_valid():
        try:
            with as_kept():
                made = _place(request, form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("户号 %(number)s 已暂停发放。") % {"number": made.household.number})
            return redirect("desk:holds")
    return _page(request, form, refusal, status=422 if is_sent else 200)


@hold_page
@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request: DeskRequest, pk: int) -> HttpResponse:
    """Let one go on; a refusal comes back on the list."""
    found = get_object_or_404(PaymentHold.objects.select_related("household", "placed_by"), pk=pk)
    if request.method != "POST":
        return redirect("desk:holds")
    form, refusal = LiftForm(request.POST), ""
    if not form.is_valid():
        refusal = _("请写明解除理由。")
    else:
        try:
            with as_kept():
                holding.lift(hold=found, by=request.user, at=request.at, reason=form.cleaned_data["reason"])
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("户号 %(number)s 已恢复发放。") % {"number": found.household.number})
            return redirect("desk:holds")
    return _page(request, HoldForm(), refusal, status=422)


def _page(request: DeskRequest, form: HoldForm, refusal: str, *, status: int) -> HttpResponse:
    note_read(request, kind="hold_list", object_id=0, division_code="", purpose="查看暂停发放名单")
    may_act = request.user.role in holding.HOLDERS
    context = {**page_context(request), "form": form if may_act else None, "refusal": refusal}
    return render(request, "desk/runs/holds.html", context, status=status)


def _place(request: DeskRequest, data: dict[str, Any]) -> PaymentHold:
    household = Household.objects.filter(number=data["household_number"].strip()).first()
    if household is None:
        raise NoSuchAccount(_("没有户号为 %(number)s 的家庭，请核对") % {"number": data["household_number"]})
    account = None
    if data["last4"]:
        rows = BankAccount.objects.filter(household=household, account_last4=data["last4"].strip())
        account = rows.as_of(request.today, request.at).order_by("-known_at", "-pk").first()
        if account is None:
            raise NoSuchAccount(_("该户现在没有尾号 %(last4)s 的收款账户，请核对") % {"last4": data["last4"]})
    return holding.place(
        household=household, account=account, program=data["program"], reason=data["reason"],
        until_on=data["until_on"], by=request.user, at=request.at,
    )  # fmt: skip
