"""The work duty: jobs offered, answers, and after three unjustified refusals in a row that person's share.

社会救助暂行办法 第四十五条；民发〔2021〕57号 第三十四条. Only the person's own share may be cut, never the family's.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import flow
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.comparison import REFUSALS
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import (
    HELD_STATES,
    DecisionKind,
    DeterminationKind,
    OfferAnswer,
    Outcome,
    ProposalGround,
    ProposalKind,
    State,
)
from minzheng.casework.models import Case, Decision, JobOffer, ReviewProposal
from minzheng.casework.queries.in_force import amount_in
from minzheng.casework.queries.jobs import consecutive_refusals
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.models import Person

PLACERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


@transaction.atomic
def offer(
    *, case: Case, person: Person, job: str, employer: str, suits: str, offered_on: date, by: Staff, at: datetime,
    source: str = "",
) -> JobOffer:  # fmt: skip
    """Record a job offered to a covered member, and why it suits. `source` names another room's record."""
    permissions.require_role(by, *PLACERS)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, *HELD_STATES, what=_("登记就业介绍"))
    if person.pk not in decisions.in_force(case).covered_person_ids:
        raise ReviewRefused(_("%(name)s不是本案的保障成员，不适用就业义务。") % {"name": person.name})
    if not (job.strip() and employer.strip() and suits.strip()):
        raise ReviewRefused(_("请填写岗位、用人单位，以及与本人健康状况、劳动能力相适应的说明。"))
    if offered_on > local_day(at):
        raise ReviewRefused(_("介绍日期%(day)s晚于今天，请核对。") % {"day": offered_on})
    row: JobOffer = JobOffer.objects.create(
        case=case, person=person, job=job.strip(), employer=employer.strip(), suits=suits.strip(),
        offered_on=offered_on, offered_by=by, offered_at=at, source=source.strip(),
    )  # fmt: skip
    details = {"offer": row.pk, "person": person.pk, "job": row.job, "employer": row.employer}
    flow.note(case=case, action="offer_job", by=by, at=at, details=details)
    return row


@transaction.atomic
def answer(
    *, offer: JobOffer, accepted: bool, answer_on: date, by: Staff, at: datetime, reason: str = "",
    is_justified: bool | None = None, judgement: str = "",
) -> JobOffer:  # fmt: skip
    """Record the answer. A refusal is judged with reasons: an unjustified one counts, accepting ends the row."""
    row: JobOffer = JobOffer.objects.select_related("case", "person").get(pk=offer.pk)
    permissions.require_role(by, *PLACERS)
    permissions.require_area(by, row.case.division_code)
    if row.answer != OfferAnswer.OPEN:
        raise ReviewRefused(_("这次就业介绍的答复已登记（%(answer)s）。") % {"answer": row.get_answer_display()})
    if not row.offered_on <= answer_on <= local_day(at):
        raise ReviewRefused(_("答复日期应在介绍之后、今天之前。"))
    if not accepted and (is_justified is None or not judgement.strip()):
        raise ReviewRefused(_("拒绝的，请听取本人说明，认定有无正当理由并写明依据。"))
    row.answer = OfferAnswer.ACCEPTED if accepted else OfferAnswer.REFUSED
    row.answer_on, row.answer_reason = answer_on, reason.strip()
    row.is_justified = None if accepted else is_justified
    row.judgement = "" if accepted else judgement.strip()
    row.answered_by, row.answered_at = by, at
    row.save()
    details = {"offer": row.pk, "answer": str(row.answer), "is_justified": row.is_justified}
    flow.note(case=row.case, action="answer_job", by=by, at=at, details=details, reason=row.judgement)
    return row


def share_of(decided: Decision, month: Month) -> int:
    """Return one person's share of what is paid: an equal part, rounded down to the fen."""
    people = len(decided.covered_person_ids) or 1
    return int(amount_in(decided, max(month, Month.parse(decided.from_month)))) // people


@transaction.atomic
def propose_cut(
    *, case: Case, person: Person, cut_fen: int, by: Staff, at: datetime, reason: str = ""
) -> ReviewProposal:
    """Propose to reduce (or, with the whole share, stop) this person's share. Heard first, decided by somebody else."""
    permissions.require_role(by, *PLACERS)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, what=_("提出减发本人份额"))
    before = decisions.in_force(case)
    times = consecutive_refusals([person.pk]).get(person.pk, 0)
    _require_duty_broken(before, person, times)
    whole = share_of(before, Month.of(local_day(at)))
    if not 0 < cut_fen <= whole:
        raise ReviewRefused(
            _("只能减发本人的份额：%(name)s的份额为%(share)s元，减发金额须大于0且不超过它。")
            % {"name": person.name, "share": format_yuan(whole)}
        )
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome != Outcome.ELIGIBLE:
        raise ReviewRefused(_("按现在已知的事实算不出结果或不再符合条件，请先运行复核，按其建议办理。"))
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at)
    left = row.amount_fen - cut_fen
    with as_kept():
        reasons = [
            _("%(name)s连续%(n)d次无正当理由拒绝与其健康状况、劳动能力相适应的工作")
            % {"name": person.name, "n": times},
            *([reason.strip()] if reason.strip() else []),
        ]
    if left <= 0:
        return proposals.make(
            case=case, kind=ProposalKind.STOP, ground=ProposalGround.JOB_REFUSAL, decided=before, reasons=reasons,
            by=by, at=at, proposed_fen=0,
        )  # fmt: skip
    return proposals.make(
        case=case, kind=ProposalKind.CUT_SHARE, ground=ProposalGround.JOB_REFUSAL, decided=before, reasons=reasons,
        by=by, at=at, proposed_fen=left, determination=row, share_cut_fen=cut_fen, share_cut_person=person,
        cadence=decisions.cadence_of(row),
    )  # fmt: skip


def _require_duty_broken(before: Decision, person: Person, times: int) -> None:
    if before.kind == DecisionKind.GRADUAL_EXIT:
        raise ReviewRefused(_("渐退期间不办理减发份额。"))
    if person.pk not in before.covered_person_ids:
        raise ReviewRefused(_("%(name)s不是本案的保障成员。") % {"name": person.name})
    if before.share_cut_person_id is not None:
        raise ReviewRefused(_("本案已减发一名成员的份额，不能重复减发。"))
    if times < REFUSALS:
        raise ReviewRefused(
            _(
                "%(name)s连续无正当理由拒绝就业%(n)d次，满%(needed)d次才能减发或停发其份额（民发〔2021〕57号第三十四条）。"
            )
            % {"name": person.name, "n": times, "needed": REFUSALS}
        )
