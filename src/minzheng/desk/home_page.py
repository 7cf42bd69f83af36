"""What the pages of homes show: the list, one home by tab, the round, one resident, a statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import HOME_ROLES
from minzheng.accounts.scope import everywhere
from minzheng.desk import home_acts, resident_acts
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.institutions.enums import LIVING_HERE, Matter, Purpose, Stay
from minzheng.institutions.models import Belongings, CareItem, Departure, Institution, Leave, Pot, Residence, Visit
from minzheng.institutions.queries import houses, money, rounds, stays, support
from minzheng.kernel.division import parent_of
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.services.audit.queries import of_object
from minzheng.statute.home_rule import care_reference, checks, risk_reference, risks, slots
from minzheng.statute.period import figure
from minzheng.ui.tones import Tone

STAY_TONES: dict[str, Tone] = {
    Stay.IN_RESIDENCE: Tone.DONE, Stay.ON_LEAVE: Tone.NOW, Stay.TRANSFERRED: Tone.PLAIN, Stay.DISCHARGED: Tone.PLAIN,
    Stay.DECEASED: Tone.PLAIN,
}  # fmt: skip
TIER_TONES = {"self": Tone.PLAIN, "part": Tone.WARN, "full": Tone.BAD}
TABS = (
    ("overview", gettext_lazy("概况")), ("residents", gettext_lazy("人员")), ("beds", gettext_lazy("床位")),
    ("staff", gettext_lazy("工作人员")), ("life", gettext_lazy("生活")), ("safety", gettext_lazy("安全")),
    ("money", gettext_lazy("账目")), ("works", gettext_lazy("提档升级")),
)  # fmt: skip
# A carer looks after people; papers about the house and its money are the director's and the office's.
CARER_TABS = {"overview", "residents", "life", "safety", "money"}


@dataclass(frozen=True)
class HomeView:
    """One home as its acts and forms look at it."""

    home: Institution
    role: str
    by_pk: int
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Return what the page is addressed by."""
        return self.home.number


