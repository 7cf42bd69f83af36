"""The review calendar and the changes that were told, as pages: who is due by when, who waits for a record."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.casework.domain import review
from minzheng.casework.models import ChangeReport
from minzheng.casework.queries import review_calendar
from minzheng.casework.queries.catalogue import programs
from minzheng.desk.acts import Act
from minzheng.desk.forms.acts import NothingForm
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.month import Month
from minzheng.kernel.wording import day_words, month_words
from minzheng.services.calendar.queries import working_days_left

ON_A_PAGE = 50
AHEAD_MONTHS = 3
SHOWN = {"open": {"handled_at__isnull": True}, "done": {"handled_at__isnull": False}, "late": {"is_late": True}}


def until_of(text: str, today: dt.date) -> dt.date:
    """Return the day an address names, the end of the present month for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return Month.of(today).last_day


def calendar_context(request: DeskRequest, until: dt.date, form: NothingForm | None = None) -> dict[str, Any]:
    """Return who is due until the day and who is under review."""
    due = review_calendar.due_for_review(until)
    page = Paginator(due, ON_A_PAGE).get_page(request.GET.get("page"))
    opened = list(review_calendar.open_reviews())
    codes = {row.division_code for row in page} | {row.case.division_code for row in opened}
    places, names = place_names(codes), {card.code: card.short_name for card in programs()}
    count = page.paginator.count
    may_act = request.user.role in review.REVIEWERS
    acts = [_opening(until, count, form)] if may_act and count else []
    return {
        "until": until, "page": page, "due_count": count, "open_count": len(opened), "may_act": may_act, "acts": acts,
        "months": _months(request.today, until),
        "due": [
            {"row": row, "place": places[row.division_code], "program": names.get(row.program, ""),
             "days_left": _left(request.today, row.next_review_on)}
            for row in page
        ],
        "opened": [
            {"row": row, "place": places[row.case.division_code], "program": names.get(row.case.program, ""),
             "days_left": _left(request.today, row.due_on)}
            for row in opened
        ],
    }  # fmt: skip


def changes_context(request: DeskRequest) -> dict[str, Any]:
    """Return the changes that wait, are done, or were told too late."""
    chosen = request.GET.get("show", "open")
    chosen = chosen if chosen in SHOWN else "open"
    rows = ChangeReport.objects.filter(**SHOWN[chosen]).select_related("case__applicant", "proposal")
    page = Paginator(rows.order_by("-told_on", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.case.division_code for row in page})
    return {
        "page": page,
        "lines": [{"row": row, "place": places[row.case.division_code]} for row in page],
        "total": page.paginator.count,
        "chosen": chosen,
        "may_act": request.user.role in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER},
    }


def _opening(until: dt.date, count: int, form: NothingForm | None) -> Act:
    told = {"n": count, "day": day_words(until)}
    return Act(
        "open-due", _("列入复核"), _("列入 %(n)d 户") % told,
        _("到 %(day)s 到期的 %(n)d 户列入复核，照常发放；逐户登记复核情况后继续保障，或提出变更建议。") % told,
        reverse("desk:review_calendar") + f"?until={until.isoformat()}", form or NothingForm(),
    )  # fmt: skip


def _months(today: dt.date, until: dt.date) -> list[dict[str, Any]]:
    months = [Month.of(today).plus(n) for n in range(AHEAD_MONTHS)]
    return [
        {"day": month.last_day, "label": month_words(str(month)), "is_current": month.last_day == until}
        for month in months
    ]


def _left(today: dt.date, due: dt.date | None) -> int | None:
    return working_days_left(today, due) if due else None
