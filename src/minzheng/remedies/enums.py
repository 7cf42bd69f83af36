"""The words of remedies. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The ways in which a decision, or the bureau's conduct, is questioned."""

    REVIEW = "review", _("行政复议")
    LITIGATION = "litigation", _("行政诉讼")
    PETITION = "petition", _("信访")
    INFORMATION = "information", _("政府信息公开申请")
    COMPLAINT = "complaint", _("投诉举报")


# They are aimed at one decision and may change it.
AGAINST_A_DECISION = (Kind.REVIEW, Kind.LITIGATION)


class Channel(TextChoices):
    """How it reached the bureau."""

    VISIT = "visit", _("来访")
    LETTER = "letter", _("来信")
    HOTLINE = "hotline", _("热线电话")
    ONLINE = "online", _("网络")
    BODY = "body", _("复议机关或法院送达")


class State(TextChoices):
    """Where a file stands. One table of moves: `domain.road`."""

    RECEIVED = "received", _("已登记")
    ACCEPTED = "accepted", _("已受理")
    DECIDED = "decided", _("已作出结论")
    RECHECK = "recheck", _("复查中")
    RECHECKED = "rechecked", _("已复查")
    FINAL = "final", _("复核中")
    CLOSED = "closed", _("已办结")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")


CLOSED_STATES = (State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN)


class StepKind(TextChoices):
    """What happened; each is a row that is never changed."""

    ACCEPT = "accept", _("受理")
    NOT_ACCEPT = "not_accept", _("不予受理")
    COPY = "copy", _("收到申请书（起诉状）副本")
    ANSWER = "answer", _("提交书面答复和证据")
    EXTEND = "extend", _("延长期限")
    DECIDE = "decide", _("作出结论")
    RECHECK = "recheck", _("当事人请求复查")
    DECIDE_RECHECK = "decide_recheck", _("作出复查意见")
    FINAL = "final", _("当事人请求复核")
    DECIDE_FINAL = "decide_final", _("作出复核意见")
    FEEDBACK = "feedback", _("答复本人")
    CARRY_OUT = "carry_out", _("落实结论")
    WITHDRAW = "withdraw", _("撤回")
    CLOSE = "close", _("办结")


class Outcome(TextChoices):
    """What was concluded."""

    UPHELD = "upheld", _("维持")
    CHANGED = "changed", _("变更")
    REVOKED = "revoked", _("撤销")
    REDO = "redo", _("撤销并责令重新作出")
    PERFORM = "perform", _("责令履行")
    UNLAWFUL = "unlawful", _("确认违法")
    DISMISSED = "dismissed", _("驳回")
    SETTLED = "settled", _("调解、和解")
    SUPPORTED = "supported", _("支持")
    PARTLY = "partly", _("部分支持")
    NOT_SUPPORTED = "not_supported", _("不予支持")
    DISCLOSED = "disclosed", _("予以公开")
    PARTLY_DISCLOSED = "partly_disclosed", _("部分公开")
    NOT_DISCLOSED = "not_disclosed", _("不予公开或信息不存在")
    TRUE = "true", _("属实")
    PARTLY_TRUE = "partly_true", _("部分属实")
    UNTRUE = "untrue", _("不属实")


_DECISION_OUTCOMES = (
    Outcome.UPHELD, Outcome.CHANGED, Outcome.REVOKED, Outcome.REDO, Outcome.PERFORM, Outcome.UNLAWFUL,
    Outcome.DISMISSED, Outcome.SETTLED,
)  # fmt: skip
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Kind.REVIEW: _DECISION_OUTCOMES,
    Kind.LITIGATION: _DECISION_OUTCOMES,
    Kind.PETITION: (Outcome.SUPPORTED, Outcome.PARTLY, Outcome.NOT_SUPPORTED),
    Kind.INFORMATION: (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.NOT_DISCLOSED),
    Kind.COMPLAINT: (Outcome.TRUE, Outcome.PARTLY_TRUE, Outcome.UNTRUE),
}
# The case may not stay as it was.
BINDING = (Outcome.CHANGED, Outcome.REVOKED, Outcome.REDO, Outcome.PERFORM)
