"""A proposal in words: what is proposed for whom, how often it is paid, what comes next, why one waits."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.models import Staff
from minzheng.casework.enums import CUTTING_KINDS, Cadence, ProposalKind, ProposalState, State
from minzheng.casework.models import ReviewProposal
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import month_words
from minzheng.ui.tones import Tone

TONES: dict[str, Tone] = {
    ProposalKind.RAISE: Tone.NOW, ProposalKind.REDUCE: Tone.WARN, ProposalKind.STOP: Tone.BAD,
    ProposalKind.SUSPEND: Tone.BAD, ProposalKind.RESTORE: Tone.NOW, ProposalKind.CUT_SHARE: Tone.WARN,
    ProposalKind.END_ON_REQUEST: Tone.WARN, ProposalKind.CHANGE_MEMBERS: Tone.NOW,
    ProposalKind.FACTS_MISSING: Tone.WARN, ProposalKind.MEMBER_DIED: Tone.WARN, ProposalKind.DOUBLE: Tone.BAD,
}  # fmt: skip
# What each kind says of a household; {now} and {proposed} are per payment.
_LEADS: dict[str, Any] = {
    ProposalKind.STOP: gettext_lazy("%(head)s一家现领 %(now)s 元，拟终止。"),
    ProposalKind.SUSPEND: gettext_lazy("%(head)s一家现领 %(now)s 元，拟停发，恢复之前不发放。"),
    ProposalKind.RESTORE: gettext_lazy("%(head)s一家拟恢复发放，%(per)s %(proposed)s 元。"),
    ProposalKind.END_ON_REQUEST: gettext_lazy("%(head)s一家现领 %(now)s 元，自己申请终止。"),
    ProposalKind.CHANGE_MEMBERS: gettext_lazy("%(head)s一家保障人员有变化，金额不变（%(now)s 元）。"),
    ProposalKind.MEMBER_DIED: gettext_lazy("%(head)s一家有成员去世，金额不变（%(now)s 元），拟变更保障人员。"),
    ProposalKind.CUT_SHARE: gettext_lazy("%(head)s一家现领 %(now)s 元，拟减发一人份额，改为 %(proposed)s 元。"),
    ProposalKind.DOUBLE: gettext_lazy("%(head)s一家有成员疑似重复享受，照常发放，等核实。"),
}
_CHANGED = gettext_lazy("%(head)s一家现领 %(now)s 元，按现在的情况应为 %(proposed)s 元，拟%(per)s%(verb)s ¥%(by)s 元。")


def per(cadence: str) -> str:
    """Say how often it is paid."""
    return str(Cadence(cadence).label)


def unit(cadence: str) -> str:
    """Return the unit of an amount."""
    return _("元/季") if cadence == Cadence.QUARTER else _("元/月")


def lead(row: ReviewProposal) -> str:
    """Say in one sentence what is proposed for whom, or what is missing."""
    head = row.case.applicant.name
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("%(head)s一家%(month)s复核缺 %(n)d 项事实，算不出结果。") % {
            "head": head, "month": month_words(row.month), "n": len(row.reasons),
        }  # fmt: skip
    verb = _("增") if row.kind == ProposalKind.RAISE else _("减")
    sentence = _LEADS.get(row.kind, _CHANGED)
    return str(sentence) % {
        "head": head, "now": f"¥{format_yuan(row.current_amount_fen)}", "verb": verb, "per": per(row.cadence),
        "proposed": f"¥{format_yuan(row.proposed_amount_fen or 0)}", "by": format_yuan(abs(difference(row) or 0)),
    }  # fmt: skip


def difference(row: ReviewProposal) -> int | None:
    """Return proposed less current, in fen; None where nothing could be reckoned."""
    return None if row.proposed_amount_fen is None else row.proposed_amount_fen - row.current_amount_fen


def must_hear(row: ReviewProposal) -> bool:
    """Say whether the household is still to be heard."""
    return row.kind in CUTTING_KINDS and row.case.state in {State.CHANGE_PROPOSED, State.SUSPENDED}


def next_words(row: ReviewProposal) -> str:
    """Say what is to be done next, by whom."""
    if row.state != ProposalState.OPEN:
        return str(row.get_state_display())
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("补登事实 · 乡镇（街道）")
    if row.kind == ProposalKind.DOUBLE:
        return _("核实 · 县局")
    return _("听取意见 · 乡镇（街道）或县局") if must_hear(row) else _("采纳或不采纳 · 县局")


def waiting(user: Staff, row: ReviewProposal) -> str:
    """Say why this person has nothing to do here."""
    if row.state != ProposalState.OPEN:
        who = row.settled_by.name if row.settled_by else ""
        return _("已办结：%(state)s（%(who)s）。%(reason)s") % {
            "state": row.get_state_display(), "who": who, "reason": row.settle_reason,
        }  # fmt: skip
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("请先在家庭档案补登下面缺的事实，再重新复核；补齐后这条建议自动由新一次复核代替。")
    if row.kind == ProposalKind.DOUBLE:
        return _("请核实两处：确属重复的，对相应案件提出停发或终止；不属重复的，写明理由不采纳。核实期间照常发放。")
    if row.made_by_id == user.pk and not must_hear(row):
        return _("这条建议是您提出的，采纳须由县民政局另一名经办人决定。")
    return _("等待下一步：%(next)s。") % {"next": next_words(row)}
