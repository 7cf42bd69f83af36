"""The road of a case: one table of moves, one function that makes them.

Nothing else changes `Case.state`. A move checks role and area, is made only from the state the caller saw, sets the clock
of the next station, and writes its audit row in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries import clock
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record

VILLAGE, TOWNSHIP, COUNTY = str(Role.VILLAGE_WORKER), str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)


class IllegalMove(Refused):
    """The case does not stand where this act begins."""


class AlreadyMoved(Refused):
    """Somebody else moved the case between reading and writing."""


@dataclass(frozen=True)
class Move:
    """One allowed step: from where, to where, what the act is called, who may do it, at which station."""

    source: State
    to: State
    verb: str
    roles: tuple[str, ...]
    station: Station
    label: Any


@dataclass(frozen=True)
class Act:
    """Work at a station that leaves the state as it is (a visit recorded, a letter issued)."""

    state: State
    verb: str
    roles: tuple[str, ...]
    station: Station
    label: Any


MOVES: tuple[Move, ...] = (
    Move(State.DRAFT, State.SUBMITTED, "submit", (VILLAGE, TOWNSHIP), Station.APPLICATION, _("提交申请")),
    Move(State.SUBMITTED, State.ACCEPTED, "accept", (TOWNSHIP,), Station.APPLICATION, _("受理")),
    Move(State.SUBMITTED, State.SUPPLEMENT_NEEDED, "ask_supplement", (TOWNSHIP,), Station.APPLICATION, _("一次性告知补正")),
    Move(State.SUPPLEMENT_NEEDED, State.SUBMITTED, "resubmit", (VILLAGE, TOWNSHIP), Station.APPLICATION, _("补正后重新提交")),
    Move(State.SUPPLEMENT_NEEDED, State.LAPSED, "lapse", (TOWNSHIP,), Station.APPLICATION, _("逾期未补正，终结")),
    Move(State.ACCEPTED, State.CHECKING, "request_check", (TOWNSHIP,), Station.MEANS_CHECK, _("发起经济状况核对")),
    Move(State.ACCEPTED, State.SURVEYING, "begin_survey", (TOWNSHIP,), Station.HOUSEHOLD_VISIT, _("开始调查")),
    Move(State.CHECKING, State.SURVEYING, "report_consistent", (COUNTY,), Station.MEANS_CHECK, _("出具核对报告：一致")),
    Move(State.CHECKING, State.CHECK_NEGATIVE, "report_inconsistent", (COUNTY,), Station.MEANS_CHECK, _("出具核对报告：不一致")),
    Move(State.CHECK_NEGATIVE, State.SURVEYING, "rebut", (TOWNSHIP,), Station.MEANS_CHECK, _("采纳申请人说明，转入调查")),
    Move(State.CHECK_NEGATIVE, State.PROPOSED, "propose", (TOWNSHIP,), Station.DETERMINATION, _("提出审核意见")),
    Move(State.SURVEYING, State.PROPOSED, "propose", (TOWNSHIP,), Station.DETERMINATION, _("提出审核意见")),
    Move(State.PROPOSED, State.PUBLICISED, "post", (TOWNSHIP,), Station.PUBLICITY, _("张贴公示")),
    Move(State.PROPOSED, State.SUBMITTED_TO_COUNTY, "report", (TOWNSHIP,), Station.DETERMINATION, _("报县级审核确认")),
    Move(State.PUBLICISED, State.OBJECTED, "object", (VILLAGE, TOWNSHIP), Station.PUBLICITY, _("登记异议")),
    Move(State.OBJECTED, State.PUBLICISED, "reject_objection", (TOWNSHIP,), Station.PUBLICITY, _("异议不成立，继续公示")),
    Move(State.OBJECTED, State.SURVEYING, "uphold_objection", (TOWNSHIP,), Station.PUBLICITY, _("异议成立，重新审核")),
    Move(State.PUBLICISED, State.SUBMITTED_TO_COUNTY, "close", (TOWNSHIP,), Station.PUBLICITY, _("公示期满，报县级审核确认")),
    Move(State.SUBMITTED_TO_COUNTY, State.CONFIRMED, "confirm", (COUNTY,), Station.DECISION, _("予以确认")),
    Move(State.SUBMITTED_TO_COUNTY, State.REFUSED, "refuse", (COUNTY,), Station.DECISION, _("不予确认")),
    Move(State.SUBMITTED_TO_COUNTY, State.RETURNED, "send_back", (COUNTY,), Station.DECISION, _("退回补充")),
    Move(State.RETURNED, State.SURVEYING, "resurvey", (TOWNSHIP,), Station.HOUSEHOLD_VISIT, _("重新入户调查")),
    Move(State.RETURNED, State.PROPOSED, "propose", (TOWNSHIP,), Station.DETERMINATION, _("重新提出审核意见")),
    Move(State.RETURNED, State.SUBMITTED_TO_COUNTY, "answer_return", (TOWNSHIP,), Station.DETERMINATION, _("说明后再次上报")),
    Move(State.CONFIRMED, State.ACTIVE, "publish", (TOWNSHIP, COUNTY), Station.PUBLICATION, _("张贴公布")),
    Move(State.CONFIRMED, State.TERMINATED, "stop_on_death", (COUNTY,), Station.RECERTIFICATION, _("因死亡终止")),
    Move(State.ACTIVE, State.CHANGE_PROPOSED, "review", (TOWNSHIP, COUNTY), Station.RECERTIFICATION, _("提出变更建议")),
    Move(State.ACTIVE, State.TERMINATED, "stop_on_death", (COUNTY,), Station.RECERTIFICATION, _("因死亡终止")),
    Move(State.CHANGE_PROPOSED, State.ACTIVE, "settle", (COUNTY,), Station.RECERTIFICATION, _("增发或维持原额")),
    Move(State.CHANGE_PROPOSED, State.OPINION_HEARD, "hear", (TOWNSHIP, COUNTY), Station.RECERTIFICATION, _("听取当事人意见")),
    Move(State.CHANGE_PROPOSED, State.TERMINATED, "stop_on_death", (COUNTY,), Station.RECERTIFICATION, _("因死亡终止")),
    Move(State.OPINION_HEARD, State.ACTIVE, "settle", (COUNTY,), Station.RECERTIFICATION, _("减发或维持原额")),
    Move(State.OPINION_HEARD, State.TERMINATED, "terminate", (COUNTY,), Station.RECERTIFICATION, _("终止")),
    *(
        Move(state, State.WITHDRAWN, "withdraw", (VILLAGE, TOWNSHIP), Station.APPLICATION, _("撤回申请"))
        for state in (
            State.DRAFT, State.SUBMITTED, State.SUPPLEMENT_NEEDED, State.ACCEPTED, State.CHECKING, State.CHECK_NEGATIVE,
            State.SURVEYING, State.PROPOSED, State.PUBLICISED, State.OBJECTED, State.SUBMITTED_TO_COUNTY, State.RETURNED,
        )
    ),
)  # fmt: skip

ACTS: tuple[Act, ...] = (
    Act(State.CHECK_NEGATIVE, "rebut", (TOWNSHIP,), Station.MEANS_CHECK, _("登记申请人说明")),
    Act(State.SURVEYING, "visit", (TOWNSHIP,), Station.HOUSEHOLD_VISIT, _("登记入户调查")),
    Act(State.OBJECTED, "visit", (TOWNSHIP,), Station.HOUSEHOLD_VISIT, _("登记复查入户")),
    Act(State.SUBMITTED_TO_COUNTY, "visit", (COUNTY,), Station.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    Act(State.SURVEYING, "appraise", (TOWNSHIP,), Station.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    Act(State.OBJECTED, "appraise", (TOWNSHIP,), Station.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    Act(State.CONFIRMED, "issue_letter", (COUNTY,), Station.LETTER, _("制发告知书")),
    Act(State.ACTIVE, "issue_letter", (COUNTY,), Station.LETTER, _("制发告知书")),
    Act(State.REFUSED, "issue_letter", (COUNTY,), Station.LETTER, _("制发告知书")),
    Act(State.TERMINATED, "issue_letter", (COUNTY,), Station.LETTER, _("制发告知书")),
)

_BY_ENDS = {(move.source, move.to): move for move in MOVES}


def allowed(state: str) -> tuple[Move, ...]:
    """Return every move that starts in this state. Pure."""
    return tuple(move for move in MOVES if move.source == state)


def can_move(case: Case, to: State) -> bool:
    """Say whether the table knows this step; roles are not looked at."""
    return (State(case.state), to) in _BY_ENDS


def require_state(case: Case, *states: State, what: str) -> None:
    """Raise IllegalMove unless the case stands in one of the states; `what` names the act in Chinese."""
    if case.state not in states:
        raise IllegalMove(_refusal(case, what))


def act_in(case: Case, verb: str) -> Act:
    """Return the act of this name in the case's state; raise IllegalMove if the state does not know it."""
    found = next((act for act in ACTS if act.verb == verb and act.state == case.state), None)
    if found is None:
        label = next((str(act.label) for act in ACTS if act.verb == verb), verb)
        raise IllegalMove(_refusal(case, label))
    return found


