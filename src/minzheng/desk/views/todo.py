"""The first page: what to do, not a menu."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from minzheng.desk.household_work import FILERS
from minzheng.desk.office_work import with_office_work
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.todo_list import groups_of, lead

EMPTY = {
    "today": _("今天没有到期的事。到期或逾期的办件会排在这里。"),
    "this_week": _("没有正在等您办的事。新受理、转来的办件会排在这里。"),
    "late": _("没有逾期或两天内到期的办件。"),
    "waiting": _("没有在等的事。公示中、等群众补正、等别人办理的办件会列在这里。"),
}


@read_only
def todo(request: DeskRequest) -> HttpResponse:
    """List the work of the person who signed in: today, this week, waiting for others."""
    groups: list[dict[str, Any]] = with_office_work(groups_of(request.user, request.today, request.at), request.user)
    for group in groups:
        group["empty"] = EMPTY[group["code"]]
    context = {"groups": groups, "lead": lead(request.user, groups), "can_apply": request.user.role in FILERS}
    return render(request, "desk/todo.html", context)
