"""The road of a case: the one function that makes the moves of the table.

Nothing else changes `Case.state`. A move checks role and area, is made only from the state the caller saw, sets the
clock of the next station, and writes its audit row in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import gates
from minzheng.casework.domain.moves import ACTS, BY_ENDS, Act, Move, allowed
from minzheng.casework.enums import Level, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries import catalogue, clock, recusal
from minzheng.casework.queries.members import members_on
from minzheng.casework.queries.standing import SURVEYED, standing_of
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.relatives.queries.matching import links
from minzheng.services.audit.domain.record import record
from minzheng.services.calendar.queries import Deadline


class IllegalMove(Refused):
    """The case does not stand where this act begins."""


class GateShut(Refused):
    """The table knows the move, but a duty before it is not done."""


class AlreadyMoved(Refused):
    """Somebody else moved the case between reading and writing."""


class Recused(permissions.NotAllowed):
    """A member of the household is this person's close relative: others act on the case (回避)."""


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


def require_open(case: Case, to: State, at: datetime) -> None:
    """Raise GateShut unless every duty before the move is done on this day."""
    shut = gates.why_shut(State(case.state), to, standing_of(case, local_day(at)))
    if shut:
        raise GateShut(shut)


def decider(case: Case) -> State:
    """Return where a proposal goes to be decided."""
    return State.TOWNSHIP_DECIDING if case.decides == Level.TOWNSHIP else State.SUBMITTED_TO_COUNTY


def require_unrelated(*, case: Case, by: Staff, at: datetime) -> None:
    """Raise Recused if the register, or a member the nightly matching has not seen yet, locks this person out."""
    why = recusal.why_recused(case, by)
    if not why and recusal.may_have_relatives(by):
        day = local_day(at)
        cleared = recusal.cleared_members(case, by)
        found = links(members_on(case.household, day, at), division_code=case.division_code, day=day)
        own = next((each for each in found if each.official == by and each.person_id not in cleared), None)
        why = recusal.sentence(case.number, "", own.kin) if own else ""
    if why:
        raise Recused(why)


def move(
    *,
    case: Case,
    to: State,
    by: Staff,
    at: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    due: date | Deadline | None = None,
    verb: str = "",
) -> Case:
    """Move the case and write why. `due` replaces the counted deadline where the act itself sets the last day.

    `verb` tells acts apart that lead from the same state to the same state; the first of the table without it.

    Raises IllegalMove, AlreadyMoved, Recused or permissions.NotAllowed. `details` goes into the audit row.
    """
    steps = BY_ENDS.get((State(case.state), to), ())
    step = next((one for one in steps if verb in {"", one.verb}), None)
    if step is None:
        raise IllegalMove(_refusal(case, str(to.label)))
    permissions.require_role(by, *step.roles)
    permissions.require_area(by, case.division_code)
    require_unrelated(case=case, by=by, at=at)
    before = State(case.state)
    if (before, to) in gates.GATES:
        require_open(case, to, at)
    # Every caller is atomic already; a savepoint of our own would only cost two statements a move.
    with transaction.atomic(savepoint=False):
        _write(case, before, _standing(case, to, at, due))
        record(
            chain=f"case:{case.pk}", at=at, by=by, action=f"case.{step.verb}", object_kind="case",
            object_id=str(case.pk), division_code=case.division_code, before={"state": before.value},
            after={"state": to.value, **(details or {})}, reason=reason,
        )  # fmt: skip
    return case


def advance(*, case: Case, station: Station, at: datetime, is_started: bool = False) -> None:
    """Hand the clock to the next station inside the same state (survey done, determination begins).

    `is_started`: work whose limit is a limit to begin has begun; from now on only the whole limit runs.
    """
    start = local_day(at)
    counted = None if is_started else clock.limit_of(case, station, start)
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
    """Write an audit row for work that leaves the state as it is. Raises Recused: no act goes without its row."""
    require_unrelated(case=case, by=by, at=at)
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


def possible_actions(
    case: Case, staff: Staff, today: date | None = None, *, recused: str | None = None
) -> list[Action]:
    """Return every act the case's state knows, with the reason if this person may not do it now; one query.

    With `today`, acts that must wait for a last day (closing a posting, letting a supplement lapse) say so. Whoever
    has looked the register up for many cases hands in `recused`, and nothing is asked.
    """
    in_area = staff.area.covers(case.division_code)
    recused = recusal.why_recused(case, staff) if recused is None else recused
    steps: list[Move | Act] = [*allowed(case.state), *(act for act in ACTS if act.state == case.state)]
    found = []
    for step in steps:
        if not is_on_road(case, step, today):
            continue
        why_not = _why_not(step, staff, in_area=in_area) or recused or _not_yet(case, step.verb, today)
        to = step.to if isinstance(step, Move) else None
        found.append(Action(step.verb, str(step.label), step.station, to, why_not))
    return found


