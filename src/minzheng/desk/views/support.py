"""Support at home: who is to be visited, one person with all that is arranged, burials, and the acts there."""

from operator import attrgetter

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import support_acts, support_burial_page, support_page
from minzheng.desk.acting import Kind, act_on, read_of, show
from minzheng.desk.guards import REVIEW_READERS, seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.support.queries.burials import dead_at_home

NOT_NOW = _("现在不能办理“%(act)s”：没有要处理的，或者您没有办理权限。")
READERS = REVIEW_READERS | {Role.VILLAGE_WORKER}
PERSON = Kind(
    "desk:support_person", "desk/support/person.html", support_page.person_page, support_page.person,
    support_acts.PERSON, key="pk",
    note=read_of(
        "support_person", key=attrgetter("turn.who.person.pk"), division=attrgetter("turn.who.grounds.division_code")
    ),
    seen="查看探访记录", acted="办理探访",
    not_now=NOT_NOW,
)  # fmt: skip
BURIAL = Kind(
    "desk:support_burial", "desk/support/burial.html", support_burial_page.burial_page, support_burial_page.burial,
    support_acts.BURIAL, key="pk",
    note=read_of(
        "support_person", key=attrgetter("dead.person.pk"), division=attrgetter("dead.grounds.division_code")
    ),
    seen="查看丧葬费", acted="办理丧葬费", not_now=NOT_NOW,
)  # fmt: skip


@seen_by(READERS)
@read_only
def visit_list(request: DeskRequest) -> HttpResponse:
    """List who is supported at home, the longest overdue first."""
    return render(request, "desk/support/list.html", support_page.visit_list(request))


@seen_by(READERS)
@read_only
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one person; the page of somebody who has died is that of the burial."""
    try:
        return show(request, PERSON, pk)
    except Http404:
        if pk not in dead_at_home(request.today, [pk]):
            raise
        return redirect("desk:support_burial", pk=pk)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def person_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Visit, settle a problem, or arrange care, guardian, property."""
    return act_on(request, PERSON, pk, verb)


@seen_by(READERS)
@read_only
def burial_list(request: DeskRequest) -> HttpResponse:
    """List who died while supported at home."""
    return render(request, "desk/support/burials.html", support_burial_page.burial_list(request))


@seen_by(READERS)
@read_only
def burial(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one burial."""
    return show(request, BURIAL, pk)


@seen_by(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def burial_action(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Take an application, grant or refuse it."""
    return act_on(request, BURIAL, pk, verb)