@dataclass(frozen=True)
class ResidentView:
    """One resident as the acts and forms look at it."""

    residence: Residence
    role: str
    by_pk: int
    departure: Departure | None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Return what the page is addressed by."""
        return self.residence.number

    @cached_property
    def is_settled(self) -> bool:
        """Say whether the file is closed."""
        return self.departure is not None and self.departure.settled_at is not None


def home_list(request: DeskRequest) -> dict[str, Any]:
    """Return the homes in figures, the support rate by decisions in force, and deaths that wait for the officer."""
    found = houses.lines(houses.homes(), request.today)
    places = place_names({parent_of(line.home.division_code) for line in found})
    is_home = request.user.role in HOME_ROLES
    deaths = stays.deaths_to_register(request.user) if request.user.role in home_acts.OFFICE else []
    return {
        "lines": [{"line": one, "place": places[parent_of(one.home.division_code)]} for one in found],
        "beds": sum(one.beds for one in found), "residents": sum(one.residents for one in found),
        "rate": None if is_home else support.support_rate(Month.of(request.today)),
        "deaths": deaths, "may_open": request.user.role == home_acts.COUNTY,
    }  # fmt: skip


def home(request: DeskRequest, row: Institution, tab: str) -> dict[str, Any]:
    """Return one tab of a home: its lists and what can be done there."""
    known = {code for code, _label in TABS if request.user.role != home_acts.CARER or code in CARER_TABS}
    data = READ[tab](request, row)
    view = HomeView(row, request.user.role, request.user.pk, data)
    acts = [one for one in home_acts.TABS.get(tab, ()) if one.makes_sense(view)]
    return {
        "home": row, "tab": tab, "place": place_name(parent_of(row.division_code)), "acts": _offer(request, acts, view),
        "tabs": [
            {"url": reverse("desk:home_tab", args=[row.number, code]), "label": label, "is_current": code == tab}
            for code, label in TABS
            if code in known
        ],
        "is_home": request.user.role in HOME_ROLES, "view": view, **data,
    }  # fmt: skip


def _overview(request: DeskRequest, row: Institution) -> dict[str, Any]:
    line, today = houses.line_of(row, request.today), request.today
    leaves, living = stays.open_leaves(row), list(stays.living_here(row))
    soon, begun = Month.of(today).next().last_day, [one.code for one in rounds.due_slots(request.at)]
    least = figure("home_beds_min", place=row.division_code, on=today)
    return {
        "line": line, "least": least, "too_few": line.beds < least.value,
        "care": rounds.days_of_care(row, today, begun=begun),
        "late_leaves": [one for one in leaves if one.due_on < today], "leaves": leaves,
        "dead": stays.dead_among(living), "late_departures": houses.late_departures(row, today),
        "expiring": [one for one in living if one.agreement_until <= soon], "care_reference": care_reference(),
        "vouchers_waiting": houses.vouchers_waiting(row),
        "tiers": [{"name": name, "n": line.tiers.get(code, 0), "tone": TIER_TONES[code]} for code, name in _tiers()],
        "history": history(of_object("institution", row.pk))[:20],
    }  # fmt: skip


def _residents(_request: DeskRequest, row: Institution) -> dict[str, Any]:
    waiting, living = stays.waiting_list(row), list(stays.living_here(row))
    free = stays.free_beds(row)
    return {
        "waiting": waiting, "living": living, "gone": list(stays.gone(row)[:100]), "free": free,
        "ready": waiting and free, "people": [*waiting, *living], "tones": STAY_TONES, "tier_tones": TIER_TONES,
        "origins": stays.origins(living),
    }  # fmt: skip


def _beds(_request: DeskRequest, row: Institution) -> dict[str, Any]:
    lines = stays.bed_lines(row)
    rooms: dict[int, dict[str, Any]] = {}
    for line in lines:
        rooms.setdefault(line.bed.room_id, {"room": line.bed.room, "lines": []})["lines"].append(line)
    return {"beds": lines, "rooms": list(rooms.values()), "n_free": sum(one.residence is None for one in lines)}


def _staff(request: DeskRequest, row: Institution) -> dict[str, Any]:
    people = houses.workers(row, request.today)
    last = Month.of(request.today).next().last_day
    duties: dict[Any, dict[str, list[str]]] = {}
    for one in houses.duties(row, request.today, last):
        duties.setdefault(one.day, {}).setdefault(str(one.get_watch_display()), []).append(one.worker.name)
    return {
        "workers": people, "here": [one for one in people if one.until_on is None or one.until_on >= request.today],
        "duties": duties, "line": houses.line_of(row, request.today),
    }  # fmt: skip


def _life(request: DeskRequest, row: Institution) -> dict[str, Any]:
    menus, complaints = houses.menus(row), houses.complaints(row)
    return {
        "menus": menus, "unvoted": [one for one in menus if not one.approved_at],
        "committee": houses.committee(row, request.today), "complaints": complaints,
        "unanswered": [one for one in complaints if not one.answered_at],
        "visits": list(
            Visit.objects.filter(residence__institution=row).select_related("residence__person").order_by("-pk")[:20]
        ),
    }  # fmt: skip


def _safety(_request: DeskRequest, row: Institution) -> dict[str, Any]:
    defects, incidents, names = houses.defects(row), houses.incidents(row), {one.code: one.name for one in risks()}
    counts = houses.by_risk(row)
    return {
        "defects": defects, "incidents": incidents, "risk_names": names,
        "unmended": [one for one in defects if not one.mended_at],
        "mended": [one for one in defects if one.mended_at and not one.verified_at],
        "open_incidents": [one for one in incidents if not one.closed_at],
        "risks": [{"name": one.name, "n": counts.get(one.code, 0)} for one in risks()],
        "risk_reference": risk_reference(),
        "checks": [{"row": one, "kind": checks()[one.kind].name} for one in houses.safety_checks(row)],
    }  # fmt: skip


def _money(_request: DeskRequest, row: Institution) -> dict[str, Any]:
    own, trusts, vouchers = money.own_pots(row), money.trusts(row), list(money.waiting(row))
    held = money.balances([*own, *trusts])
    return {
        "own": [{"pot": pot, "fen": held[pot.pk]} for pot in own],
        "trusts": [{"pot": pot, "fen": held[pot.pk]} for pot in trusts
                   if held[pot.pk] or (pot.residence and pot.residence.stay in LIVING_HERE)],
        "trust_fen": sum(held[pot.pk] for pot in trusts), "vouchers": vouchers,
        "pots": {pot.purpose: pot for pot in own}, "pocket": [v for v in vouchers if v.matter == Matter.POCKET],
    }  # fmt: skip


def _works(_request: DeskRequest, row: Institution) -> dict[str, Any]:
    found = houses.works(row)
    return {
        "works": found, "running": [one for one in found if not one.accepted_at],
        "finished": [one for one in found if one.percent == 100 and not one.accepted_at],
        "defects": [one for one in houses.defects(row) if one.check_of_id is None],
    }  # fmt: skip


READ = {
    "overview": _overview, "residents": _residents, "beds": _beds, "staff": _staff, "life": _life, "safety": _safety,
    "money": _money, "works": _works,
}  # fmt: skip


def round_page(request: DeskRequest, row: Institution) -> dict[str, Any]:
    """Return the round as a carer walks it: what is due by now, by room."""
    day, begun = rounds.in_hand(request.at)
    chosen = request.GET.get("slot", "")
    waits = {one.code: 0 for one in begun}
    for each in rounds.round_of(row, request.at):
        for one in each.items:
            waits[one.slot.code] += one.mark is None
    if chosen not in waits:  # the first part of the day with something to do, else the present one
        chosen = next((code for code, n in waits.items() if n), begun[-1].code if begun else "")
    found = rounds.round_of(row, request.at, chosen)
    show_all = request.GET.get("all") == "1"
    return {
        "home": row, "slot": chosen, "may_mark": request.user.role in HOME_ROLES, "show_all": show_all,
        "slots": [{"slot": one, "n": waits[one.code], "is_current": one.code == chosen} for one in begun],
        "residents": [one for one in found if show_all or one.waits], "n_all": len(found),
        "is_last_night": day != request.today,
        "n_waits": sum(one.waits for one in found), "away": stays.open_leaves(row),
    }  # fmt: skip


def resident(request: DeskRequest, row: Residence) -> dict[str, Any]:
    """Return the page of one resident."""
    left = Departure.objects.filter(residence=row).select_related("settled_by").first()
    home_row = row.institution
    items = list(CareItem.objects.filter(residence=row, ended_at__isnull=True).order_by("is_medicine", "pk"))
    belongings = list(Belongings.objects.filter(residence=row).order_by("-pk"))
    pot = row.pot
    vouchers = list(money.waiting(home_row).filter(pot=pot))
    is_here = row.stay in LIVING_HERE
    registered = left is not None and left.stay == Stay.DECEASED and stays.is_registered(left)
    data = {
        "items": items if is_here else [], "belongings": belongings, "vouchers": vouchers,
        "kept": [one for one in belongings if not one.handed_on], "pots": {str(Purpose.TRUST): pot},
        "free": stays.free_beds(home_row) if is_here and request.user.role == home_acts.DIRECTOR else [],
    }  # fmt: skip
    view = ResidentView(row, request.user.role, request.user.pk, left, data)
    acts = [one for one in resident_acts.RESIDENT if one.makes_sense(view)]
    times = {one.code: one.name for one in slots()}
    with everywhere("本人来自全县各村，页面只写所在村名"):
        supported = support.supported(Month.of(request.today), [row.person_id]).get(row.person_id)
    return {
        "row": row, "home": home_row, "view": view, "tone": STAY_TONES[row.stay], "tier_tone": TIER_TONES[row.tier],
        "origin": place_name(row.person.division_code),
        "acts": _offer(request, acts, view, "desk:home_resident_action"),
        "plan": [
            {"row": one, "times": [times[code] for code in one.slots]} for one in items
        ],
        "marks": [{"row": one, "time": times[one.slot]} for one in rounds.marks_of(row)],
        "health": stays.last_health_check(row.person_id, home_row), "belongings": belongings, "left": left,
        "assessment": stays.last_assessment(row.person_id, home_row), "is_home": request.user.role in HOME_ROLES,
        "told_late": left is not None and left.stay == Stay.DECEASED and stays.told_late(left),
        "registered": registered, "supported": supported, "fen": money.balance_of(pot), "vouchers": vouchers,
        "leaves": list(Leave.objects.filter(residence=row).order_by("-pk")[:20]),
        "visits": list(Visit.objects.filter(residence=row).order_by("-pk")[:20]),
        "incidents": [
            {"row": one, "risk": _risk(one.risk)} for one in row.incidents.order_by("-pk")[:20]
        ],
        "history": history(of_object("residence", row.pk))[:40],
    }  # fmt: skip


def statement(request: DeskRequest, pot: Pot) -> dict[str, Any]:
    """Return the statement of one pot: every movement with the balance after it."""
    lines = money.statement(pot)
    return {
        "pot": pot, "home": pot.institution, "lines": lines, "fen": money.balance_of(pot),
        "in_fen": sum(one.voucher.amount_fen for one in lines if one.is_in),
        "out_fen": sum(one.voucher.amount_fen for one in lines if not one.is_in),
        "printed_on": request.today,
    }  # fmt: skip


def _offer(request: DeskRequest, acts: list[FileAct], view: Any, page: str = "desk:home_action") -> list[Act]:
    return offered(request, acts, file=view, page=page, words={})


def _tiers() -> list[tuple[str, str]]:
    return [("self", _("具备生活自理能力")), ("part", _("部分丧失")), ("full", _("完全丧失"))]


def _risk(code: str) -> str:
    return next((retell(one.name) for one in risks() if one.code == code), code)
