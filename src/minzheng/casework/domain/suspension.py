"""Suspending a benefit and giving it back: both proposed by one person with reasons, decided by another.

A suspension is deliberate: no review, import, pay run or death of a member lifts it; only a named person's act.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import flow
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    DecisionKind,
    DeterminationKind,
    Outcome,
    ProposalGround,
    ProposalKind,
    State,
)
from minzheng.casework.models import Case, Decision, ReviewProposal
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses, listed


@transaction.atomic
def propose(*, case: Case, by: Staff, at: datetime, reason: str) -> ReviewProposal:
    """Propose that nothing is paid until somebody decides otherwise, e.g. the household lets nobody in to check."""
    _require_right(case, by)
    flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, what=_("提出停发建议"))
    if not reason.strip():
        raise ReviewRefused(_("请写明停发的事实和理由，会告知当事人并印在告知书上。"))
    return proposals.make(
        case=case, kind=ProposalKind.SUSPEND, ground=ProposalGround.OFFICE, decided=decisions.in_force(case),
        reasons=[reason.strip()], by=by, at=at, proposed_fen=0,
    )  # fmt: skip


@transaction.atomic
def propose_restore(
    *, case: Case, by: Staff, at: datetime, reason: str, arrears_from: Month | None = None
) -> ReviewProposal:
    """Propose to pay again what the rules say today, to the people who belong to the household today.

    Arrears for months of the suspension are owed only if the proposal names the first of them, and only what the new
    decision grants. Raises ReviewRefused where the household does not qualify (any more) or facts are missing.
    """
    _require_right(case, by)
    flow.require_state(case, State.SUSPENDED, what=_("提出恢复发放"))
    if not reason.strip():
        raise ReviewRefused(_("请写明停发原因如何消除。"))
    before = decisions.in_force(case)
    require_arrears(arrears_from, Month.parse(before.from_month), decisions.start_month(case.program, local_day(at)))
    return restore_with(
        case,
        before=before,
        ground=ProposalGround.OFFICE,
        reason=reason.strip(),
        by=by,
        at=at,
        arrears_from=arrears_from,
    )


def restore_with(
    case: Case, *, before: Decision, ground: ProposalGround, reason: str, by: Staff, at: datetime,
    arrears_from: Month | None,
) -> ReviewProposal:  # fmt: skip
    """Determine anew and propose the result; what comes back is what the rules allow today."""
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome == Outcome.INCOMPLETE:
        raise determinations.FactsMissing(
            _("以下事实尚未登记，不能恢复：%(names)s。请在家庭档案中补登（没有的登记为0）。")
            % {"names": listed(seen.missing)},
            seen.missing,
        )
    if seen.evaluation.outcome == Outcome.REFUSED:
        failed = clauses(str(one.label) for one in seen.evaluation.failed)
        raise ReviewRefused(
            _("按现在已知的事实不符合条件（%(failed)s），不能恢复。请听取意见后办理终止。") % {"failed": failed}
        )
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    return proposals.make(
        case=case, kind=ProposalKind.RESTORE, ground=ground, decided=before, reasons=[reason], by=by, at=at,
        proposed_fen=row.amount_fen, determination=row, cadence=decisions.cadence_of(row),
        arrears_from=str(arrears_from) if arrears_from else None,
    )  # fmt: skip


def require_arrears(arrears_from: Month | None, earliest: Month, start: Month) -> None:
    """Raise ReviewRefused unless arrears begin with a month in which nothing was paid, before the new start."""
    if arrears_from is None:
        return
    if not earliest <= arrears_from < start:
        raise ReviewRefused(
            _("补发只能从停发的第一个月（%(first)s）到恢复前一个月（%(last)s）之间的月份开始。")
            % {"first": earliest, "last": start.previous()}
        )


def is_suspended(decided: Decision) -> bool:
    """Say whether a decision is a suspension."""
    return decided.kind == DecisionKind.SUSPEND


def _require_right(case: Case, by: Staff) -> None:
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
