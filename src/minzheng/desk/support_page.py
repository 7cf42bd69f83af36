"""What the pages of support at home show: who is to be visited, and one person with visits, payments and problems."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.desk import support_acts
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.support.domain.visiting import VISITORS
from minzheng.support.queries.visits import Turn, turns, visits_of

ON_A_PAGE = 50
SETTLERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
TIERS = {
    "self": gettext_lazy("能自理"), "part": gettext_lazy("部分丧失自理能力"), "full": gettext_lazy("完全丧失自理能力"),
    "": gettext_lazy("还没有评估"),
}  # fmt: skip
LISTS = (
    ("all", gettext_lazy("全部")), ("late", gettext_lazy("探访逾期")), ("money", gettext_lazy("钱没有确认到手")),
    ("problems", gettext_lazy("有问题没有处理")),
)  # fmt: skip


@dataclass(frozen=True)
class PersonPage:
    """One person as the acts look at it."""

    turn: Turn
    number: str
    may_visit: bool
    may_settle: bool


def visit_list(request: DeskRequest) -> dict[str, Any]:
    """Return who is to be visited, the longest overdue first."""
    rows = turns(request.today)
    parts = {
        "all": rows, "late": [one for one in rows if one.is_late(request.today)],
        "money": [one for one in rows if one.unconfirmed], "problems": [one for one in rows if one.problems],
    }  # fmt: skip
    chosen = request.GET.get("list", "all")
    page = Paginator(parts.get(chosen, rows), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({one.who.grounds.division_code for one in page})
    return {
        "page": page, "counts": {code: len(found) for code, found in parts.items()},
        "n_payments": sum(len(one.unconfirmed) for one in rows),
        "lists": [{"code": code, "label": label, "n": len(parts[code]), "is_current": code == chosen}
                  for code, label in LISTS],
        "lines": [_line(one, request) | {"place": places[one.who.grounds.division_code]} for one in page],
    }  # fmt: skip


def person_page(request: DeskRequest, pk: int) -> PersonPage:
    """Return one person supported at home in the declared area; everybody else is not found."""
    found = turns(request.today, [pk])
    if not found:
        raise Http404
    covers = request.user.area.covers(found[0].who.grounds.division_code)
    return PersonPage(
        found[0], str(pk), may_visit=covers and request.user.role in VISITORS,
        may_settle=covers and request.user.role in SETTLERS,
    )  # fmt: skip


def person(request: DeskRequest, view: PersonPage) -> dict[str, Any]:
    """Return the page of one person."""
    turn = view.turn
    acts = [act for act in support_acts.PERSON if act.makes_sense(view)]
    return {
        **_line(turn, request), "view": view, "place": place_name(turn.who.grounds.division_code),
        "visits": list(visits_of(turn.who.person)), "reference": retell(turn.every.reference),
        "is_example": turn.every.status == "illustrative",
        "acts": offered(request, acts, file=view, page="desk:support_action", words={}),
        "history": history(of_object("support_person", turn.who.person.pk)),
    }  # fmt: skip


def _line(turn: Turn, request: DeskRequest) -> dict[str, Any]:
    every = _("每%(n)d天一次") % {"n": turn.every.value}
    return {
        "turn": turn, "tier": TIERS[turn.who.tier], "every": every, "is_late": turn.is_late(request.today),
        "days_left": working_days_left(request.today, turn.due_on),
        "url": reverse("desk:support_person", args=[turn.who.person.pk]),
    }  # fmt: skip
