"""Which acts on a running benefit have something to act on, and which is the one to do next."""

import datetime as dt

from minzheng.casework.domain import hearing
from minzheng.casework.domain.comparison import REFUSALS
from minzheng.casework.enums import (
    CUTTING_KINDS,
    FINDING_KINDS,
    DecisionGround,
    DecisionKind,
    ProposalGround,
    ProposalKind,
    State,
)
from minzheng.casework.models import ReviewProposal
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.jobs import consecutive_refusals
from minzheng.kernel.month import Month

# Acts on the proposal that waits.
ON_PROPOSAL = frozenset({"notify", "hear", "accept-review", "accept-gradually", "dismiss-review"})
# Nothing of this is begun while a proposal waits: one change at a time.
BEGINS = frozenset(
    {"propose-suspension", "propose-restore", "propose-stop", "propose-undo", "end-on-request", "cut-share",
     "open-review", "handle-change"}
)  # fmt: skip


def open_proposal(view: CaseView) -> ReviewProposal | None:
    """Return the proposal that waits, if one does."""
    return next((row for row in view.proposals if row.state == "open"), None)


def has_sense(verb: str, view: CaseView, today: dt.date) -> bool:
    """Say whether the act has something to act on."""
    waiting = open_proposal(view)
    if verb in ON_PROPOSAL:
        return waiting is not None and _on(verb, waiting, view, today)
    if verb == "change-scope":
        return waiting is None or (waiting.kind == ProposalKind.STOP and waiting.determination_id is not None)
    if verb in BEGINS and waiting is not None:
        return False
    running, last = view.running, view.decision
    senses = {
        "complete-review": running.open_review is not None,
        "handle-change": bool(running.open_changes),
        "answer-job": bool(running.open_offers),
        "strike-outside": bool(running.outside),
        "propose-undo": last is not None and last.ground == DecisionGround.DEATH,
        "end-exit": last is not None and last.kind == DecisionKind.GRADUAL_EXIT
        and (last.until_month or "") <= str(Month.of(today)),
    }  # fmt: skip
    if verb == "cut-share":
        return _has_refused(view)
    return senses.get(verb, True)


def _on(verb: str, row: ReviewProposal, view: CaseView, today: dt.date) -> bool:
    heard = getattr(row, "hearing", None) is not None
    if verb == "notify":
        return row.kind in CUTTING_KINDS and not heard and getattr(row, "notice", None) is None
    if verb == "hear":
        return row.kind in CUTTING_KINDS and not heard
    if verb == "accept-review":
        return row.kind not in FINDING_KINDS and (heard or not hearing.is_required(row, today))
    if verb == "accept-gradually":
        return may_exit_gradually(row, view.case.state)
    return True


def may_exit_gradually(row: ReviewProposal, state: str) -> bool:
    """Say whether a stop could be accepted as a gradual exit; whether work lifted it, the act itself asks."""
    by_rules = row.kind == ProposalKind.STOP and row.determination_id is not None
    return by_rules and row.ground != ProposalGround.JOB_REFUSAL and state == State.OPINION_HEARD


def _has_refused(view: CaseView) -> bool:
    if not view.running.offers:
        return False
    people = {row.person_id for row in view.running.offers}
    return any(times >= REFUSALS for times in consecutive_refusals(people).values())
