"""The periodic review in its turn: opened for all who are due, done one by one (社会救助法 第四十六条)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import change_report, comparison, flow
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain.determination import FactsMissing
from minzheng.casework.domain.proposal import ReviewRefused, require_none_waiting
from minzheng.casework.enums import DeterminationKind, Outcome, ProposalGround, ReviewResult, State
from minzheng.casework.models import Case, PeriodicReview, ReviewProposal
from minzheng.casework.queries import review_calendar
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed

REVIEWERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


@transaction.atomic
def open_due(*, until: date, by: Staff, at: datetime) -> list[PeriodicReview]:
    """Open the review of every household of the person's area that falls due until the day; again adds nothing.

    Cases of a relative of who opens are left to a colleague.
    """
    permissions.require_role(by, *REVIEWERS)
    recused = recused_cases(by)
    due = [
        case
        for case in review_calendar.due_for_review(until)
        if by.area.covers(case.division_code) and case.pk not in recused
    ]
    return [open_one(case=case, by=by, at=at) for case in due]


@transaction.atomic
def open_one(*, case: Case, by: Staff, at: datetime) -> PeriodicReview:
    """Open one review, also before its day; who is reviewed waits until the record is made."""
    permissions.require_role(by, *REVIEWERS)
    require_none_waiting(case)
    day = local_day(at)
    period = _period_of(case, day)
    due_on = case.next_review_on or day
    flow.move(case=case, to=State.REVIEW_DUE, by=by, at=at, due=due_on, details={"due_on": due_on.isoformat()})
    row: PeriodicReview = PeriodicReview.objects.create(
        case=case, due_on=due_on, months=period.months, law=period.law, opened_by=by, opened_at=at
    )
    return row


@transaction.atomic
def complete(
    *, review: PeriodicReview, by: Staff, at: datetime, findings: str, visited_on: date | None = None,
    surveyors: Sequence[str] = (),
) -> ReviewProposal | None:  # fmt: skip
    """Record what was found, a visit or not, and reckon again: unchanged goes on, a difference is proposed.

    Open change reports of the household are answered with it. Raises FactsMissing, ReviewRefused, NotAllowed.
    """
    row: PeriodicReview = PeriodicReview.objects.select_related("case__household", "case__applicant").get(pk=review.pk)
    case = row.case
    permissions.require_role(by, *REVIEWERS)
    permissions.require_area(by, case.division_code)
    if row.done_at is not None:
        raise ReviewRefused(_("这次复核已办结（%(result)s）。") % {"result": row.get_result_display()})
    flow.require_state(case, State.REVIEW_DUE, what=_("登记复核情况"))
    names = [name.strip() for name in surveyors if name.strip()]
    _require_record(findings, visited_on, names, local_day(at))
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome == Outcome.INCOMPLETE:
        raise FactsMissing(
            _("以下事实尚未登记，复核没有结果：%(names)s。请在家庭档案中补登（没有的登记为0），再登记复核情况。")
            % {"names": listed(seen.missing)},
            seen.missing,
        )
    determination = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    row.findings, row.visited_on, row.surveyors, row.determination = findings.strip(), visited_on, names, determination
    row.save()
    decided = decisions.in_force(case)
    proposal = comparison.assess(
        case=case, decided=decided, row=determination, seen=seen, ground=ProposalGround.REVIEW, by=by, at=at
    )
    change_report.close_all(case, finding=findings, determination=determination, proposal=proposal, by=by, at=at)
    day = local_day(at)
    decisions.set_review(case, review_calendar.period(determination.evaluation, determination.facts, day), day)
    if proposal is None:
        row.result, row.done_by, row.done_at = ReviewResult.UNCHANGED, by, at
        row.save()
        details = {"determination": determination.pk, "visited": visited_on is not None}
        flow.move(case=case, to=State.ACTIVE, by=by, at=at, details=details, reason=row.findings)
    return proposal


def _period_of(case: Case, day: date) -> review_calendar.Period:
    last = decisions.last_of(case)
    grounds = last.determination if last else None
    if grounds is not None:
        return review_calendar.period(grounds.evaluation, grounds.facts, day)
    return review_calendar.Period(case.review_months or review_calendar.HALF_YEAR, review_calendar.law_on(day))


def _require_record(findings: str, visited_on: date | None, surveyors: Sequence[str], today: date) -> None:
    if not findings.strip():
        raise ReviewRefused(_("请写明复核情况：怎样核实的、看到和查到什么。"))
    if visited_on is not None and visited_on > today:
        raise ReviewRefused(_("入户日期%(day)s晚于今天，请核对。") % {"day": visited_on})
    if visited_on is not None and len(set(surveyors)) < 2:
        raise ReviewRefused(_("入户复核须有至少两名不同的工作人员，请补填姓名。"))
