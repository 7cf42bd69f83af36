"""Screening: snapshots, screens and what they found, what-ifs side by side, visits to families that get nothing."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import screening_acts, screening_page, what_if_page
from minzheng.desk.acting import Kind, act_on, attempt, read_of, show
from minzheng.desk.forms import screening as forms
from minzheng.desk.forms.files import FileForm
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.screening.domain import line, straight
from minzheng.screening.domain import screen as screens
from minzheng.screening.domain import snapshot as snapshots
from minzheng.screening.enums import ScreenKind, ScreenState
from minzheng.screening.models import Screen
from minzheng.screening.queries import screens as queries
from minzheng.screening.queries.at_hand import is_installed

OFFICERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
VISIT_READERS = REVIEW_READERS | {Role.VILLAGE_WORKER}
WORDS: dict[str, Any] = {
    "seen": "查看筛查结果", "acted": "办理筛查结果",
    "not_now": _("现在不能办理“%(act)s”：没有要办的，或者这次筛查不是这一种。"),
}  # fmt: skip
SNAPSHOT = Kind(
    "desk:screening_snapshot", "desk/screening/snapshot.html", screening_page.snapshot_of, screening_page.snapshot, (),
    note=read_of("snapshot"), seen="查看人口快照",
)  # fmt: skip
FOUND = Kind(
    "desk:screening_screen", "desk/screening/found.html", screening_page.screen_of, screening_page.found,
    screening_acts.SCREEN, itemgetter("row"), read_of("screen"), **WORDS,
)  # fmt: skip
WHAT_IF = Kind(
    "desk:screening_screen", "desk/screening/what_if.html", screening_page.screen_of, what_if_page.what_if,
    screening_acts.SCREEN, itemgetter("row"), read_of("screen"), **WORDS,
)  # fmt: skip
VISIT = Kind(
    "desk:screening_visit", "desk/screening/visit.html", screening_page.visit_page, screening_page.visit,
    screening_acts.VISIT, key="pk",
    note=read_of("gap_visit", key=attrgetter("row.pk"), division=attrgetter("row.division_code")),
    seen="查看应保未保走访", acted="登记应保未保走访",
    not_now=_("现在不能办理“%(act)s”：已经登记过，或者您没有办理权限。"),
)  # fmt: skip


@seen_by(REVIEW_READERS)
@read_only
def overview(request: DeskRequest) -> HttpResponse:
    """List snapshots and screens."""
    return render(request, "desk/screening/list.html", screening_page.overview(request))


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_new(request: DeskRequest) -> HttpResponse:
    """Ask for a snapshot; a worker reads it."""

    def made(**given: Any) -> str:
        row = snapshots.ask(**given)
        snapshots.enqueue(snapshot=row, by=given["by"], at=given["at"])
        return row.number

    form = _form(request, forms.SnapshotForm, None)
    return _asked(request, form, made, "desk:screening_snapshot", _("生成人口快照"))


@seen_by(REVIEW_READERS)
@read_only
def snapshot(request: DeskRequest, number: str) -> HttpResponse:
    """Show a snapshot."""
    return show(request, SNAPSHOT, number)


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def screen_new(request: DeskRequest) -> HttpResponse:
    """Ask who must be looked at again, or who gets nothing."""
    form = _form(request, forms.ScreenForm, _ready(), snapshot=request.GET.get("snapshot", ""))
    return _asked(request, form, _start, "desk:screening_screen", _("开始筛查"))


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def straight_new(request: DeskRequest) -> HttpResponse:
    """Ask the registry itself, where what it is read with is installed: no file is kept."""
    if not is_installed():
        raise Http404

    def made(at: dt.datetime, **given: Any) -> str:
        # Asked a second time before it is done, it is the same screen.
        row = straight.unfinished(**given) or straight.start(**given, at=at)
        straight.enqueue(screen=row, by=given["by"], at=at)
        return row.number

    form = _form(request, forms.StraightForm, None)
    about = _("边读登记库边算，不留全体家庭的文件，一次只答这一个问题。要接着问别的，或者测算标准，请先生成人口快照。")
    return _asked(request, form, made, "desk:screening_screen", _("直接从登记库筛查"), about=about)


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def what_if_new(request: DeskRequest) -> HttpResponse:
    """Ask what a figure, a place or a day changed would mean for one program."""
    ready = _ready()
    codes = sorted(ready[0].programs) if ready else []
    chosen = request.GET.get("program", "")
    program = chosen if chosen in codes else (codes or [""])[0]
    kind = type("WhatIfFormOf", (forms.WhatIfForm,), {"program": program})
    form = _form(request, kind, [one for one in ready if program in one.programs])
    choices = [{"code": code, "name": screening_page.program_words(code), "is_current": code == program}
               for code in codes]  # fmt: skip
    return _asked(request, form, _start, "desk:screening_screen", _("政策测算"), programs=choices)


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: DeskRequest) -> HttpResponse:
    """Reckon a line by one of the three methods and try it out."""

    def made(**given: Any) -> str:
        row = line.try_out(**given)
        screens.enqueue(screen=row, by=given["by"], at=given["at"])
        return row.number

    form = _form(request, forms.LineForm, _ready())
    return _asked(request, form, made, "desk:screening_screen", _("标准增长测算"))


@seen_by(REVIEW_READERS)
@read_only
def compare(request: DeskRequest) -> HttpResponse:
    """Show what-ifs side by side."""
    return render(request, "desk/screening/compare.html", what_if_page.compare(request))


@seen_by(REVIEW_READERS)
@read_only
def screen(request: DeskRequest, number: str) -> HttpResponse:
    """Show a screen."""
    return show(request, _kind_of(request, number), number)


@seen_by(REVIEW_READERS)
@read_only
def screen_export(request: DeskRequest, number: str) -> HttpResponse:
    """Send a screen as a workbook."""
    row = screening_page.screen_of(request, number)
    if row.state != ScreenState.DONE:
        raise Http404
    return what_if_page.workbook(row) if row.kind == ScreenKind.WHAT_IF else screening_page.found_file(request, row)


@seen_by(OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def screen_action(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Continue a screen, propose reviews, send visits, propose a line."""
    return act_on(request, _kind_of(request, number), number, verb)


