"""The work list in the words of a page: who, what, for which program, by when, and the one thing to press."""

import datetime as dt
from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import ProposalKind, State, Station
from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.todo import TodoItem
from minzheng.casework.queries.todo import todo as work_of
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.places import place_names
from minzheng.registry.models import Membership

TITLES = (("today", _("今天")), ("this_week", _("本周")), ("waiting", _("等待他人")))
SHOWN = 30
# The button of a row: the act that the state asks for.
PRESS = {
    State.SUBMITTED: "accept", State.ACCEPTED: "request-check", State.CHECKING: "report-check", State.CHECK_NEGATIVE: "rebut",
    State.PROPOSED: "post", State.PUBLICISED: "close", State.OBJECTED: "visit", State.SUBMITTED_TO_COUNTY: "confirm",
    State.RETURNED: "answer-return", State.CONFIRMED: "publish", State.SUPPLEMENT_NEEDED: "resubmit",
}  # fmt: skip


def groups_of(staff: Staff, today: dt.date, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the three groups with at most thirty rows each; the counts are complete."""
    items = work_of(staff, today)
    shown = {code: [item for item in items if item.group == code] for code, _title in TITLES}
    rows = [item for part in shown.values() for item in part[:SHOWN]]
    sizes = _sizes({item.case.household_id for item in rows}, today, at)
    places = place_names({item.case.division_code for item in rows})
    names = {program.code: program.short_name for program in programs()}
    return [
        {
            "code": code,
            "title": title,
            "total": len(shown[code]),
            "late": sum(item.is_late for item in shown[code]),
            "hint": _("到期、逾期或须马上办") if code == "today" and shown[code] else "",
            "items": [_row(item, sizes, places, names) for item in shown[code][:SHOWN]],
            "more_url": reverse("desk:cases") if len(shown[code]) > SHOWN else "",
        }
        for code, title in TITLES
    ]


def lead(staff: Staff, groups: list[dict[str, Any]]) -> str:
    """Say in one sentence how the day stands."""
    today, week = groups[0], groups[1]
    if staff.role in {Role.LEADER, Role.AUDITOR}:
        return str(_("%(name)s，您的账号只查看，不办件。")) % {"name": staff.name}
    if today["total"]:
        late = str(_("，其中 %(n)s 件已逾期")) % {"n": today["late"]} if today["late"] else ""
        return str(_("%(name)s，今天有 %(n)s 件要办%(late)s。")) % {"name": staff.name, "n": today["total"], "late": late}
    if week["total"]:
        return str(_("%(name)s，今天没有到期的事，有 %(n)s 件可以先办。")) % {"name": staff.name, "n": week["total"]}
    return str(_("%(name)s，手上的事都办完了。")) % {"name": staff.name}


def _row(item: TodoItem, sizes: Counter[int], places: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    case = item.case
    work = BY_VERB.get(_verb(item)) if item.group != "waiting" else None
    size = sizes[case.household_id]
    return {
        "who": str(_("%(name)s一家 %(n)s 口")) % {"name": case.applicant.name, "n": size} if size else case.applicant.name,
        "place": places[case.division_code],
        "what": item.what,
        "program": names.get(case.program, ""),
        "number": case.number,
        "due": item.due_on,
        "days_left": item.days_left,
        "is_provisional": item.is_provisional,
        "is_waiting": item.group == "waiting",
        "is_main": item.group == "today",
        "url": reverse("desk:case", args=[case.number]),
        "action": work.button if work else "",
        "action_url": reverse("desk:case_action", args=[case.number, work.verb]) if work else "",
    }


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
