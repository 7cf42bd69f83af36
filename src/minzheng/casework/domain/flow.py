"""The road of a case: one table of moves, one function that makes them.

Nothing else changes `Case.state`. A move checks role and area, is made only from the state the caller saw, sets the
clock of the next station, and writes its audit row in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import gates
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

VILLAGE, TOWNSHIP, COUNTY = str(Role.VILLAGE_WORKER), str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)


class IllegalMove(Refused):
    """The case does not stand where this act begins."""


class GateShut(Refused):
    """The table knows the move, but a duty before it is not done."""


class AlreadyMoved(Refused):
    """Somebody else moved the case between reading and writing."""


class Recused(permissions.NotAllowed):
    """A member of the household is this person's close relative: others act on the case (回避)."""


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


S, At = State, Station
_FIRST, _TOWN, _BOTH, _COUNTY = (VILLAGE, TOWNSHIP), (TOWNSHIP,), (TOWNSHIP, COUNTY), (COUNTY,)
_THREE = (VILLAGE, TOWNSHIP, COUNTY)
_POST = At.COUNTY_PUBLICITY

_BEFORE: tuple[Move, ...] = (
    Move(S.DRAFT, S.SUBMITTED, "submit", _FIRST, At.APPLICATION, _("提交申请")),
    Move(S.SUBMITTED, S.NOT_IN_SCOPE, "decline", _TOWN, At.APPLICATION, _("告知不属受理范围")),
    Move(S.SUBMITTED, S.ACCEPTED, "accept", _TOWN, At.APPLICATION, _("受理")),
    Move(S.SUBMITTED, S.SUPPLEMENT_NEEDED, "ask_supplement", _TOWN, At.APPLICATION, _("一次性告知补正")),
    Move(S.SUPPLEMENT_NEEDED, S.SUBMITTED, "resubmit", _FIRST, At.APPLICATION, _("补正后重新提交")),
    Move(S.SUPPLEMENT_NEEDED, S.LAPSED, "lapse", _TOWN, At.APPLICATION, _("逾期未补正，终结")),
    Move(S.ACCEPTED, S.CHECKING, "request_check", _TOWN, At.MEANS_CHECK, _("发起经济状况核对")),
    Move(S.ACCEPTED, S.SURVEYING, "begin_survey", _TOWN, At.HOUSEHOLD_VISIT, _("开始调查")),
    Move(S.CHECKING, S.SURVEYING, "report_consistent", _COUNTY, At.MEANS_CHECK, _("出具核对报告：一致")),
    Move(S.CHECKING, S.CHECK_NEGATIVE, "report_inconsistent", _COUNTY, At.MEANS_CHECK, _("出具核对报告：不一致")),
    Move(S.CHECK_NEGATIVE, S.SURVEYING, "rebut", _TOWN, At.MEANS_CHECK, _("采纳申请人说明，转入调查")),
    Move(S.CHECK_NEGATIVE, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("提出审核意见")),
    Move(S.SURVEYING, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("提出审核意见")),
    Move(S.PROPOSED, S.PUBLICISED, "post", _TOWN, At.PUBLICITY, _("张贴公示")),
    Move(S.PROPOSED, S.SUBMITTED_TO_COUNTY, "report", _TOWN, At.DETERMINATION, _("报县级审核确认")),
    Move(S.PROPOSED, S.TOWNSHIP_DECIDING, "report_township", _TOWN, At.DETERMINATION, _("提请乡镇（街道）审核确认")),
    Move(S.PUBLICISED, S.OBJECTED, "object", _FIRST, At.PUBLICITY, _("登记异议")),
    Move(S.OBJECTED, S.PUBLICISED, "reject_objection", _TOWN, At.PUBLICITY, _("异议不成立，继续公示")),
    Move(S.OBJECTED, S.SURVEYING, "uphold_objection", _TOWN, At.PUBLICITY, _("异议成立，重新审核")),
    Move(S.PUBLICISED, S.SUBMITTED_TO_COUNTY, "close", _TOWN, At.PUBLICITY, _("公示期满，报县级审核确认")),
    Move(S.PUBLICISED, S.TOWNSHIP_DECIDING, "close_township", _TOWN, At.PUBLICITY, _("公示期满，由乡镇（街道）确认")),
    Move(S.TOWNSHIP_DECIDING, S.CONFIRMED, "confirm_township", _TOWN, At.DECISION, _("乡镇（街道）予以确认")),
    Move(S.TOWNSHIP_DECIDING, S.REFUSED, "refuse_township", _TOWN, At.DECISION, _("乡镇（街道）不予确认")),
    Move(S.TOWNSHIP_DECIDING, S.SURVEYING, "look_again", _TOWN, At.DECISION, _("退回重新调查")),
    Move(S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED, "post_county", _COUNTY, _POST, _("县级公示拟批准结果")),
    Move(S.COUNTY_PUBLICISED, S.COUNTY_OBJECTED, "object_county", _THREE, _POST, _("登记异议")),
    Move(S.COUNTY_PUBLICISED, S.CONFIRMED, "approve", _COUNTY, At.DECISION, _("公示期满，予以批准")),
    Move(S.COUNTY_OBJECTED, S.COUNTY_PUBLICISED, "post_county_again", _COUNTY, _POST, _("异议不成立，重新公示")),
    Move(S.COUNTY_OBJECTED, S.RETURNED, "uphold_county", _COUNTY, _POST, _("异议成立，退回重新调查")),
    Move(S.SUBMITTED_TO_COUNTY, S.CONFIRMED, "confirm", _COUNTY, At.DECISION, _("予以确认")),
    Move(S.SUBMITTED_TO_COUNTY, S.REFUSED, "refuse", _COUNTY, At.DECISION, _("不予确认")),
    Move(S.SUBMITTED_TO_COUNTY, S.RETURNED, "send_back", _COUNTY, At.DECISION, _("退回补充")),
    Move(S.RETURNED, S.SURVEYING, "resurvey", _TOWN, At.HOUSEHOLD_VISIT, _("重新入户调查")),
    Move(S.RETURNED, S.PROPOSED, "propose", _TOWN, At.DETERMINATION, _("重新提出审核意见")),
    Move(S.RETURNED, S.SUBMITTED_TO_COUNTY, "answer_return", _TOWN, At.DETERMINATION, _("说明后再次上报")),
    Move(S.CONFIRMED, S.ACTIVE, "publish", _BOTH, At.PUBLICATION, _("张贴公布")),
    *(
        Move(state, S.WITHDRAWN, "withdraw", _FIRST, At.APPLICATION, _("撤回申请"))
        for state in (
            S.DRAFT, S.SUBMITTED, S.SUPPLEMENT_NEEDED, S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING,
            S.PROPOSED, S.PUBLICISED, S.OBJECTED, S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED,
            S.COUNTY_OBJECTED, S.RETURNED,
        )
    ),
)  # fmt: skip