@seen_by(VISIT_READERS)
@read_only
def visit_list(request: DeskRequest) -> HttpResponse:
    """List the visits to families that get nothing."""
    return render(request, "desk/screening/visits.html", screening_page.visit_list(request))


@seen_by(VISIT_READERS)
@read_only
def visit(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one visit."""
    return show(request, VISIT, pk)


@seen_by(VISIT_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Record what a visit found."""
    return act_on(request, VISIT, pk, verb)


def _kind_of(request: DeskRequest, number: str) -> Kind:
    return WHAT_IF if screening_page.screen_of(request, number).kind == ScreenKind.WHAT_IF else FOUND


def _ready() -> list[Any]:
    return list(queries.ready()[:20])


def _start(**given: Any) -> str:
    row: Screen = screens.start(**given)
    screens.enqueue(screen=row, by=given["by"], at=given["at"])
    return row.number


def _form(request: DeskRequest, form: type[FileForm], file: Any, **initial: Any) -> FileForm:
    posted = request.POST if request.method == "POST" else None
    return form(posted, file=file, by=request.user, at=request.at, today=request.today, initial=initial)


def _asked(
    request: DeskRequest, form: FileForm, run: Callable[..., str], page: str, title: Any, **more: Any
) -> HttpResponse:
    """Show a form, or do what it asks and go to what came of it."""
    refusal = ""
    if form.is_bound and form.is_valid():
        refusal, number = attempt(request, run, form.arguments())
        if not refusal:
            messages.success(request, _("已交后台，可以离开本页。"))
            return redirect(page, number=number)
    context = {"form": form, "refusal": refusal, "title": title, **more}
    return render(request, "desk/screening/new.html", context, status=422 if form.is_bound else 200)
