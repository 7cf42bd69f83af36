"""What the pages of remedies show: who questions what, by when, who must act, what follows."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.remedy_acts import ACTS, STEP_OF
from minzheng.desk.request import DeskRequest
from minzheng.desk.track import Stop
from minzheng.remedies.domain.road import moves_of
from minzheng.remedies.enums import CLOSED_STATES, Kind, State, StepKind
from minzheng.remedies.models import RemedyFile
from minzheng.remedies.queries import files as queries
from minzheng.remedies.queries.clocks import BODY, BUREAU, PERSON
from minzheng.remedies.queries.files import RemedyView, remedy_view
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
REGISTERED = gettext_lazy("已登记，编号 %(number)s。")
TONES: dict[str, Tone] = {
    State.CLOSED: Tone.DONE, State.NOT_ACCEPTED: Tone.PLAIN, State.WITHDRAWN: Tone.PLAIN, State.DECIDED: Tone.WARN,
}  # fmt: skip
WHO = {BUREAU: gettext_lazy("本局"), BODY: gettext_lazy("办理机关"), PERSON: gettext_lazy("当事人")}
SUSPENSION_ACTS = ("suspend", "lift")


def list_context(request: DeskRequest) -> dict[str, Any]:
    """Return the list: open files by kind, or the closed ones."""
    chosen = {"kind": request.GET.get("kind", ""), "state": request.GET.get("state", "open")}
    page = Paginator(queries.files(**chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    numbers = queries.open_counts()
    return {
        "page": page,
        "lines": [
            {
                "row": row, "place": places[row.division_code], "tone": TONES.get(row.state, Tone.NOW),
                "days_left": _left(row, request.today),
            }
            for row in page
        ],
        "chosen": chosen,
        "is_open": chosen["state"] == "open",
        "kinds": [{"code": one.value, "label": one.label, "n": numbers.get(one.value, 0)} for one in Kind],
        "total": sum(numbers.values()),
        "may_register": request.user.role in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER},
    }  # fmt: skip


def page_context(request: DeskRequest, file: RemedyFile) -> dict[str, Any]:
    """Return the page of one file."""
    view = remedy_view(file)
    acts = _acts(request, view)
    return {
        "view": view,
        "file": file,
        "lead": lead(view),
        "tone": TONES.get(file.state, Tone.NOW),
        "place": place_name(file.division_code),
        "track": track(view, request),
        "clocks": [
            {"clock": one, "who": WHO[one.who], "days_left": one.days_left(request.today)} for one in view.clocks
        ],
        "acts": acts,
        "is_folded": not acts,
        "waiting": "" if acts else waiting(view),
        "may_reach": bool(file.contact) and request.user.role in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER},
        "has_words": any(step.text for step in view.steps),
        "is_in_time": file.last_day_on is None or file.filed_on <= file.last_day_on,
        "history": history(of_object("remedy", file.pk)),
    }


def lead(view: RemedyView) -> str:
    """Say in one sentence who asks what, and where it stands."""
    file = view.file
    who = file.person_name or _("匿名")
    decided = view.last(StepKind.DECIDE)
    if decided is not None:
        words = {"who": who, "kind": file.get_kind_display(), "outcome": decided.get_outcome_display()}
        return _("%(who)s的%(kind)s，结论：%(outcome)s。") % words
    words = {"who": who, "kind": file.get_kind_display(), "state": file.get_state_display()}
    return _("%(who)s的%(kind)s，%(state)s。") % words


def waiting(view: RemedyView) -> str:
    """Say who acts next, for a person who has nothing to do here."""
    if view.file.state in CLOSED_STATES:
        return _("本案卷已办结。")
    if view.clocks:
        return _("等待%(who)s：%(what)s。") % {"who": WHO[view.clocks[0].who], "what": view.clocks[0].label}
    return _("由县民政局经办人办理下一步。")


def track(view: RemedyView, request: DeskRequest) -> list[Stop]:
    """Return what happened, then what is waited for."""
    file = view.file
    stops = [Stop(_("登记"), "done", file.received_on, file.opened_by.name)]
    stops += [
        Stop(
            step.get_kind_display(), "stopped" if step.kind in {StepKind.NOT_ACCEPT, StepKind.WITHDRAW} else "done",
            step.on, step.recorded_by.name, step.get_outcome_display() or step.document_number,
        )
        for step in view.steps
    ]  # fmt: skip
    stops += [
        Stop(clock.label, "now", note=str(WHO[clock.who]), due=clock.day, days_left=clock.days_left(request.today))
        for clock in view.clocks
    ]
    return stops


def _acts(request: DeskRequest, view: RemedyView) -> list[Act]:
    file, user = view.file, request.user
    if not user.area.covers(file.division_code):
        return []
    may = {move.step for move in moves_of(file) if user.role in move.roles}
    found = [
        act
        for act in ACTS
        if (may.intersection(STEP_OF.get(act.verb, ())) or _may_order(user.role, act.verb)) and act.makes_sense(view)
    ]
    words = {"person": file.person_name or str(_("当事人")), "effect": view.effect.words if view.effect else ""}
    return offered(request, found, file=file, page="desk:remedy_action", words=words)


def _may_order(role: str, verb: str) -> bool:
    return verb in SUSPENSION_ACTS and role == Role.COUNTY_OFFICER


def _left(row: RemedyFile, today: Any) -> int | None:
    return working_days_left(today, row.due_on) if row.due_on and row.state not in CLOSED_STATES else None