# From the decision on. A suspension is left by a named person's act alone: no review, import or pay run moves it.
_AFTER: tuple[Move, ...] = (
    Move(S.ACTIVE, S.REVIEW_DUE, "open_review", _BOTH, At.RECERTIFICATION, _("列入定期复核")),
    Move(S.REVIEW_DUE, S.ACTIVE, "close_review", _BOTH, At.RECERTIFICATION, _("定期复核，情况未变")),
    Move(S.ACTIVE, S.CHANGE_PROPOSED, "review", _BOTH, At.RECERTIFICATION, _("提出变更建议")),
    Move(S.REVIEW_DUE, S.CHANGE_PROPOSED, "review", _BOTH, At.RECERTIFICATION, _("提出变更建议")),
    Move(S.CHANGE_PROPOSED, S.ACTIVE, "settle", _COUNTY, At.RECERTIFICATION, _("增发或维持原额")),
    Move(S.CHANGE_PROPOSED, S.OPINION_HEARD, "hear", _BOTH, At.RECERTIFICATION, _("听取当事人意见")),
    Move(S.CHANGE_PROPOSED, S.SUSPENDED, "suspend", _COUNTY, At.RECERTIFICATION, _("停发")),
    Move(S.CHANGE_PROPOSED, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.OPINION_HEARD, S.ACTIVE, "settle", _COUNTY, At.RECERTIFICATION, _("减发或维持原额")),
    Move(S.OPINION_HEARD, S.SUSPENDED, "suspend", _COUNTY, At.RECERTIFICATION, _("停发或维持停发")),
    Move(S.OPINION_HEARD, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.CHANGE_PROPOSED, S.ACTIVE, "withdraw_proposal", _BOTH, At.RECERTIFICATION, _("撤回建议，重新提出")),
    Move(S.OPINION_HEARD, S.ACTIVE, "withdraw_proposal", _BOTH, At.RECERTIFICATION, _("撤回建议，重新提出")),
    Move(S.SUSPENDED, S.ACTIVE, "restore", _COUNTY, At.RECERTIFICATION, _("恢复发放")),
    Move(S.SUSPENDED, S.OPINION_HEARD, "hear", _BOTH, At.RECERTIFICATION, _("听取当事人意见")),
    Move(S.SUSPENDED, S.TERMINATED, "terminate", _COUNTY, At.RECERTIFICATION, _("终止")),
    Move(S.ACTIVE, S.TERMINATED, "end_exit", _COUNTY, At.RECERTIFICATION, _("渐退期满终止")),
    Move(S.REVIEW_DUE, S.TERMINATED, "end_exit", _COUNTY, At.RECERTIFICATION, _("渐退期满终止")),
    *(
        Move(state, S.ARCHIVED, "finish", _BOTH, At.REMEDY, _("一次性救助办结，归档"))
        for state in (S.CONFIRMED, S.ACTIVE)
    ),
    *(
        Move(state, S.TERMINATED, "stop_on_death", _COUNTY, At.RECERTIFICATION, _("因死亡终止"))
        for state in (S.CONFIRMED, S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.SUSPENDED)
    ),
    Move(S.TERMINATED, S.ACTIVE, "undo_end", _COUNTY, At.RECERTIFICATION, _("更正错误，恢复发放")),
    *(
        Move(state, S.UNDER_REMEDY, "open_remedy", _COUNTY, At.REMEDY, _("进入救济程序"))
        for state in (S.REFUSED, S.TERMINATED, S.ARCHIVED)
    ),
    *(
        Move(state, S.ARCHIVED, "archive", _BOTH, At.REMEDY, _("归档"))
        for state in (S.REFUSED, S.TERMINATED, S.WITHDRAWN, S.LAPSED, S.NOT_IN_SCOPE)
    ),
    Move(S.UNDER_REMEDY, S.ARCHIVED, "uphold_decision", _COUNTY, At.REMEDY, _("维持原决定，归档")),
    Move(S.UNDER_REMEDY, S.SURVEYING, "reopen", _COUNTY, At.REMEDY, _("原决定撤销，重新调查")),
    Move(S.UNDER_REMEDY, S.ACTIVE, "reinstate", _COUNTY, At.REMEDY, _("原决定变更，恢复发放")),
)  # fmt: skip

