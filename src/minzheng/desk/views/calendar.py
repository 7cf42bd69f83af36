"""The working-day calendar: the year, a year's notice, one day corrected, deadlines that count differently now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.casework.domain import recount
from minzheng.casework.queries.recount import affected
from minzheng.desk.calendar_page import FIRST_YEAR, LAST_YEAR, keeps_calendar, year_context
from minzheng.desk.forms.calendar import CorrectDayForm, NoticeForm, RecountForm
from minzheng.desk.guards import seen_by
from minzheng.desk.places import place_names
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused

keepers_page = seen_by(frozenset({Role.COUNTY_OFFICER}), whole_county=True)
deadlines_page = seen_by(frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR}))


@read_only
def calendar(request: DeskRequest) -> HttpResponse:
    """Show a year; this one if none is asked for."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else request.today.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return render(request, "desk/calendar/year.html", year_context(year, request.today, request.user))


@keepers_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_announce(request: DeskRequest) -> HttpResponse:
    """Enter the notice of a year; what was known of the year is replaced."""
    form = NoticeForm(request.POST or None, initial={"year": request.today.year + 1})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                known = recount.announce_year(**form.arguments(), by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(
                request, _("%(year)d年的放假安排已录入。时限不会自动改动，请看下面的清单。") % {"year": known.year}
            )
            return redirect("desk:calendar_deadlines")
    return _form(
        request,
        form,
        refusal,
        _("录入一年的放假安排"),
        _("录入"),
        _("这一年原有的节假日和调休全部由本次录入代替。已经给出的时限不会自动改动：录入后列出清单，由您决定是否重算。"),
    )


@keepers_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_correct(request: DeskRequest) -> HttpResponse:
    """Correct one day."""
    form = CorrectDayForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                recount.correct_day(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已更正。时限不会自动改动，请看下面的清单。"))
            return redirect("desk:calendar_deadlines")
    return _form(
        request,
        form,
        refusal,
        _("更正一天"),
        _("更正"),
        _(
            "更正写入审计记录：谁、何时、原来是什么、依据什么。已经给出的时限不会自动改动：更正后列出清单，由您决定是否重算。"
        ),
    )


@deadlines_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_deadlines(request: DeskRequest) -> HttpResponse:
    """List the deadlines that count differently now, and move them when the county says so."""
    may = keeps_calendar(request.user)
    form, refusal = RecountForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with as_kept():
                done = recount.recount(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已重算 %(n)d 件办件的时限，逐件记入经过。") % {"n": len(done)})
            return redirect("desk:calendar_deadlines")
    rows = affected()
    places = place_names({row.case.division_code for row in rows})
    context: dict[str, Any] = {
        "lines": [{"row": row, "place": places[row.case.division_code]} for row in rows],
        "moved": sum(row.is_moved for row in rows),
        "form": form if may else None,
        "refusal": refusal,
    }
    failed = request.method == "POST"
    return render(request, "desk/calendar/deadlines.html", context, status=422 if failed else 200)


def _form(  # noqa: PLR0917 - the words of one page
    request: DeskRequest, form: Any, refusal: str, title: str, button: str, consequence: str
) -> HttpResponse:
    context = {
        "form": form, "refusal": refusal, "title": title, "button": button, "consequence": consequence,
        "back": reverse("desk:calendar"),
    }  # fmt: skip
    return render(request, "desk/calendar/form.html", context, status=422 if request.method == "POST" else 200)
