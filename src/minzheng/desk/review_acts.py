"""What may be done to a proposal, each act with what will happen to whom before it happens."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import gradual_exit, hearing, settlement
from minzheng.casework.enums import CUTTING_KINDS, FINDING_KINDS, ProposalKind, ProposalState
from minzheng.casework.models import ReviewProposal
from minzheng.desk.acts import Act
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.forms.case_choices import AcceptReviewForm, DismissReviewForm
from minzheng.desk.forms.case_running import HearForm, NotifyForm
from minzheng.desk.request import DeskRequest
from minzheng.desk.review_words import per
from minzheng.desk.running_sense import may_exit_gradually
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words, yuan_words

FORMS: dict[str, type[ActionForm]] = {
    "hear": HearForm, "notify": NotifyForm, "accept": AcceptReviewForm, "accept-gradually": AcceptReviewForm,
    "dismiss": DismissReviewForm,
}  # fmt: skip
RUNS: dict[str, Callable[..., Any]] = {
    "hear": hearing.hear,
    "notify": hearing.notify,
    "accept": settlement.accept,
    "accept-gradually": gradual_exit.grant,
    "dismiss": settlement.dismiss,
}
ENDS = (ProposalKind.STOP, ProposalKind.END_ON_REQUEST)


def acts(request: DeskRequest, row: ReviewProposal) -> list[Act]:
    """Return the acts of this person on this proposal, the main one first."""
    who: dict[str, Any] = {"case": row.case, "by": request.user, "at": request.at, "today": request.today}
    words = _words(row, request.today)
    found = []
    for verb in verbs(request.user, row, request.today):
        title, button, consequence, grave = words[verb]
        url = reverse("desk:review_action", args=[row.number, verb])
        form = FORMS[verb](auto_id=f"{verb}_%s", **who)
        found.append(Act(verb, title, button, consequence, url, form, is_grave=grave))
    return found


def verbs(user: Staff, row: ReviewProposal, today: dt.date) -> list[str]:
    """Return what this person may do to the proposal today."""
    county = user.role == Role.COUNTY_OFFICER
    if row.state != ProposalState.OPEN or not user.area.covers(row.case.division_code):
        return []
    found: list[str] = []
    unheard = row.kind in CUTTING_KINDS and getattr(row, "hearing", None) is None
    if unheard and (county or user.role == Role.TOWNSHIP_OFFICER):
        found.append("hear")
        found += ["notify"] if getattr(row, "notice", None) is None else []
    may_decide = county and row.kind not in FINDING_KINDS and user.pk != row.made_by_id
    if may_decide and not (unheard and hearing.is_required(row, today)):
        found.append("accept")
        found += ["accept-gradually"] if may_exit_gradually(row, row.case.state) else []
    return [*found, "dismiss"] if county else found


def _words(row: ReviewProposal, today: dt.date) -> dict[str, tuple[str, str, str, bool]]:
    head, now = row.case.applicant.name, yuan_words(row.current_amount_fen)
    start = month_words(str(Month.of(today).next()))
    told = {"start": start, "head": head, "now": now, "new": yuan_words(row.proposed_amount_fen or 0),
            "per": per(row.cadence)}  # fmt: skip
    grave = row.kind in {*ENDS, ProposalKind.SUSPEND}
    return {
        "hear": (_("听取当事人意见"), _("登记意见"), _(
            "减发、停发或终止之前必须先听取%(head)s的意见（社会救助法第四十八条）；意见原样记入案卷，不能修改。"
        ) % told, False),
        "notify": (_("告知并约定答复期限"), _("登记告知"), _(
            "告知%(head)s拟变更的内容和理由；期限内不答复的，登记佐证后按未答复办理。"
        ) % told, False),
        "accept": (_("采纳，作出新的决定"), _accept_button(row), _accepted(row) % told, grave),
        "accept-gradually": (_("采纳，渐退"), _("渐退后终止"), _(
            "因就业增收不再符合条件的，从%(start)s起按渐退规定逐月发放，期满终止；逐月金额当场固定。"
        ) % told, False),
        "dismiss": (_("不采纳"), _("不采纳，维持原状"), _(
            "%(head)s一家继续按原决定执行（%(per)s %(now)s）；理由记入案卷。"
        ) % told, False),
    }  # fmt: skip


def _accept_button(row: ReviewProposal) -> str:
    if row.kind in ENDS:
        return _("采纳，终止")
    return _("采纳，停发") if row.kind == ProposalKind.SUSPEND else _("采纳")


def _accepted(row: ReviewProposal) -> str:
    if row.kind in ENDS:
        return _("从%(start)s起终止%(head)s一家的救助，现在%(per)s %(now)s；告知书写明理由和救济途径，原决定存档。")
    if row.kind == ProposalKind.SUSPEND:
        return _("从%(start)s起停发%(head)s一家的救助，现在%(per)s %(now)s；只有经办人另行决定才恢复。")
    if row.kind == ProposalKind.RESTORE:
        return _("从%(start)s起%(head)s一家%(per)s领取 %(new)s；停发期间不补发，除非建议写明。")
    return _("从%(start)s起%(head)s一家%(per)s由 %(now)s 改为 %(new)s；原决定存档，由新的决定代替。")
