"""The work list in the words of a page: who, what, for which program, by when, and the one thing to press."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import HANGING_STATES, ProposalKind, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.cases import cases
from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.todo import ACTS_NEXT, TodoItem, soon_late
from minzheng.casework.queries.todo import todo as work_of
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.places import place_names
from minzheng.registry.models import Membership

TITLES = {"today": _("今天"), "this_week": _("本周"), "waiting": _("等待他人"), "late": _("逾期和两天内到期")}
SHOWN = 30
# The button of a row: the act that the state asks for.
PRESS = {
    State.SUBMITTED: "accept",
    State.ACCEPTED: "request-check",
    State.CHECKING: "report-check",
    State.CHECK_NEGATIVE: "rebut",
    State.PROPOSED: "post",
    State.PUBLICISED: "close",
    State.COUNTY_PUBLICISED: "confirm",
    State.COUNTY_OBJECTED: "visit",
    State.OBJECTED: "visit",
    State.RETURNED: "answer-return",
    State.CONFIRMED: "publish",
    State.SUPPLEMENT_NEEDED: "resubmit",
}
# Where the file must be read before it is known what to do.
LOOK = {State.SUBMITTED_TO_COUNTY: _("审核"), State.TOWNSHIP_DECIDING: _("审核")}
# What has left one's own desk and is worth following.
FOLLOWED: dict[str, tuple[State, ...]] = {
    Role.VILLAGE_WORKER: (State.SUBMITTED, State.ACCEPTED, State.CHECKING, State.SURVEYING, State.PUBLICISED),
    Role.TOWNSHIP_OFFICER: (State.CHECKING, State.SUBMITTED_TO_COUNTY),
    Role.COUNTY_OFFICER: (State.RETURNED,),
}


def groups_of(staff: Staff, today: dt.date, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the groups of the page with at most thirty rows each; the counts are complete."""
    items = work_of(staff, today)
    parts = {code: [item for item in items if item.group == code] for code in ("today", "this_week", "waiting")}
    parts["waiting"] += [_followed(case) for case in _elsewhere(staff)]
    if staff.role in {Role.LEADER, Role.COUNTY_OFFICER}:
        mine = {item.case.pk for item in parts["today"]}
        parts["late"] = [_followed(case) for case in soon_late(today) if case.pk not in mine]
    if staff.role in {Role.LEADER, Role.AUDITOR, Role.FINANCE_OFFICER}:
        parts = {code: rows for code, rows in parts.items() if rows or code == "late"}
    return [_group(code, rows, today, at) for code, rows in parts.items()]


def lead(staff: Staff, groups: list[dict[str, Any]]) -> str:
    """Say in one sentence how the day stands."""
    totals = {group["code"]: group["total"] for group in groups}
    late = sum(group["late"] for group in groups if group["code"] == "today")
    name = {"name": staff.name}
    if staff.role == Role.LEADER:
        n = totals.get("late", 0)
        return (
            str(_("%(name)s，全局有 %(n)s 件已逾期或两天内到期。")) % {**name, "n": n}
            if n
            else str(_("%(name)s，没有逾期的办件。")) % name
        )
    if staff.role == Role.AUDITOR:
        return str(_("%(name)s，您可以查看辖区内的全部办件、家庭和账目，不办理业务。")) % name
    if totals.get("today"):
        words = str(_("，其中 %(n)s 件已逾期")) % {"n": late} if late else ""
        return str(_("%(name)s，今天有 %(n)s 件要办%(late)s。")) % {**name, "n": totals["today"], "late": words}
    if totals.get("this_week"):
        return str(_("%(name)s，今天没有到期的事，有 %(n)s 件可以先办。")) % {**name, "n": totals["this_week"]}
    return str(_("%(name)s，手上没有要办的事。")) % name


def _elsewhere(staff: Staff) -> Iterable[Case]:
    states = FOLLOWED.get(staff.role, ())
    return cases().filter(state__in=states).order_by(F("due_on").asc(nulls_last=True), "pk") if states else []


def _followed(case: Case) -> TodoItem:
    roles, what = ACTS_NEXT[State(case.state)]
    who = "、".join(str(Role(role).label) for role in roles)
    words = str(_("%(who)s：%(what)s")) % {"who": who, "what": what}
    return TodoItem(case, words, case.station, case.due_on, case.is_due_provisional, None, "waiting")


def _group(code: str, items: list[TodoItem], today: dt.date, at: dt.datetime) -> dict[str, Any]:
    shown = items[:SHOWN]
    sizes = _sizes({item.case.household_id for item in shown}, today, at)
    places = place_names({item.case.division_code for item in shown})
    names = {program.code: program.short_name for program in programs()}
    return {
        "code": code,
        "title": TITLES[code],
        "total": len(items),
        "late": sum(item.is_late and item.case.state not in HANGING_STATES for item in items),
        "hint": _("到期、逾期或须马上办") if code == "today" and items else "",
        "items": [_row(item, sizes, places, names, today) for item in shown],
        "more_url": reverse("desk:cases") if len(items) > SHOWN else "",
    }


def _row(
    item: TodoItem, sizes: Counter[int], places: dict[str, str], names: dict[str, str], today: dt.date
) -> dict[str, Any]:
    case = item.case
    work = BY_VERB.get(_verb(item)) if item.group != "waiting" else None
    size, page = sizes[case.household_id], _page(item)
    return {
        "who": str(_("%(name)s一家 %(n)s 口")) % {"name": case.applicant.name, "n": size}
        if size
        else case.applicant.name,
        "place": places[case.division_code],
        "what": item.what,
        "program": names.get(case.program, ""),
        "number": case.number,
        "opened_on": case.opened_on,
        "due": item.due_on,
        "days_left": item.days_left,
        "is_past": item.due_on is not None and item.due_on < today,
        "is_provisional": item.is_provisional,
        "is_waiting": item.group == "waiting",
        "is_posting": case.state in HANGING_STATES,
        "is_main": item.group == "today",
        "url": page,
        "action": work.button if work else LOOK.get(State(case.state), "") if item.group != "waiting" else "",
        "action_url": _action_url(item, work.verb) if work else page,
    }


def _page(item: TodoItem) -> str:
    """A review proposal has a page of its own, where both calculations stand side by side."""
    if item.proposal is not None:
        return reverse("desk:review", args=[item.proposal.number])
    return reverse("desk:case", args=[item.case.number])


def _action_url(item: TodoItem, verb: str) -> str:
    if item.proposal is not None:
        return f"{_page(item)}#work"
    return reverse("desk:case_action", args=[item.case.number, verb])


def _verb(item: TodoItem) -> str:
    case = item.case
    if item.proposal is not None:
        if item.proposal.kind in {ProposalKind.REDUCE, ProposalKind.STOP} and case.state == State.CHANGE_PROPOSED:
            return "hear"
        return "" if item.proposal.kind == ProposalKind.FACTS_MISSING else "accept-review"
    if item.decision is not None:
        return "issue-letter"
    if item.station == Station.RECERTIFICATION:
        return "stop-on-death"
    if case.state == State.SURVEYING:
        return "propose" if case.station == Station.DETERMINATION else "visit"
    return PRESS.get(State(case.state), "")


def _sizes(households: set[int], today: dt.date, at: dt.datetime) -> Counter[int]:
    """Count the members of each household, in one query."""
    rows = Membership.objects.filter(household__in=households).as_of(today, at)
    return Counter(rows.values_list("household_id", flat=True))
