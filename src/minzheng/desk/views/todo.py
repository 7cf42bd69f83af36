"""The first page: what to do, not a menu."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from minzheng.desk.case_work import BY_VERB as CASE_WORK
from minzheng.desk.form_shell import open_drafts
from minzheng.desk.household_work import BY_VERB as HOUSEHOLD_WORK
from minzheng.desk.household_work import FILERS
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.todo_entries import entries_of
from minzheng.desk.todo_list import GROUPINGS, SORTS, Choice, lead, todo_page
from minzheng.desk.todo_rows import draw
from minzheng.desk.views.board import SUPERVISORS
from minzheng.desk.views.kept import views_context

# What a half-written form is called, by the name of its address and its verb.
TITLES = {
    "case_action": {verb: work.title for verb, work in CASE_WORK.items()},
    "household_operation": {verb: work.title for verb, work in HOUSEHOLD_WORK.items()},
    "case_new": {"": _("申请")},
    "household_new": {"": _("登记新家庭")},
}


@read_only
def todo(request: DeskRequest) -> HttpResponse:
    """List the work of the person who signed in, as they chose to look at it."""
    entries = entries_of(request.user, request.today)
    choice = Choice.of(request.GET)
    listed = todo_page(entries, choice, request.user, request.GET.get("page"))
    context = {
        "groups": listed.groups, "listed": listed, "choice": choice, "page": listed.page,
        "bulk": draw(listed, request.user, request.today, request.at), "sorts": SORTS, "groupings": GROUPINGS,
        "lead": lead(request.user, entries), "can_apply": request.user.role in FILERS,
        "can_supervise": request.user.role in SUPERVISORS,
        "drafts": open_drafts(request.user, request.at, TITLES),
        **views_context(request, "todo"),
    }  # fmt: skip
    return render(request, "desk/todo.html", context)
