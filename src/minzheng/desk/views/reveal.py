"""Showing a whole ID or account number once, for a stated reason that is kept."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.desk.forms.reveal import RevealForm
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain import person as people
from minzheng.registry.models import BankAccount, Person


@require_http_methods(["GET", "HEAD", "POST"])
def person_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why, then show the ID number; nothing is shown by GET."""
    person: Person = get_object_or_404(Person, pk=pk)
    what = {"title": _("%(name)s的身份证号") % {"name": person.name}, "masked": person.id_number_masked}
    return reveal(
        request, what, lambda purpose: people.reveal(person=person, by=request.user, at=request.at, purpose=purpose)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def account_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why, then show the account number."""
    account: BankAccount = get_object_or_404(BankAccount.objects.select_related("household", "holder"), pk=pk)
    what = {
        "title": _("%(name)s的收款账号") % {"name": account.holder.name},
        "masked": _("%(bank_name)s 尾号 %(account_last4)s")
        % {"bank_name": account.bank_name, "account_last4": account.account_last4},
    }
    return reveal(
        request,
        what,
        lambda purpose: people.reveal_account(account=account, by=request.user, at=request.at, purpose=purpose),
    )


def reveal(request: DeskRequest, what: dict[str, str], read: Callable[[str], str]) -> HttpResponse:
    """Ask why and show once what `read` returns, for any kind of number; a refusal comes back beside the form."""
    form = RevealForm(request.POST or None)
    context = {**what, "form": form, "whole": "", "refusal": "", "back": request.GET.get("back", "")}
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                context["whole"] = read(form.cleaned_data["purpose"])
        except Refused as refused:
            context["refusal"] = str(refused)
    failed = request.method == "POST" and not context["whole"]
    return render(request, "desk/households/reveal.html", context, status=422 if failed else 200)
