"""Urgent help: the list, a report from a telephone, a request and its acts, an event's ledger, funds, numbers."""

import hashlib
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import relief_acts, relief_page
from minzheng.desk.acting import Kind, act_on, attempt, enter, read_of, show
from minzheng.desk.forms import relief as forms
from minzheng.desk.forms.relief_funds import OpenFundForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.relief.domain import reporting, reserve
from minzheng.relief.models import ReliefEvent, Request, ReserveFund, Voucher
from minzheng.relief.queries.funds import funds

READERS = REVIEW_READERS | {Role.VILLAGE_WORKER}
FUND_READERS = REVIEW_READERS | {Role.FINANCE_OFFICER}
REPORTERS = frozenset({Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})


def _request_of(_request: DeskRequest, number: str) -> Request:
    rows = Request.objects.select_related("event", "household", "person", "case", "recorded_by")
    found: Request = get_object_or_404(rows, number=number)
    return found


WORDS: dict[str, Any] = {
    "seen": "查看救助记录", "acted": "办理救助",
    "not_now": _("现在不能办理“%(act)s”：这一步已经办过，或者还没有轮到。"),
}  # fmt: skip
REQUEST = Kind(
    "desk:relief_request", "desk/relief/request.html", _request_of, relief_page.relief_request, relief_acts.REQUEST,
    itemgetter("view"), read_of("relief_request"), **WORDS,
)  # fmt: skip
EVENT = Kind(
    "desk:relief_event", "desk/relief/event.html",
    lambda _request, number: get_object_or_404(ReliefEvent.objects.select_related("reported_by"), number=number),
    relief_page.event, relief_acts.EVENT, itemgetter("row"), read_of("relief_event"), **WORDS,
)  # fmt: skip
FUND = Kind(
    "desk:relief_fund", "desk/relief/fund.html",
    lambda _request, number: get_object_or_404(ReserveFund, division_code=number), relief_page.fund, relief_acts.FUND,
    itemgetter("page_of"), read_of("relief_fund"), **WORDS,
)  # fmt: skip


@seen_by(READERS)
@read_only
def request_list(request: DeskRequest) -> HttpResponse:
    """List the requests of the area."""
    return render(request, "desk/relief/list.html", relief_page.request_list(request))


@seen_by(REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: DeskRequest) -> HttpResponse:
    """Report what happened and who needs help: reckoned at once."""
    asked = request.POST if request.method == "POST" else None
    first = {"household_number": request.GET.get("household_number", "")}
    form = forms.ReportForm(asked, initial=first, file=None, by=request.user, at=request.at, today=request.today)
    refusal = ""
    if asked is not None and form.is_valid():
        refusal, made = attempt(request, reporting.report, form.arguments())
        if not refusal:
            row = made[0]
            messages.success(request, _("已登记并测算，编号 %(number)s。") % {"number": row.number})
            return redirect("desk:relief_request", number=row.number)
    context = {"form": form, "refusal": refusal}
    return render(request, "desk/relief/report.html", context, status=422 if asked is not None else 200)


@seen_by(READERS)
@read_only
def relief_request(request: DeskRequest, number: str) -> HttpResponse:
    """Show a request."""
    return show(request, REQUEST, number)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def request_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a request."""
    return act_on(request, REQUEST, number, verb)


@seen_by(READERS)
@read_only
def event(request: DeskRequest, number: str) -> HttpResponse:
    """Show an event and all help for it."""
    return show(request, EVENT, number)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def event_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on an event."""
    return act_on(request, EVENT, number, verb)


@seen_by(FUND_READERS)
@read_only
def fund_list(request: DeskRequest) -> HttpResponse:
    """List the reserve funds of the area."""
    return render(request, "desk/relief/funds.html", relief_page.fund_list(request))


@seen_by(frozenset({Role.COUNTY_OFFICER}))
@require_http_methods(["GET", "HEAD", "POST"])
def fund_new(request: DeskRequest) -> HttpResponse:
    """Open the reserve fund of a township."""

    def done(made: Any) -> tuple[Any, HttpResponse]:
        words = _("备用金已开立，首次拨付等待另一人批准。")
        return words, redirect("desk:relief_fund", number=made.fund.division_code)

    template = "desk/relief/fund_new.html"
    return enter(request, OpenFundForm, reserve.open_fund, template, done, file=list(funds()))


@seen_by(FUND_READERS)
@read_only
def fund(request: DeskRequest, number: str) -> HttpResponse:
    """Show a reserve fund: statement, vouchers, refills."""
    return show(request, FUND, number)


@seen_by(FUND_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a reserve fund."""
    return act_on(request, FUND, number, verb)


@seen_by(REVIEW_READERS)
@read_only
def numbers(request: DeskRequest) -> HttpResponse:
    """Show the numbers of the year."""
    return render(request, "desk/relief/numbers.html", relief_page.numbers(request))


@seen_by(READERS | FUND_READERS)
@read_only
def voucher_file(request: DeskRequest, pk: int, which: str) -> HttpResponse:
    """Show the receipt or the picture of a voucher, as it was kept."""
    row: Voucher = get_object_or_404(Voucher, pk=pk)
    kept = {
        "receipt": (row.receipt, row.receipt_type, row.receipt_sha256),
        "photo": (row.photo, row.photo_type, row.photo_sha256),
    }.get(which)
    if kept is None:
        raise Http404
    field, media_type, sha256 = kept
    note_read(request, kind="relief_voucher", object_id=row.pk, division_code=row.division_code, purpose="查看发放凭证")
    try:
        with field.storage.open(str(field.name)) as content:
            data = content.read()
    except FileNotFoundError as error:
        raise Http404 from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Http404
    return HttpResponse(data, content_type=media_type)
