"""The first page: what to do, not a menu."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.desk.household_work import FILERS
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.todo_entries import entries_of
from minzheng.desk.todo_list import GROUPINGS, SORTS, Choice, lead, todo_page
from minzheng.desk.todo_rows import draw
from minzheng.desk.views.kept import views_context


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
        **views_context(request, "todo"),
    }  # fmt: skip
    return render(request, "desk/todo.html", context)
