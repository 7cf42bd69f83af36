"""Gradual exit (渐退): work lifted the household over the line; it is paid on for some months, less in the last ones.

民发〔2022〕83号 第一条（三）：at most six months. One decision names every month's amount, frozen with its
figures; when the last month is over the benefit ends as that decision said, with a letter of its own.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import flow, settlement
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    Cadence,
    DecisionGround,
    DecisionKind,
    Outcome,
    ProposalKind,
    ProposalState,
    ReviewResult,
    State,
)
from minzheng.casework.models import Case, Decision, Determination, ReviewProposal
from minzheng.casework.queries.in_force import amount_in
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.arithmetic import share
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses
from minzheng.rules.figures import resolve

MONTHS, FULL_MONTHS, RATE = "gradual_exit_months", "gradual_exit_full_months", "gradual_exit_rate_bp"
LONGEST = 6
WORK_INCOMES = ("wage_income_fen", "business_income_fen")


@transaction.atomic
def grant(*, proposal: ReviewProposal, by: Staff, at: datetime, reason: str = "") -> Decision:
    """Accept a stop as a gradual exit. Only where work income alone lifted the household; heard first, as any cut.

    Raises ReviewRefused, DecisionRefused, NotAllowed (who made the proposal cannot decide).
    """
    proposal, case, before = settlement.ready(proposal, by=by, at=at)
    result = proposal.determination
    if proposal.kind != ProposalKind.STOP or result is None:
        raise ReviewRefused(_("只有经核算拟终止的建议可以渐退。"))
    flow.require_state(case, State.CHANGE_PROPOSED, State.OPINION_HEARD, what=_("渐退"))
    if before.kind in {DecisionKind.SUSPEND, DecisionKind.GRADUAL_EXIT}:
        raise ReviewRefused(_("停发或已在渐退的家庭不能再办渐退。"))
    if not work_alone(before.determination, result):
        raise ReviewRefused(
            _(
                "渐退只适用于因就业（工资、经营）收入增加而超过标准的家庭；本户去掉新增的就业收入后仍不符合条件。请办理终止。"
            )
        )
    decisions.require_still_true(case, result, at)
    day = local_day(at)
    start = decisions.change_month(before, day)
    schedule = plan(case, before=before, start=start, day=day)
    with as_kept():
        words = reason.strip() or _("因就业增收不再符合条件，渐退后终止：%(why)s") % {"why": clauses(proposal.reasons)}
    details = {"proposal": proposal.number, "months": schedule["months"]}
    flow.move(case=case, to=State.ACTIVE, by=by, at=at, details=details, reason=words)
    decided = decisions.write(
        case=case, kind=DecisionKind.GRADUAL_EXIT, amount_fen=schedule["months"][0][1], by=by, at=at, from_month=start,
        person_ids=before.covered_person_ids, payee_id=decisions.current_payee_id(case, at), determination=result,
        reason=words, replaces=before, cadence=Cadence.MONTH, until_month=schedule["months"][-1][0], schedule=schedule,
    )  # fmt: skip
    proposals.settle(proposal, ProposalState.ACCEPTED, reason, by=by, at=at, decided=decided)
    return decided


@transaction.atomic
def finish(*, case: Case, by: Staff, at: datetime) -> Decision:
    """End the benefit when the gradual exit's last month has come, as was decided and heard when it began.

    Raises ReviewRefused before that, or if the household qualifies again: then a review proposes to go on.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, what=_("渐退期满终止"))
    before = decisions.in_force(case)
    if before.kind != DecisionKind.GRADUAL_EXIT or before.until_month is None:
        raise ReviewRefused(_("案件%(number)s没有在执行的渐退决定。") % {"number": case.number})
    last = Month.parse(before.until_month)
    if Month.of(local_day(at)) < last:
        raise ReviewRefused(_("渐退发放到%(month)s为止，到当月才能办理期满终止。") % {"month": last})
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome == Outcome.ELIGIBLE:
        raise ReviewRefused(_("该家庭按现在已知的事实重新符合条件，不能终止。请运行复核，按建议恢复发放。"))
    with as_kept():
        reason = _("渐退期满（%(number)s，发放到%(month)s）") % {"number": before.document_number, "month": last}
    proposals.conclude_review(case, by=by, at=at, result=ReviewResult.ENDED)
    details = {"replaces": before.document_number, "from_month": str(last.next())}
    flow.move(case=case, to=State.TERMINATED, by=by, at=at, verb="end_exit", reason=reason, details=details)
    return decisions.write(
        case=case, kind=DecisionKind.TERMINATE, amount_fen=0, by=by, at=at, from_month=last.next(), reason=reason,
        person_ids=before.covered_person_ids, payee_id=None, replaces=before, ground=DecisionGround.EXIT_OVER,
    )  # fmt: skip


def plan(case: Case, *, before: Decision, start: Month, day: date) -> dict[str, Any]:
    """Return every month's amount with the figures of the day: all of it for the first months, then the rate.

    Recomputable from what it holds: base, figures, first month. Raises ReviewRefused where the program knows no gradual
    exit or the benefit is paid by the quarter.
    """
    if before.cadence != Cadence.MONTH:
        raise ReviewRefused(_("按季发放的救助没有渐退规定，请办理终止。"))
    figures = _figures(case, day)
    months, full, rate = (int(figures[code]["value"]) for code in (MONTHS, FULL_MONTHS, RATE))
    base = amount_in(before, max(Month.of(day), Month.parse(before.from_month)))
    amounts: list[tuple[str, int]] = [
        (str(start.plus(n)), base if n < full else share(base, rate, 10_000)) for n in range(min(months, LONGEST))
    ]
    paid = [[month, fen] for month, fen in amounts if fen > 0]
    if not paid:
        raise ReviewRefused(_("渐退月数或金额为0，不能办理渐退。请办理终止。"))
    return {"base_fen": base, "months": paid, "figures": list(figures.values())}


def work_alone(old: Determination | None, new: Determination) -> bool:
    """Say whether the household would qualify but for what its members earn by work more than before.

    A benefit taken over has no earlier determination: then all work income is left out.
    """
    was = {one["id"]: facts for one, facts in zip(old.members, old.facts["members"], strict=True)} if old else {}
    members = []
    for one, facts in zip(new.members, new.facts["members"], strict=True):
        earlier = was.get(one["id"], {})
        members.append({**facts, **{kind: _earlier(kind, facts, earlier) for kind in WORK_INCOMES if kind in facts}})
    if members == new.facts["members"]:
        return False
    without = law_known(new.case.program).evaluate(
        facts={**new.facts, "members": members}, on=new.evaluated_on, at=new.at_division
    )
    return bool(without.outcome == Outcome.ELIGIBLE)


def _earlier(kind: str, facts: Mapping[str, Any], earlier: Mapping[str, Any]) -> int:
    return int(min(facts[kind], earlier.get(kind, 0)))


def _figures(case: Case, day: date) -> dict[str, dict[str, Any]]:
    loaded = law_known(case.program)
    if any(code not in loaded.figures for code in (MONTHS, FULL_MONTHS, RATE)):
        raise ReviewRefused(_("%(program)s没有渐退规定，请办理终止。") % {"program": loaded.program.name})
    found = resolve(loaded.figures, (MONTHS, FULL_MONTHS, RATE), case.division_code, day)
    return {code: used.as_dict() for code, used in found.used.items()}