def require_act(*, case: Case, act: Act, by: Staff) -> None:
    """Raise NotAllowed unless this person may do the act in this area."""
    permissions.require_role(by, *act.roles)
    permissions.require_area(by, case.division_code)


def move(
    *,
    case: Case,
    to: State,
    by: Staff,
    at: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    due: date | None = None,
) -> Case:
    """Move the case and write why. `due` replaces the counted deadline where the act itself sets the last day.

    Raises IllegalMove, AlreadyMoved or permissions.NotAllowed. `details` goes into the audit row.
    """
    step = _BY_ENDS.get((State(case.state), to))
    if step is None:
        raise IllegalMove(_refusal(case, str(to.label)))
    permissions.require_role(by, *step.roles)
    permissions.require_area(by, case.division_code)
    before = State(case.state)
    with transaction.atomic():
        _write(case, before, _standing(case, to, at, due))
        record(
            chain=f"case:{case.pk}", at=at, by=by, action=f"case.{step.verb}", object_kind="case", object_id=str(case.pk),
            division_code=case.division_code, before={"state": before.value},
            after={"state": to.value, **(details or {})}, reason=reason,
        )  # fmt: skip
    return case


def advance(*, case: Case, station: Station, at: datetime) -> None:
    """Hand the clock to the next station inside the same state (survey done, determination begins)."""
    start = local_day(at)
    counted = clock.limit_of(case, station, start)
    _write(
        case,
        State(case.state),
        {
            "station": station,
            "station_since_on": start,
            "due_on": counted.day if counted else None,
            "is_due_provisional": counted.provisional if counted else False,
        },
    )


