"""Burials of people who died while supported at home: who, until when it may be applied for, and what was paid."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from minzheng.accounts.enums import Role
from minzheng.accounts.scope import everywhere
from minzheng.desk import support_acts
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.desk.support_page import household_number
from minzheng.institutions.models import Residence
from minzheng.kernel.phrasebook import retell
from minzheng.payments.models import PayLine
from minzheng.registry.models import Person
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.support.enums import BurialState
from minzheng.support.models import Burial
from minzheng.support.queries.burials import Dead, dead_at_home, in_a_home, reckoned
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
TONES = {BurialState.APPLIED: Tone.WARN, BurialState.GRANTED: Tone.DONE, BurialState.REFUSED: Tone.BAD}
# What an example costs on the page, so that the cap can be read before anything is applied for.
NO_LIMIT_FEN = 10_000_000_00


@dataclass(frozen=True)
class BurialPage:
    """One dead person as the acts look at it."""

    dead: Dead
    number: str
    home: Residence | None
    may_apply: bool
    may_decide: bool

    @property
    def person(self) -> Person:
        """Return who died."""
        return self.dead.person


def burial_list(request: DeskRequest) -> dict[str, Any]:
    """Return who died while supported at home, whose time runs out first on top, what is settled last."""
    rows = sorted(dead_at_home(request.today).values(), key=lambda one: _order(one, request.today))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({one.grounds.division_code for one in page})
    return {
        "page": page,
        "n_open": sum(one.burial is None and not one.is_late(request.today) for one in rows),
        "n_waiting": sum(one.burial is not None and one.burial.state == BurialState.APPLIED for one in rows),
        "lines": [_line(one, request) | {"place": places[one.grounds.division_code]} for one in page],
    }  # fmt: skip


def burial_page(request: DeskRequest, pk: int) -> BurialPage:
    """Return one person who died while supported at home in the declared area; everybody else is not found."""
    dead = dead_at_home(request.today, [pk]).get(pk)
    if dead is None:
        raise Http404
    covers, role, home = request.user.area.covers(dead.grounds.division_code), request.user.role, in_a_home(dead.person)
    is_open = dead.burial is None and not dead.is_late(request.today) and home is None
    waits = dead.burial is not None and dead.burial.state == BurialState.APPLIED
    return BurialPage(
        dead, str(pk), home, may_apply=covers and is_open and role == Role.TOWNSHIP_OFFICER,
        may_decide=covers and waits and role == Role.COUNTY_OFFICER,
    )  # fmt: skip


def burial(request: DeskRequest, view: BurialPage) -> dict[str, Any]:
    """Return the page of one burial."""
    dead = view.dead
    acts = [act for act in support_acts.BURIAL if act.makes_sense(view)]
    _all, cap = reckoned(dead, NO_LIMIT_FEN)
    return {
        **_line(dead, request), "view": view, "place": place_name(dead.grounds.division_code), "cap_fen": cap,
        "household_number": household_number(dead.grounds.household_id),
        "reference": retell(dead.limit.reference), "is_example": dead.limit.status == "illustrative",
        "rows": [{"row": one, "tone": _tone(one), "line": _paid(one.due_id)} for one in reversed(dead.burials)],
        "acts": offered(request, acts, file=view, page="desk:support_burial_action", words={}),
        "history": history(of_object("support_person", dead.person.pk)),
    }  # fmt: skip


def _paid(due_id: int | None) -> PayLine | None:
    if due_id is None:
        return None
    with everywhere("办理丧葬的人可能登记在另一乡镇"):
        row: PayLine | None = PayLine.objects.filter(due_id=due_id).select_related("run").order_by("-attempt").first()
    return row


def _tone(row: Burial) -> Tone:
    return TONES[BurialState(row.state)]


def _line(dead: Dead, request: DeskRequest) -> dict[str, Any]:
    found = dead.burial
    return {
        "dead": dead, "burial": found, "tone": _tone(found) if found else Tone.NOW,
        "is_late": dead.is_late(request.today), "days_left": working_days_left(request.today, dead.apply_by),
        "url": reverse("desk:support_burial", args=[dead.person.pk]),
    }  # fmt: skip


def _order(dead: Dead, today: date) -> tuple[int, date, int]:
    settled = dead.burial is not None and dead.burial.state != BurialState.APPLIED
    return 2 if settled else int(dead.is_late(today)), dead.apply_by, dead.person.pk
