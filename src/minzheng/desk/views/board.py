"""For those who answer for others' work: the board, the handover, and how much was not typed twice."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minzheng.accounts.enums import Role
from minzheng.desk import board_page
from minzheng.desk.forms.handover import HandoverForm
from minzheng.desk.guards import seen_by
from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain.claim import HANDERS, hand_over
from minzheng.workbench.queries.claim import in_hands
from minzheng.workbench.queries.form_count import GROUPS, total_of, typed_by
from minzheng.workbench.queries.handover import latest, people_in

SUPERVISORS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})
COUNTERS = SUPERVISORS | {Role.VILLAGE_WORKER}


@seen_by(SUPERVISORS)
@read_only
def case_board(request: DeskRequest) -> HttpResponse:
    """Show how the work of one's area stands."""
    context = board_page.board(request.today, request.at)
    context |= {"may_hand_over": request.user.role in HANDERS}
    return render(request, "desk/board/board.html", context)


@seen_by(COUNTERS)
@read_only
def case_typed(request: DeskRequest) -> HttpResponse:
    """Show how many fields did not have to be typed, by month, form or village."""
    group = request.GET.get("by", "form")
    group = group if group in GROUPS else "form"
    month = request.GET.get("month", "")
    rows = typed_by(group, month=month)
    context = {"total": total_of(rows), "by": group, "month": month, **board_page.typed(rows, group)}
    return render(request, "desk/board/typed.html", context)


@seen_by(frozenset(HANDERS))
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: DeskRequest) -> HttpResponse:
    """Choose whose work goes to whom, see what it is, and pass it on."""
    people = people_in(request.user)
    data: Any = request.POST if request.method == "POST" else None
    form = HandoverForm(data, people=people, initial={"giver": request.GET.get("giver", "")})
    refusal = ""
    if data is not None and form.is_valid():
        try:
            with as_kept():
                row = hand_over(**form.arguments(), by=request.user, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已移交给%(name)s：%(what)s。") % board_page.handed_words(row))
            return redirect("desk:handover")
    giver = form.people.get(str(form["giver"].value() or ""))
    context = {
        "form": form, "refusal": refusal, "giver": giver, "counts": in_hands(giver) if giver else None,
        "rows": [{"row": row, **board_page.handed_words(row)} for row in latest(request.user)],
    }  # fmt: skip
    return render(request, "desk/board/handover.html", context, status=422 if data is not None else 200)
