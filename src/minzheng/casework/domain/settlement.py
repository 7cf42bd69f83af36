"""A proposal becomes a decision, or nothing changes: the act of a county officer who did not make the proposal.

社会救助法 第四十六至四十八条. A cut waits for the hearing; the new decision names the one it replaces and starts with
the month after; the notice follows in writing.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, flow, hearing
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    CUTTING_KINDS,
    DecisionGround,
    DecisionKind,
    ProposalGround,
    ProposalKind,
    ProposalState,
    State,
)
from minzheng.casework.models import Case, Decision, ReviewProposal
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses, listed

# What a proposal becomes, and where the case goes.
_BECOMES: dict[str, tuple[DecisionKind, State]] = {
    ProposalKind.RAISE: (DecisionKind.ADJUST_UP, State.ACTIVE),
    ProposalKind.REDUCE: (DecisionKind.ADJUST_DOWN, State.ACTIVE),
    ProposalKind.CUT_SHARE: (DecisionKind.ADJUST_DOWN, State.ACTIVE),
    ProposalKind.CHANGE_MEMBERS: (DecisionKind.CHANGE_MEMBERS, State.ACTIVE),
    ProposalKind.MEMBER_DIED: (DecisionKind.CHANGE_MEMBERS, State.ACTIVE),
    ProposalKind.RESTORE: (DecisionKind.RESTORE, State.ACTIVE),
    ProposalKind.SUSPEND: (DecisionKind.SUSPEND, State.SUSPENDED),
    ProposalKind.STOP: (DecisionKind.TERMINATE, State.TERMINATED),
    ProposalKind.END_ON_REQUEST: (DecisionKind.TERMINATE, State.TERMINATED),
}
_GROUNDS: dict[str, DecisionGround] = {
    ProposalGround.DEATH: DecisionGround.DEATH,
    ProposalGround.REQUEST: DecisionGround.REQUEST,
    ProposalGround.JOB_REFUSAL: DecisionGround.JOB_REFUSAL,
    ProposalGround.OFFICE: DecisionGround.OFFICE,
    ProposalGround.CORRECTION: DecisionGround.CORRECTION,
    ProposalGround.REMEDY: DecisionGround.REMEDY,
}
_VERBS = {State.SUSPENDED: "restore", State.TERMINATED: "undo_end"}


@transaction.atomic
def accept(*, proposal: ReviewProposal, by: Staff, at: datetime, reason: str = "") -> Decision:
    """Turn a proposal into a new decision, from the month after. Who made the proposal cannot accept it.

    Raises ReviewRefused (also: not heard yet), DecisionRefused, AlreadyOpen, NotAllowed, IllegalMove.
    """
    proposal, case, before = ready(proposal, by=by, at=at)
    becomes = _BECOMES.get(proposal.kind)
    if becomes is None:
        raise ReviewRefused(_cannot_accept(proposal))
    kind, to = becomes
    result = proposal.determination
    if result is not None:
        decisions.require_still_true(case, result, at)
    if kind == DecisionKind.RESTORE:
        _require_exclusive(case, proposal)
    words = reason.strip() or clauses(proposal.reasons)
    details = {"proposal": proposal.number, "amount_fen": proposal.proposed_amount_fen}
    _move(case, to, by=by, at=at, details=details, reason=words)
    paid = kind not in {DecisionKind.SUSPEND, DecisionKind.TERMINATE}
    decided = decisions.write(
        case=case, kind=kind, amount_fen=(proposal.proposed_amount_fen or 0) if paid else 0, by=by, at=at,
        determination=result, replaces=before, from_month=_from_month(case, before, kind, at), reason=words,
        person_ids=_covered(proposal, before) if paid else before.covered_person_ids,
        payee_id=decisions.current_payee_id(case, at) if paid else None,
        ground=_GROUNDS.get(proposal.ground, DecisionGround.RULES), **_frozen(proposal, kind),
    )  # fmt: skip
    proposals.settle(proposal, ProposalState.ACCEPTED, reason, by=by, at=at, decided=decided)
    return decided


@transaction.atomic
def dismiss(*, proposal: ReviewProposal, by: Staff, at: datetime, reason: str) -> ReviewProposal:
    """Leave the benefit as it is, with a written reason: what was paid is paid on, what was suspended stays so."""
    proposal = proposals.open_row(proposal)
    permissions.require_role(by, Role.COUNTY_OFFICER)
    case = Case.objects.get(pk=proposal.case_id)
    permissions.require_area(by, case.division_code)
    if not reason.strip():
        raise ReviewRefused(_("不采纳复核建议须写明理由。"))
    details = {"proposal": proposal.number, "dismissed": True}
    if not proposals.step_back(case, by=by, at=at, reason=reason.strip(), details=details):
        flow.note(case=case, action="dismiss", by=by, at=at, details=details, reason=reason.strip())
    proposals.settle(proposal, ProposalState.DISMISSED, reason, by=by, at=at)
    return proposal


def ready(proposal: ReviewProposal, *, by: Staff, at: datetime) -> tuple[ReviewProposal, Case, Decision]:
    """Return proposal, case and the decision to be replaced, once role, four eyes and hearing are in order."""
    proposal = proposals.open_row(proposal)
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_other_person(by, earlier=proposal.made_by, what=_("本次复核"))
    case = Case.objects.select_related("household", "applicant").get(pk=proposal.case_id)
    permissions.require_area(by, case.division_code)
    if proposal.kind in CUTTING_KINDS:
        hearing.require_heard(proposal, local_day(at))
    if case.state == State.TERMINATED:
        before = decisions.last_of(case)
        if before is None or proposal.ground != ProposalGround.CORRECTION:
            flow.require_state(case, what=_("恢复"))
            raise AssertionError  # pragma: no cover - require_state without states always raises
        return proposal, case, before
    return proposal, case, decisions.in_force(case)


def _move(case: Case, to: State, *, by: Staff, at: datetime, **told: Any) -> None:
    try:
        with transaction.atomic():
            verb = "terminate" if to == State.TERMINATED else _VERBS.get(State(case.state), "")
            flow.move(case=case, to=to, by=by, at=at, verb=verb, **told)
    except IntegrityError as error:
        raise application.AlreadyOpen(
            _("该家庭已有同一项目的在办或在保案件，%(number)s不能恢复。请先办结另一案件。") % {"number": case.number}
        ) from error


def _from_month(case: Case, before: Decision, kind: DecisionKind, at: datetime) -> Month:
    if kind == DecisionKind.RESTORE:
        return decisions.start_month(case.program, local_day(at))
    return decisions.change_month(before, local_day(at))


def _covered(proposal: ReviewProposal, before: Decision) -> list[int]:
    people = proposal.determination.person_ids if proposal.determination else before.covered_person_ids
    return list(people)


def _frozen(proposal: ReviewProposal, kind: DecisionKind) -> dict[str, Any]:
    frozen: dict[str, Any] = {}
    if proposal.share_cut_person_id is not None:
        frozen |= {"share_cut_fen": proposal.share_cut_fen, "share_cut_person_id": proposal.share_cut_person_id}
    if proposal.arrears_from is not None and kind == DecisionKind.RESTORE:
        frozen["arrears_from"] = proposal.arrears_from
    return frozen


def _require_exclusive(case: Case, proposal: ReviewProposal) -> None:
    people = proposal.determination.person_ids if proposal.determination else []
    application.require_none_open(household=case.household, program=case.program, besides=case)
    application.require_covered_once(person_ids=people, household=case.household, program=case.program)


def _cannot_accept(proposal: ReviewProposal) -> str:
    if proposal.kind == ProposalKind.DOUBLE:
        return _("疑似重复享受：%(names)s。请核实后对相应案件提出停发、终止建议，或写明理由不予采纳。") % {
            "names": clauses(proposal.reasons)
        }
    return _("复核因事实不全没有结果：%(names)s。请补登事实后重新复核，或写明理由不予采纳。") % {
        "names": listed(proposal.reasons)
    }
