"""A recorded death: the end where nobody is left, a proposal for the rest; and the way back from a wrong record."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import comparison, flow, suspension
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    HELD_STATES,
    DecisionGround,
    DecisionKind,
    DeterminationKind,
    ProposalGround,
    ReviewResult,
    State,
)
from minzheng.casework.models import Case, Decision, ReviewProposal
from minzheng.casework.queries.members import dead_among
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses
from minzheng.registry.models import Death, Person


@transaction.atomic
def stop_on_death(*, case: Case, by: Staff, at: datetime) -> Decision | ReviewProposal:
    """Act on a recorded death: nobody left, the benefit ends with the month of death; else a proposal for the rest.

    The end is decided at once, without a hearing, for there is nobody left to hear; not by who wrote the death down. A
    suspended benefit stays suspended: who is left is counted when somebody restores it.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, *HELD_STATES, what=_("因死亡终止或调整"))
    before = decisions.in_force(case)
    dead = dead_among(list(before.covered_person_ids), at)
    if not dead:
        raise ReviewRefused(_("没有登记保障成员的死亡信息。请先在家庭档案中登记死亡。"))
    names = dict(Person.objects.filter(pk__in=dead).values_list("pk", "name"))
    with as_kept():
        reasons = [_("%(name)s于%(day)s去世") % {"name": names[pk], "day": day} for pk, day in sorted(dead.items())]
        why = _("成员死亡，重新复核")
    ends = set(before.covered_person_ids) <= set(dead)
    if ends:
        _require_another_than_registered(dead, by, at)
    elif before.kind == DecisionKind.SUSPEND:
        raise ReviewRefused(_("本案停发中，成员去世不改变停发；恢复发放时按现有成员重新核定。"))
    proposals.withdraw_open(case, why=why, by=by, at=at)
    if ends:
        return _end(case, before, Month.of(max(dead.values())).next(), reasons, by=by, at=at)
    return _propose(case, before, reasons, by=by, at=at)


@transaction.atomic
def propose_undo(
    *, case: Case, by: Staff, at: datetime, reason: str, arrears_from: Month | None = None
) -> ReviewProposal:
    """Propose to restore what ended by a death that never happened, once the register has been corrected."""
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.TERMINATED, what=_("提出更正，恢复发放"))
    last = decisions.last_of(case)
    if last is None or last.ground != DecisionGround.DEATH:
        raise ReviewRefused(_("本案不是因死亡终止的。对终止决定不服的，请走复议、诉讼；情况变化的，请重新申请。"))
    still = dead_among(list(last.covered_person_ids), at)
    if set(last.covered_person_ids) <= set(still):
        raise ReviewRefused(_("家庭档案中的死亡登记仍然有效。请先更正死亡登记，再提出恢复。"))
    if not reason.strip():
        raise ReviewRefused(_("请写明错误如何发生、如何查明。"))
    start = decisions.start_month(case.program, local_day(at))
    suspension.require_arrears(arrears_from, Month.parse(last.from_month), start)
    return suspension.restore_with(
        case, before=last, ground=ProposalGround.CORRECTION, reason=reason.strip(), by=by, at=at,
        arrears_from=arrears_from,
    )  # fmt: skip


def _require_another_than_registered(dead: Collection[int], by: Staff, at: datetime) -> None:
    rows = Death.objects.known_by(at).filter(person__in=dead, is_withdrawn=False).select_related("recorded_by")
    for death in rows:
        permissions.require_other_person(by, earlier=death.recorded_by, what=_("死亡登记"))


def _propose(case: Case, before: Decision, reasons: Sequence[str], *, by: Staff, at: datetime) -> ReviewProposal:
    if case.state == State.CONFIRMED:
        raise ReviewRefused(_("决定尚未公布。请先公布，再办理因成员死亡的调整。"))
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    proposal = comparison.assess(
        case=case, decided=before, row=row, seen=seen, ground=ProposalGround.DEATH, by=by, at=at, because=reasons
    )
    if proposal is None:
        raise ReviewRefused(_("没有可提出的调整。"))
    return proposal


def _end(
    case: Case, before: Decision, from_month: Month, reasons: Sequence[str], *, by: Staff, at: datetime
) -> Decision:
    reason = clauses(reasons)
    details = {"from_month": str(from_month), "replaces": before.document_number}
    proposals.conclude_review(case, by=by, at=at, result=ReviewResult.ENDED)
    flow.move(case=case, to=State.TERMINATED, by=by, at=at, verb="stop_on_death", reason=reason, details=details)
    return decisions.write(
        case=case, kind=DecisionKind.TERMINATE, amount_fen=0, by=by, at=at, from_month=from_month, reason=reason,
        person_ids=before.covered_person_ids, payee_id=None, replaces=before, ground=DecisionGround.DEATH,
    )  # fmt: skip
