"""What a remedy does to a case: it waits, the decision stands, it is decided anew, or the benefit comes back.

The room of remedies keeps the files and the clocks and calls here; a review does not suspend the decision by itself
(行政复议法 第四十二条).
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, flow
from minzheng.casework.domain import decision as decisions
from minzheng.casework.enums import ENDING_KINDS, DecisionGround, DecisionKind, State
from minzheng.casework.models import Case, Decision
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused

REOPENED = (State.REFUSED, State.TERMINATED, State.ARCHIVED)


class RemedyRefused(Refused):
    """The outcome of a remedy cannot have this effect on the case."""


@transaction.atomic
def open_remedy(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """Let a refused or ended case wait for the outcome. A benefit that runs goes on; the file only says so."""
    if case.state in REOPENED:
        if decisions.last_of(case) is None:
            raise RemedyRefused(_("案件%(number)s没有作出过决定，没有可以申请救济的对象。") % {"number": case.number})
        return flow.move(case=case, to=State.UNDER_REMEDY, by=by, at=at, reason=reason)
    return _only_noted(case, "open_remedy", by=by, at=at, reason=reason)


@transaction.atomic
def uphold(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """The decision stands: a waiting case is filed."""
    if case.state == State.UNDER_REMEDY:
        return flow.move(case=case, to=State.ARCHIVED, by=by, at=at, reason=reason)
    return _only_noted(case, "uphold_decision", by=by, at=at, reason=reason)


@transaction.atomic
def reopen(*, case: Case, by: Staff, at: datetime, reason: str) -> Case:
    """The decision was revoked and the office decides anew, from the survey on, by the rules of the day."""
    if case.state == State.UNDER_REMEDY:
        return _move_open(case, State.SURVEYING, by=by, at=at, reason=reason)
    return _only_noted(case, "reopen", by=by, at=at, reason=reason)


@transaction.atomic
def reinstate(
    *, case: Case, by: Staff, at: datetime, order: str, ordered_by: Staff, with_arrears: bool = True
) -> Decision:
    """Give back what an ended case had, as the review body or the court ordered; its months in between if it says so.

    `ordered_by` entered the order; somebody else carries it out. A refusal has nothing to give back: `reopen`.
    Raises RemedyRefused, AlreadyOpen, NotAllowed.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_other_person(by, earlier=ordered_by, what=_("救济决定的登记"))
    flow.require_state(case, State.UNDER_REMEDY, what=_("原决定变更，恢复发放"))
    last = decisions.last_of(case)
    had = last.replaces if last is not None else None
    if last is None or had is None or had.kind in {*ENDING_KINDS, DecisionKind.SUSPEND, DecisionKind.GRADUAL_EXIT}:
        raise RemedyRefused(
            _("案件%(number)s此前没有正常执行的给付决定，请撤销原决定后重新调查。") % {"number": case.number}
        )
    if not order.strip():
        raise RemedyRefused(_("请填写复议决定书或判决书的文号。"))
    application.require_covered_once(person_ids=had.covered_person_ids, household=case.household, program=case.program)
    start = decisions.start_month(case.program, local_day(at))
    arrears = last.from_month if with_arrears and last.from_month < str(start) else None
    with as_kept():
        reason = _("按%(order)s恢复") % {"order": order.strip()}
    _move_open(case, State.ACTIVE, by=by, at=at, reason=reason)
    return decisions.write(
        case=case, kind=DecisionKind.RESTORE, amount_fen=had.amount_fen, by=by, at=at, from_month=start, reason=reason,
        person_ids=had.covered_person_ids, payee_id=decisions.current_payee_id(case, at), replaces=last,
        ground=DecisionGround.REMEDY, cadence=had.cadence, arrears_from=arrears,
    )  # fmt: skip


def _move_open(case: Case, to: State, *, by: Staff, at: datetime, reason: str) -> Case:
    try:
        with transaction.atomic():
            return flow.move(case=case, to=to, by=by, at=at, reason=reason)
    except IntegrityError as error:
        raise application.AlreadyOpen(
            _("该家庭已有同一项目的在办或在保案件，%(number)s不能恢复办理。请先办结另一案件。")
            % {"number": case.number}
        ) from error


def _only_noted(case: Case, action: str, *, by: Staff, at: datetime, reason: str) -> Case:
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.note(case=case, action=action, by=by, at=at, details={"state": str(case.state)}, reason=reason)
    return case