MOVES: tuple[Move, ...] = (*_BEFORE, *_AFTER)

ACTS: tuple[Act, ...] = (
    Act(S.CHECKING, "start_check", _COUNTY, At.MEANS_CHECK, _("启动核对")),
    Act(S.CHECK_NEGATIVE, "rebut", _TOWN, At.MEANS_CHECK, _("登记申请人说明")),
    Act(S.SURVEYING, "visit", _TOWN, At.HOUSEHOLD_VISIT, _("登记入户调查")),
    Act(S.OBJECTED, "visit", _TOWN, At.HOUSEHOLD_VISIT, _("登记复查入户")),
    Act(S.SUBMITTED_TO_COUNTY, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    Act(S.TOWNSHIP_DECIDING, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    Act(S.COUNTY_OBJECTED, "visit", _COUNTY, At.HOUSEHOLD_VISIT, _("登记县级入户核查")),
    *(
        Act(state, "record_facts", _TOWN, At.HOUSEHOLD_VISIT, _("登记本案事实"))
        for state in (S.ACCEPTED, S.SURVEYING, S.CHECK_NEGATIVE, S.RETURNED, S.OBJECTED)
    ),
    Act(S.CHECKING, "record_facts", _BOTH, At.MEANS_CHECK, _("登记本案事实")),
    Act(S.SURVEYING, "appraise", _TOWN, At.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    Act(S.OBJECTED, "appraise", _TOWN, At.DEMOCRATIC_APPRAISAL, _("登记民主评议")),
    *(
        Act(state, "extend", _BOTH, At.DECISION, _("延长办理期限"))
        for state in (
            S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING, S.PROPOSED, S.PUBLICISED, S.OBJECTED,
            S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.RETURNED,
        )
    ),
    *(
        Act(state, "complain", _THREE, At.DECISION, _("登记投诉举报"))
        for state in (
            S.ACCEPTED, S.CHECKING, S.CHECK_NEGATIVE, S.SURVEYING, S.PROPOSED, S.PUBLICISED, S.OBJECTED,
            S.TOWNSHIP_DECIDING, S.SUBMITTED_TO_COUNTY, S.COUNTY_PUBLICISED, S.RETURNED,
        )
    ),
    *(
        Act(state, "issue_letter", _COUNTY, At.LETTER, _("制发告知书"))
        for state in (S.CONFIRMED, S.ACTIVE, S.SUSPENDED, S.REVIEW_DUE, S.REFUSED, S.TERMINATED)
    ),
    *(
        Act(state, "issue_letter_township", _TOWN, At.LETTER, _("制发告知书"))
        for state in (S.CONFIRMED, S.ACTIVE, S.REFUSED)
    ),
    Act(S.TERMINATED, "propose_undo", _BOTH, At.RECERTIFICATION, _("提出更正，恢复发放")),
    Act(S.SUSPENDED, "propose_restore", _BOTH, At.RECERTIFICATION, _("提出恢复发放")),
    *(
        Act(state, verb, roles, At.RECERTIFICATION, label)
        for state in (S.ACTIVE, S.REVIEW_DUE, S.SUSPENDED)
        for verb, roles, label in (
            ("report_change", _THREE, _("登记情况变化")),
            ("handle_change", _BOTH, _("处理情况变化")),
            ("record_facts", _BOTH, _("登记本案事实")),
            ("offer_job", _BOTH, _("登记就业介绍")),
            ("answer_job", _BOTH, _("登记就业介绍的答复")),
            ("end_on_request", _BOTH, _("登记本人终止申请")),
        )
    ),
    *(
        Act(state, verb, _BOTH, At.RECERTIFICATION, label)
        for state in (S.ACTIVE, S.REVIEW_DUE)
        for verb, label in (
            ("propose_suspension", _("提出停发建议")),
            ("propose_stop", _("提出终止建议")),
            ("cut_share", _("提出减发本人份额")),
        )
    ),
    *(
        Act(state, verb, _BOTH, At.DECISION, label)
        for state in (
            S.SUBMITTED_TO_COUNTY, S.TOWNSHIP_DECIDING, S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.SUSPENDED,
        )
        for verb, label in (("record_outside", _("登记外县享受")), ("strike_outside", _("外县享受已停，销记")))
    ),
    *(
        Act(state, "change_scope", _BOTH, At.RECERTIFICATION, _("改为整户或单人户"))
        for state in (S.ACTIVE, S.REVIEW_DUE, S.CHANGE_PROPOSED, S.OPINION_HEARD)
    ),
    Act(S.SUSPENDED, "propose_stop", _BOTH, At.RECERTIFICATION, _("提出终止建议")),
    Act(S.REVIEW_DUE, "complete_review", _BOTH, At.RECERTIFICATION, _("登记复核情况")),
    Act(S.CHANGE_PROPOSED, "notify", _BOTH, At.RECERTIFICATION, _("告知拟变更并约定答复期限")),
    Act(S.SUSPENDED, "notify", _BOTH, At.RECERTIFICATION, _("告知拟变更并约定答复期限")),
)  # fmt: skip

_BY_ENDS: dict[tuple[State, State], tuple[Move, ...]] = {}
for _move in MOVES:
    _BY_ENDS[_move.source, _move.to] = (*_BY_ENDS.get((_move.source, _move.to), ()), _move)


def allowed(state: str) -> tuple[Move, ...]:
    """Return every move that starts in this state. Pure."""
    return tuple(move for move in MOVES if move.source == state)


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
    steps = _BY_ENDS.get((State(case.state), to), ())
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