def note(*, case: Case, action: str, by: Staff, at: datetime, details: Mapping[str, Any], reason: str = "") -> None:
    """Write an audit row for work that leaves the state as it is."""
    record(
        chain=f"case:{case.pk}", at=at, by=by, action=f"case.{action}", object_kind="case", object_id=str(case.pk),
        division_code=case.division_code, after=dict(details), reason=reason,
    )  # fmt: skip


@dataclass(frozen=True)
class Action:
    """What a screen offers: `why_not` is empty when this person may do it."""

    verb: str
    label: str
    station: Station
    to: State | None
    why_not: str


def possible_actions(case: Case, staff: Staff) -> list[Action]:
    """Return every act the case's state knows, with the reason if this person may not do it; no query."""
    found = []
    in_area = staff.area.covers(case.division_code)
    steps: list[Move | Act] = [*allowed(case.state), *(act for act in ACTS if act.state == case.state)]
    for step in steps:
        roles = "、".join(str(Role(role).label) for role in step.roles)
        why_not = ""
        if staff.role not in step.roles:
            why_not = _g("由%(roles)s办理。") % {"roles": roles}
        elif not in_area:
            why_not = _g("不在您的管辖区域内。")
        to = step.to if isinstance(step, Move) else None
        if to in {State.SURVEYING, State.CHECKING} and step.verb in {"begin_survey", "request_check"}:
            has_check = clock.has_station(case, Station.MEANS_CHECK)
            if has_check == (step.verb == "begin_survey"):
                continue
        found.append(Action(step.verb, str(step.label), step.station, to, why_not))
    return found


def _standing(case: Case, to: State, at: datetime, due: date | None) -> dict[str, Any]:
    start = local_day(at)
    station = clock.station_in(case, to)
    counted = None if due else clock.limit_of(case, station, start, to)
    return {
        "state": to,
        "station": station,
        "state_since": at,
        "station_since_on": start,
        "due_on": due or (counted.day if counted else None),
        "is_due_provisional": counted.provisional if counted else False,
    }


def _write(case: Case, expected: State, values: dict[str, Any]) -> None:
    changed = {**values, "accepted_on": case.accepted_on, "path_from": case.path_from}
    if not Case.objects.filter(pk=case.pk, state=expected).update(**changed):
        raise AlreadyMoved(_g("案件%(number)s刚被他人办理，状态已改变。请刷新页面后再办。") % {"number": case.number})
    for name, value in changed.items():
        setattr(case, name, value)


def _refusal(case: Case, what: str) -> str:
    steps = "、".join(dict.fromkeys(str(step.label) for step in allowed(case.state))) or _g("无（已办结）")
    return _g("案件%(number)s当前为“%(state)s”，不能办理“%(what)s”。现在可以：%(steps)s。") % {
        "number": case.number,
        "state": State(case.state).label,
        "what": what,
        "steps": steps,
    }
