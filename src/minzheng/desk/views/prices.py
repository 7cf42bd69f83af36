"""Prices: weekly prices, indices, months of the subsidy, the replay; each with its acts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import price_acts, price_page
from minzheng.desk.acting import Kind, act_on, enter, show
from minzheng.desk.forms import prices as forms
from minzheng.desk.forms.files import FileForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.price_file import packed, table_of, tried_file, unpacked
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.month import Month, NotAMonth
from minzheng.kernel.refusal import Refused
from minzheng.prices.domain import index as index_domain
from minzheng.prices.domain import market_price
from minzheng.prices.domain.index_file import HEADS
from minzheng.prices.models import MarketPrice, PriceIndex
from minzheng.statute.price_series import replay

READERS = MONEY_READERS | {Role.TOWNSHIP_OFFICER}
COUNTY_OFFICERS = frozenset({Role.COUNTY_OFFICER})


def _price(_request: DeskRequest, number: int) -> price_page.PricePage:
    rows = MarketPrice.objects.select_related("recorded_by", "replaces", "replaced_by")
    return price_page.price_page(get_object_or_404(rows, pk=number))


def _index(_request: DeskRequest, number: int) -> price_page.IndexPage:
    rows = PriceIndex.objects.select_related("entered_by", "confirmed_by", "replaces", "replaced_by")
    return price_page.index_page(get_object_or_404(rows, pk=number))


def _month(_request: DeskRequest, number: str) -> price_page.MonthPage:
    try:
        return price_page.month_page(Month.parse(number))
    except NotAMonth as error:
        raise Http404 from error


PRICE = Kind("desk:price", "desk/prices/price.html", _price, price_page.price, price_acts.PRICE)
INDEX = Kind("desk:price_index", "desk/prices/price_index.html", _index, price_page.index, price_acts.INDEX)
MONTH = Kind("desk:price_month", "desk/prices/price_month.html", _month, price_page.month, price_acts.MONTH)


@seen_by(READERS)
@read_only
def weekly(request: DeskRequest) -> HttpResponse:
    """Show the weekly prices, their charts and the warning."""
    return render(request, "desk/prices/weekly.html", price_page.weekly_page(request))


@seen_by(READERS)
@read_only
def price_list(request: DeskRequest) -> HttpResponse:
    """List every price of the area."""
    return render(request, "desk/prices/rows.html", price_page.price_list(request))


@seen_by(price_page.RECORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def week_new(request: DeskRequest) -> HttpResponse:
    """Write down the prices of a week."""
    return _new(
        request, forms.WeekForm, market_price.record_week, "desk:prices", title=_("登记一周价格"),
        done=_("价格已登记。"),
        consequence=_("没有采到的品种留空，不填零。登记后不能修改，改动用“更正”写成新的一条。"),
    )  # fmt: skip


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def index_list(request: DeskRequest) -> HttpResponse:
    """List the indices."""
    return render(request, "desk/prices/indices.html", price_page.index_list(request))


@seen_by(COUNTY_OFFICERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def index_new(request: DeskRequest) -> HttpResponse:
    """Enter an index."""
    return _new(
        request, forms.IndexForm, index_domain.enter, "desk:price_indices", title=_("录入价格指数"),
        done=_("指数已录入，等待另一人核对。"),
        consequence=_("另一人核对后才参加启动条件的判断。发布日期是发放期限的起点，请照发布原文填写。"),
    )  # fmt: skip


@seen_by(COUNTY_OFFICERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def index_import(request: DeskRequest) -> HttpResponse:
    """Try a file of indices, then enter its good rows."""
    heads = [names[0] for names in HEADS.values()]
    tabs = price_page.tabs_of(request, "desk:price_indices")
    context: dict[str, Any] = {"tabs": tabs, "heads": heads, "refusal": ""}
    if request.method == "POST" and "rows" in request.POST:
        try:
            with as_kept():
                made = index_domain.enter_many(rows=unpacked(request.POST["rows"]), by=request.user, at=request.at)
        except signing.BadSignature:
            context["refusal"] = _("预检结果已失效或被改动，请重新上传文件。")
        except Refused as refused:
            context["refusal"] = str(refused)
        else:
            messages.success(request, _("已录入 %(n)d 条指数，等待另一人核对。") % {"n": len(made)})
            return redirect("desk:price_indices")
    asked = (request.POST, request.FILES) if request.FILES else (None,)
    form = forms.IndexFileForm(*asked, file=None, by=request.user, at=request.at, today=request.today)
    if request.FILES and form.is_valid():
        try:
            found = tried_file(table_of(form.cleaned_data["file_given"]), today=request.today)
        except Refused as refused:
            context["refusal"] = str(refused)
        else:
            context |= {"found": found, "rows": packed(found.rows)}
    failed = bool(context["refusal"]) or (request.method == "POST" and "found" not in context)
    return render(request, "desk/prices/index_import.html", context | {"form": form}, status=422 if failed else 200)


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def month_list(request: DeskRequest) -> HttpResponse:
    """List the months of two years."""
    return render(request, "desk/prices/months.html", price_page.month_list(request))


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def replayed(request: DeskRequest) -> HttpResponse:
    """Show every month of the packaged series under the rules of its day."""
    rows = replay(place=settings.COUNTY_CODE)
    context = {
        "tabs": price_page.tabs_of(request, "desk:price_replay"),
        "lines": [
            {"row": row, "state": price_page.STATES[row.finding.state],
             "stand_in": price_page.STATES[row.stand_in.state][0] if row.stand_in else ""}
            for row in rows
        ],
        "counts": [
            {"word": word, "n": sum(row.finding.state == state for row in rows)}
            for state, (word, _tone) in price_page.STATES.items()
        ],
    }  # fmt: skip
    return render(request, "desk/prices/replay.html", context)


@seen_by(READERS)
@read_only
def price(request: DeskRequest, number: int) -> HttpResponse:
    """Show one price."""
    return show(request, PRICE, number)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def price_action(request: DeskRequest, number: int, verb: str) -> HttpResponse:
    """Act on a price."""
    return act_on(request, PRICE, number, verb)


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def index(request: DeskRequest, number: int) -> HttpResponse:
    """Show one index."""
    return show(request, INDEX, number)


@seen_by(MONEY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def index_action(request: DeskRequest, number: int, verb: str) -> HttpResponse:
    """Act on an index."""
    return act_on(request, INDEX, number, verb)


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def month(request: DeskRequest, number: str) -> HttpResponse:
    """Show one month."""
    return show(request, MONTH, number)


@seen_by(MONEY_READERS, whole_county=True)
@require_http_methods(["GET", "HEAD", "POST"])
def month_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Act on a month."""
    return act_on(request, MONTH, number, verb)


def _new(
    request: DeskRequest, form_class: type[FileForm], run: Callable[..., Any], back: str, *, done: Any, **words: Any
) -> HttpResponse:
    words |= {"back": back, "tabs": price_page.tabs_of(request, back)}
    return enter(request, form_class, run, "desk/prices/new.html", lambda _made: (done, redirect(back)), **words)
