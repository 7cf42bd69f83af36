"""A proposed change of a benefit that runs: made, withdrawn, settled. What it says is decided elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import (
    FINDING_KINDS,
    DecisionKind,
    ProposalGround,
    ProposalKind,
    ProposalState,
    ReviewResult,
    State,
)
from minzheng.casework.models import Case, Decision, Determination, NumberSeries, PeriodicReview, ReviewProposal
from minzheng.casework.queries.in_force import amount_in
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses
from minzheng.services.calendar.queries import add_months


class ReviewRefused(Refused):
    """The proposal cannot be made, or not be settled this way."""


@transaction.atomic
def make(
    *,
    case: Case,
    kind: ProposalKind,
    ground: ProposalGround,
    decided: Decision,
    reasons: Sequence[str],
    by: Staff,
    at: datetime,
    proposed_fen: int | None,
    month: Month | None = None,
    determination: Determination | None = None,
    **frozen: Any,
) -> ReviewProposal:
    """Write the proposal; a case in payment waits for its settlement from now on, a suspended one stays suspended.

    `frozen` are further columns of the proposal. A review that was due is done with it. Raises ReviewRefused.
    """
    require_none_waiting(case)
    on = month or Month.of(local_day(at))
    now_fen = amount_in(decided, max(on, Month.parse(decided.from_month)))
    row: ReviewProposal = ReviewProposal.objects.create(
        case=case, number=_number(case, at), month=str(on), kind=kind, ground=ground, determination=determination,
        current_amount_fen=now_fen, proposed_amount_fen=proposed_fen,
        reasons=list(reasons), is_after_death=ground == ProposalGround.DEATH, made_by=by, made_at=at, **frozen,
    )  # fmt: skip
    details = {"proposal": row.number, "kind": str(kind), "amount_fen": proposed_fen}
    reason = clauses(reasons)
    if kind not in FINDING_KINDS and case.state in {State.ACTIVE, State.REVIEW_DUE}:
        conclude_review(case, proposal=row, by=by, at=at)
        flow.move(case=case, to=State.CHANGE_PROPOSED, by=by, at=at, details=details, reason=reason)
    else:
        flow.note(case=case, action="review", by=by, at=at, details=details, reason=reason)
    return row


def require_none_waiting(case: Case) -> None:
    """Raise ReviewRefused if a proposal of the case waits for an answer: one change at a time."""
    waiting = ReviewProposal.objects.filter(case=case, state=ProposalState.OPEN).first()
    if waiting is not None:
        raise ReviewRefused(
            _(
                "案件%(number)s已有待处理的建议%(proposal)s（%(kind)s），一次只能处理一项变更。请先采纳或不采纳，再提出新的建议。"
            )
            % {"number": case.number, "proposal": waiting.number, "kind": waiting.get_kind_display()}
        )


def open_row(proposal: ReviewProposal) -> ReviewProposal:
    """Return the row as it is now; raise ReviewRefused if somebody has settled it."""
    row: ReviewProposal = ReviewProposal.objects.select_related("determination", "made_by").get(pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise ReviewRefused(
            _("复核建议%(number)s已办结（%(state)s）。") % {"number": row.number, "state": row.get_state_display()}
        )
    return row


def settle(
    proposal: ReviewProposal,
    state: ProposalState,
    reason: str,
    *,
    by: Staff,
    at: datetime,
    decided: Decision | None = None,
) -> None:
    """Close the proposal."""
    proposal.state, proposal.settled_by, proposal.settled_at = state, by, at
    proposal.settle_reason, proposal.decision = reason.strip(), decided
    proposal.save()


def withdraw_open(case: Case, *, why: str, by: Staff, at: datetime) -> None:
    """Set an open proposal aside because something stronger has happened; the case stands again where it stood."""
    for row in ReviewProposal.objects.filter(case=case, state=ProposalState.OPEN):
        settle(row, ProposalState.SUPERSEDED, why, by=by, at=at)
    step_back(case, by=by, at=at, reason=why, verb="withdraw_proposal")


def step_back(
    case: Case, *, by: Staff, at: datetime, reason: str, details: dict[str, Any] | None = None, verb: str = ""
) -> bool:
    """Let a case that waited for a settlement stand where it stood: in payment, or suspended as before."""
    if case.state not in {State.CHANGE_PROPOSED, State.OPINION_HEARD}:
        return False
    last = Decision.objects.filter(case=case).order_by("-pk").first()
    was = State.SUSPENDED if last is not None and last.kind == DecisionKind.SUSPEND else State.ACTIVE
    verb = verb if was == State.ACTIVE else ""
    flow.move(case=case, to=was, by=by, at=at, reason=reason, details=details, verb=verb)
    return True


def conclude_review(
    case: Case,
    *,
    by: Staff,
    at: datetime,
    proposal: ReviewProposal | None = None,
    result: ReviewResult = ReviewResult.PROPOSED,
) -> None:
    """End the periodic review that was open with what overtook it; the next is counted from today."""
    review = PeriodicReview.objects.filter(case=case, done_at__isnull=True).first()
    if review is None:
        return
    review.done_by, review.done_at, review.result = by, at, result
    review.proposal = proposal
    review.determination = proposal.determination if proposal else review.determination
    if proposal and not review.findings:
        review.findings = clauses(proposal.reasons)
    review.save()
    next_from(case, local_day(at))


def next_from(case: Case, day: date) -> None:
    """Count the next review from the day the household was looked at."""
    if case.review_months:
        case.next_review_on = add_months(day, case.review_months).day
        case.save(update_fields=["next_review_on"])


def _number(case: Case, at: datetime) -> str:
    series = f"FH-{case.division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"
