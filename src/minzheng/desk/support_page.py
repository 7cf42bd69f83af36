"""What the pages of support at home show: who is to be visited, and one person with everything that is arranged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.desk import support_acts
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.division import full
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.registry.models import Household, Person
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.support.domain.road import OFFICERS, VISITORS
from minzheng.support.enums import AgreementState
from minzheng.support.models import CareAgreement, Guardian, Property
from minzheng.support.queries import standing
from minzheng.support.queries.visits import Turn, supported_at_home, turns, turns_of, visits_of
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
TIERS = {
    "self": gettext_lazy("能自理"), "part": gettext_lazy("部分丧失自理能力"), "full": gettext_lazy("完全丧失自理能力"),
    "": gettext_lazy("还没有评估"),
}  # fmt: skip
LISTS = (
    ("all", gettext_lazy("全部")), ("late", gettext_lazy("探访逾期")), ("money", gettext_lazy("钱没有确认到手")),
    ("problems", gettext_lazy("有问题没有处理")), ("without", gettext_lazy("没有照料协议")),
    ("ending", gettext_lazy("协议快到期")), ("waiting", gettext_lazy("协议待确认")),
    ("minors", gettext_lazy("未成年人没有监护人")),
)  # fmt: skip
TONES = {
    AgreementState.WAITING: Tone.WARN, AgreementState.COMING: Tone.NOW, AgreementState.RUNNING: Tone.DONE,
    AgreementState.EXPIRED: Tone.BAD, AgreementState.ENDED: Tone.PLAIN, AgreementState.DROPPED: Tone.PLAIN,
}  # fmt: skip
OPEN = {AgreementState.WAITING, AgreementState.COMING, AgreementState.RUNNING}
TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class PersonPage:
    """One person as the acts look at it."""

    turn: Turn
    number: str
    by_pk: int
    today: date
    may_visit: bool
    may_settle: bool

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.turn.who.person

    @cached_property
    def township(self) -> str:
        """Return who entrusts the care, usually."""
        return place_name(full(self.turn.who.grounds.division_code[:TOWNSHIP_DIGITS]))

    @cached_property
    def cared(self) -> standing.Cared:
        """Return the agreement in force and the one to come."""
        return standing.cared_of(self.turn.who, self.agreements, self.today)

    @cached_property
    def agreements(self) -> list[CareAgreement]:
        """Return every agreement, the last first."""
        return list(standing.agreements_of(self.person))

    @cached_property
    def guardians(self) -> list[Guardian]:
        """Return every guardian, the last first."""
        return list(standing.guardians_of(self.person))

    @cached_property
    def owned(self) -> list[Property]:
        """Return what the person owns, what is closed last."""
        return list(standing.property_of(self.person))

    @property
    def waiting(self) -> CareAgreement | None:
        """Return the agreement that waits for a second person."""
        return next((one for one in self.open_agreements if one.confirmed_at is None), None)

    @property
    def is_own_proposal(self) -> bool:
        """Whether the reader proposed what waits."""
        return self.waiting is not None and self.waiting.proposed_by_id == self.by_pk

    @property
    def open_agreements(self) -> list[CareAgreement]:
        """Return what has not been ended."""
        return [one for one in self.agreements if one.ended_at is None]

    @property
    def guardian(self) -> Guardian | None:
        """Return who speaks for the person today."""
        return next((one for one in self.guardians if standing.speaks_on(one, self.today)), None)

    @property
    def open_guardian(self) -> Guardian | None:
        """Return the guardian not ended, though a minor may have grown up."""
        return next((one for one in self.guardians if one.ended_at is None), None)

    @property
    def open_property(self) -> list[Property]:
        """Return what is not closed."""
        return [one for one in self.owned if one.ended_at is None]


def visit_list(request: DeskRequest) -> dict[str, Any]:
    """Return who is to be visited, the longest overdue first."""
    today = request.today
    found = supported_at_home(Month.of(today), alive_on=today)
    rows, cared = turns_of(found, today), {one.who.person.pk: one for one in standing.cared(found, today)}
    alone = {one.person.pk for one in standing.minors_alone(found.values(), today)}
    of = {row.who.person.pk: cared[row.who.person.pk] for row in rows}
    kept: dict[str, Callable[[Turn], bool]] = {
        "all": lambda _row: True,
        "late": lambda row: row.is_late(today),
        "money": lambda row: bool(row.unconfirmed),
        "problems": lambda row: bool(row.problems),
        "without": lambda row: of[row.who.person.pk].needs_one,
        "ending": lambda row: of[row.who.person.pk].ends_soon(today),
        "waiting": lambda row: of[row.who.person.pk].is_waiting,
        "minors": lambda row: row.who.person.pk in alone,
    }
    parts = {code: [row for row in rows if keep(row)] for code, keep in kept.items()}
    chosen = request.GET.get("list", "all")
    page = Paginator(parts.get(chosen, rows), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({one.who.grounds.division_code for one in page})
    return {
        "page": page, "counts": {code: len(part) for code, part in parts.items()},
        "n_payments": sum(len(one.unconfirmed) for one in rows),
        # What nobody has is not offered, but for the lists of the plan.
        "lists": [{"code": code, "label": label, "n": len(parts[code]), "is_current": code == chosen}
                  for code, label in LISTS if parts[code] or code in {"all", "late", chosen}],
        "lines": [
            _line(one, request) | {"place": places[one.who.grounds.division_code], "cared": of[one.who.person.pk]}
            for one in page
        ],
    }  # fmt: skip


def person_page(request: DeskRequest, pk: int) -> PersonPage:
    """Return one person supported at home in the declared area; everybody else is not found."""
    found = turns(request.today, [pk])
    if not found:
        raise Http404
    covers = request.user.area.covers(found[0].who.grounds.division_code)
    return PersonPage(
        found[0], str(pk), request.user.pk, request.today, may_visit=covers and request.user.role in VISITORS,
        may_settle=covers and request.user.role in OFFICERS,
    )  # fmt: skip


def person(request: DeskRequest, view: PersonPage) -> dict[str, Any]:
    """Return the page of one person."""
    turn, running = view.turn, view.cared.running
    acts = [act for act in support_acts.PERSON if act.makes_sense(view)]
    return {
        **_line(turn, request), "view": view, "place": place_name(turn.who.grounds.division_code),
        "household_number": household_number(turn.who.grounds.household_id),
        "visits": list(visits_of(turn.who.person)), "reference": retell(turn.every.reference),
        "is_example": turn.every.status == "illustrative",
        "agreements": [_agreement(one, view.today) for one in view.agreements],
        "renew": view.cared.ends_soon(view.today),
        "carer_has_card": running is not None and standing.holds_the_card(
            running.carer_id_number, running.household_id, day=view.today, at=request.at
        ),
        "guardian_cares": running is not None and view.guardian is not None
        and running.carer_id_number == view.guardian.id_number,
        "acts": offered(request, acts, file=view, page="desk:support_action", words={}),
        "history": history(of_object("support_person", turn.who.person.pk)),
    }  # fmt: skip


def household_number(pk: int) -> str:
    """Return the number of a household, for a link to its page."""
    return str(Household.objects.values_list("number", flat=True).get(pk=pk))


def _line(turn: Turn, request: DeskRequest) -> dict[str, Any]:
    every = _("每%(n)d天一次") % {"n": turn.every.value}
    return {
        "turn": turn, "tier": TIERS[turn.who.tier], "every": every, "is_late": turn.is_late(request.today),
        "days_left": working_days_left(request.today, turn.due_on),
        "url": reverse("desk:support_person", args=[turn.who.person.pk]),
    }  # fmt: skip


def _agreement(row: CareAgreement, today: date) -> dict[str, Any]:
    state = row.state_on(today)
    return {"row": row, "state": state.label, "tone": TONES[state], "is_open": state in OPEN}
