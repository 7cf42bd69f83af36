"""Hearing the household before anything is taken from it (社会救助法 第四十八条, 2026-07-01起).

Told what is proposed and why, it speaks; or it refuses, or cannot be reached within the time it was given. Before the
law asked for it a hearing was allowed, never required.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.domain.proposal import ReviewRefused, open_row
from minzheng.casework.enums import CUTTING_KINDS, HearingOutcome, State
from minzheng.casework.models import Case, HearingNotice, OpinionHearing, ReviewProposal
from minzheng.casework.queries.standing import HEARING_REQUIRED_FROM
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import clauses

# Local: the least time a household has to answer (示例值); the day of the notice does not count.
ANSWER_DAYS = 5


def is_required(proposal: ReviewProposal, on: date) -> bool:
    """Say whether the act of that day may not be done unheard."""
    return proposal.kind in CUTTING_KINDS and on >= HEARING_REQUIRED_FROM


@transaction.atomic
def notify(
    *, proposal: ReviewProposal, by: Staff, at: datetime, method: str, answer_until: date, text: str = ""
) -> HearingNotice:
    """Record that the household was told what is proposed, why, and until when it may answer."""
    proposal = open_row(proposal)
    case = Case.objects.get(pk=proposal.case_id)
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if proposal.kind not in CUTTING_KINDS:
        raise ReviewRefused(_("这条建议不减少救助，不需要告知后听取意见。"))
    if HearingNotice.objects.filter(proposal=proposal).exists():
        raise ReviewRefused(_("建议%(number)s已告知过当事人。") % {"number": proposal.number})
    if not method.strip():
        raise ReviewRefused(_("请填写告知方式（当面、电话、邮寄等）。"))
    day = local_day(at)
    if (answer_until - day).days < ANSWER_DAYS:
        raise ReviewRefused(
            _("答复截止日%(until)s太近：自告知次日起至少留%(days)d天（本地规定，示例值）。请改晚。")
            % {"until": answer_until, "days": ANSWER_DAYS}
        )
    row: HearingNotice = HearingNotice.objects.create(
        proposal=proposal, text=text.strip() or told(proposal), method=method.strip(), sent_on=day,
        answer_until=answer_until, sent_by=by, sent_at=at,
    )  # fmt: skip
    details = {"proposal": proposal.number, "method": row.method, "answer_until": answer_until.isoformat()}
    flow.note(case=case, action="notify", by=by, at=at, details=details)
    return row


@transaction.atomic
def hear(
    *,
    proposal: ReviewProposal,
    by: Staff,
    at: datetime,
    opinion: str = "",
    outcome: str = HearingOutcome.HEARD,
    evidence: str = "",
) -> OpinionHearing:
    """Record what the household says before its benefit is reduced, suspended or stopped, or why it says nothing.

    Refusing and being unreachable need the notice, its last day passed, and evidence (calls, visits, who was there).
    """
    proposal = open_row(proposal)
    case = Case.objects.get(pk=proposal.case_id)
    if proposal.kind not in CUTTING_KINDS:
        raise ReviewRefused(_("只有拟减发、停发、终止的建议需要先听取意见。"))
    outcome = HearingOutcome(outcome)
    if outcome == HearingOutcome.HEARD and not opinion.strip():
        raise ReviewRefused(_("请如实记录当事人的意见；当事人没有意见的，也请写明。"))
    if outcome != HearingOutcome.HEARD:
        _require_time_given(proposal, evidence, local_day(at))
    with as_kept():
        said = opinion.strip() or str(outcome.label)
    details = {"proposal": proposal.number, "outcome": outcome.value}
    flow.move(case=case, to=State.OPINION_HEARD, by=by, at=at, reason=said, details=details)
    row: OpinionHearing = OpinionHearing.objects.create(
        proposal=proposal, outcome=outcome, opinion=opinion.strip(), evidence=evidence.strip(), heard_by=by, heard_at=at
    )
    return row


def require_heard(proposal: ReviewProposal, on: date) -> None:
    """Raise ReviewRefused if the act of that day needs a hearing and there is none."""
    if is_required(proposal, on) and not OpinionHearing.objects.filter(proposal=proposal).exists():
        raise ReviewRefused(_("减发、停发或终止前须先听取当事人意见（社会救助法第四十八条）。请先登记听取意见记录。"))


def told(proposal: ReviewProposal) -> str:
    """Say what is proposed and why, in the words of the notice."""
    with as_kept():
        return _told(proposal)


def _told(proposal: ReviewProposal) -> str:
    words = _(
        "拟对您家庭的救助作出变更：%(kind)s。现每次%(now)s元，拟为%(proposed)s元。理由：%(reasons)s。您可以说明情况、提出意见。"
    )
    return words % {
        "kind": proposal.get_kind_display(),
        "now": format_yuan(proposal.current_amount_fen),
        "proposed": format_yuan(proposal.proposed_amount_fen or 0),
        "reasons": clauses(proposal.reasons),
    }


def _require_time_given(proposal: ReviewProposal, evidence: str, today: date) -> None:
    notice = HearingNotice.objects.filter(proposal=proposal).first()
    if notice is None:
        raise ReviewRefused(
            _("当事人拒绝发表意见或联系不上的，须先书面告知拟变更的内容、理由和答复期限。请先登记告知。")
        )
    if today <= notice.answer_until:
        raise ReviewRefused(_("告知的答复期限到%(day)s为止，次日起才能按未答复办理。") % {"day": notice.answer_until})
    if not evidence.strip():
        raise ReviewRefused(_("请写明佐证：何时、用何种方式联系或上门，谁在场。"))