_TOWNSHIP_DECIDES = {"report_township", "close_township"}
_COUNTY_DECIDES = {"report", "close"}


def is_on_road(case: Case, step: Move | Act, today: date | None) -> bool:
    """Say whether this case's road leads over the step: decided from the case row alone."""
    path = clock.rules_of(case, today or case.station_since_on)
    hangs_at_county = path.always(Station.COUNTY_PUBLICITY)
    leads = {
        "request_check": path.step(Station.MEANS_CHECK) is not None,
        "begin_survey": not path.always(Station.MEANS_CHECK),
        "finish": clock.is_once(case),
        "open_review": not clock.is_once(case),
        "record_facts": catalogue.has_own_questions(case.program),
        "extend": clock.path_of(case).extended is not None and not case.extension_ground,
        "post_county": hangs_at_county,
        "confirm": not hangs_at_county,
        "issue_letter_township": case.decides == Level.TOWNSHIP,
        **dict.fromkeys(_TOWNSHIP_DECIDES, case.decides == Level.TOWNSHIP),
        **dict.fromkeys(_COUNTY_DECIDES, case.decides == Level.COUNTY),
    }
    return leads.get(step.verb, True)


def _why_not(step: Move | Act, staff: Staff, *, in_area: bool) -> str:
    if staff.role not in step.roles:
        roles = listed(str(Role(role).label) for role in step.roles)
        return gettext("由%(roles)s办理。") % {"roles": roles}
    return "" if in_area else gettext("不在您的管辖区域内。")


def _not_yet(case: Case, verb: str, today: date | None) -> str:
    if verb == "propose" and not is_surveyed(case):
        return gettext("先登记入户调查。")
    if (
        verb in {"close", "close_township", "approve", "lapse"}
        and today is not None
        and case.due_on is not None
        and today <= case.due_on
    ):
        return gettext("到%(day)s为止，次日起可以办理。") % {"day": case.due_on}
    return ""


def is_judged_again(case: Case, day: date) -> bool:
    """Say whether a survey made again after an objection needs no further meeting under the rules of the day."""
    standing = standing_of(case, day)
    return standing.is_appraised is True or not standing.path.always(Station.DEMOCRATIC_APPRAISAL)


def is_surveyed(case: Case) -> bool:
    """Say whether the visit this survey asks for is recorded; a path without visits asks for none."""
    if case.state != State.SURVEYING or case.station in SURVEYED:
        return True
    return not clock.has_station(case, Station.HOUSEHOLD_VISIT)


def _standing(case: Case, to: State, at: datetime, due: date | Deadline | None) -> dict[str, Any]:
    start = local_day(at)
    station = clock.station_in(case, to)
    step = clock.step_of(case, station)
    first_survey = to == State.SURVEYING and case.state in {State.ACCEPTED, State.CHECKING, State.CHECK_NEGATIVE}
    if first_survey and step is not None and not step.limit_starts and case.accepted_on is not None:
        # 自受理之日起 (民发〔2012〕220号 第十八条): the days of a survey that must end run from acceptance.
        start = case.accepted_on
    counted = due if isinstance(due, Deadline) else None if due else clock.limit_of(case, station, start, to)
    return {
        "state": to, "station": station, "state_since": at, "station_since_on": start,
        "due_on": counted.day if counted else due, "is_due_provisional": counted.provisional if counted else False,
    }  # fmt: skip


def _write(case: Case, expected: State, values: dict[str, Any]) -> None:
    kept = ("accepted_on", "path_from", "path_area", "decides")
    changed = {**values, **{name: getattr(case, name) for name in kept}}
    if not Case.objects.filter(pk=case.pk, state=expected).update(**changed):
        raise AlreadyMoved(
            gettext("案件%(number)s刚被他人办理，状态已改变。请刷新页面后再办。") % {"number": case.number}
        )
    for name, value in changed.items():
        setattr(case, name, value)


def _refusal(case: Case, what: str) -> str:
    steps = listed(dict.fromkeys(str(step.label) for step in allowed(case.state))) or gettext("无（已办结）")
    return gettext("案件%(number)s当前为“%(state)s”，不能办理“%(what)s”。现在可以：%(steps)s。") % {
        "number": case.number, "state": State(case.state).label, "what": what, "steps": steps,
    }  # fmt: skip
