"""From the whole household to one member alone, and back (社会救助法 第二十一条；民发〔2021〕57号 第八条).

A household that has risen to the edge layer loses its benefit, its severely affected member need not; one whose member
is covered alone and that has fallen below the line is covered whole. Proposed with a fresh calculation, decided by
another.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import comparison, flow
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.determination import FactsMissing
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    CaseScope,
    DecisionKind,
    DeterminationKind,
    Outcome,
    ProposalGround,
    ProposalKind,
    ProposalState,
    State,
)
from minzheng.casework.models import Case, ReviewProposal
from minzheng.casework.queries.members import members_on
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import clauses, listed
from minzheng.registry.models import Person


@transaction.atomic
def propose(*, case: Case, by: Staff, at: datetime, reason: str, person: Person | None = None) -> ReviewProposal:
    """Propose that the case goes on for this member alone, or (None) for the whole household.

    A stop that the rules proposed gives way to it. Raises ReviewRefused where the rules would not grant it.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(
        case, State.ACTIVE, State.REVIEW_DUE, State.CHANGE_PROPOSED, State.OPINION_HEARD, what=_("改为整户或单人户")
    )
    before = decisions.in_force(case)
    _require_able(case, before.kind, person, reason, at)
    seen = determinations.preview(
        case=case, on=local_day(at), known_at=at, alone=person.pk if person is not None else None
    )
    if seen.evaluation.outcome == Outcome.INCOMPLETE:
        raise FactsMissing(
            _("以下事实尚未登记，算不出结果：%(names)s。请先在家庭档案中补登。") % {"names": listed(seen.missing)},
            seen.missing,
        )
    if seen.evaluation.outcome == Outcome.REFUSED:
        failed = clauses(str(one.label) for one in seen.evaluation.failed)
        raise ReviewRefused(_("改后仍不符合条件：%(failed)s。") % {"failed": failed})
    _give_way(case, by=by, at=at)
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    scope = CaseScope.SINGLE if person is not None else CaseScope.HOUSEHOLD
    with as_kept():
        because = [_("改为%(scope)s：%(reason)s") % {"scope": scope.label, "reason": reason.strip()}]
    made = comparison.assess(
        case=case, decided=before, row=row, seen=seen, ground=ProposalGround.OFFICE, by=by, at=at, because=because,
        scope=scope, single_person=person,
    )  # fmt: skip
    if made is None:
        raise ReviewRefused(_("本案已经这样保障，没有可以变更的内容。"))
    return made


def _require_able(case: Case, last: str, person: Person | None, reason: str, at: datetime) -> None:
    if last in {DecisionKind.SUSPEND, DecisionKind.GRADUAL_EXIT}:
        raise ReviewRefused(_("停发或渐退期间不办理整户、单人户的变更。"))
    if not reason.strip():
        raise ReviewRefused(_("请写明为什么改为整户或单人户。"))
    living = {one.pk for one in members_on(case.household, local_day(at), at)}
    if person is not None and person.pk not in living:
        raise ReviewRefused(_("%(name)s不是该家庭的成员（或已去世）。") % {"name": person.name})


def _give_way(case: Case, *, by: Staff, at: datetime) -> None:
    """Set a stop aside that the rules proposed; anything else that waits is settled first."""
    waiting = ReviewProposal.objects.filter(case=case, state=ProposalState.OPEN).first()
    if waiting is None:
        return
    if waiting.kind != ProposalKind.STOP or waiting.determination_id is None:
        proposals.require_none_waiting(case)
    with as_kept():
        why = _("改为整户或单人户，重新提出")
    proposals.withdraw_open(case, why=why, by=by, at=at)
