"""The words of payment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundLevel(models.TextChoices):
    """Whose money it is, in the order in which the budget comes down."""

    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class MoveKind(models.TextChoices):
    """Why money leaves a fund without being paid to people."""

    LEVEL = "level", _("各级资金之间调剂")
    CARRY_OVER = "carry_over", _("年终结余转下年")
    GIVE_BACK = "give_back", _("结余交回拨款单位")


class RunState(models.TextChoices):
    """How far a pay run is: frozen as a draft, checked, approved by a third person, sent, answered, closed.

    A run above the sum of the rules is signed by a bureau leader too, before it is approved.
    """

    DRAFT = "draft", _("待复核")
    CHECKED = "checked", _("待审批")
    ENDORSED = "endorsed", _("局领导已签批")
    APPROVED = "approved", _("已审批")
    SENT = "sent", _("已送银行")
    PARTIALLY_RETURNED = "partially_returned", _("部分退回")
    RECONCILED = "reconciled", _("已对账")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已撤销")


# The one table of moves: by act, from which state to which. The domain asks it, the database is given it (triggers.py).
MOVES: dict[str, dict[str, str]] = {
    "check": {RunState.DRAFT: RunState.CHECKED},
    "endorse": {RunState.CHECKED: RunState.ENDORSED},
    "approve": {RunState.CHECKED: RunState.APPROVED, RunState.ENDORSED: RunState.APPROVED},
    "cancel": dict.fromkeys((RunState.DRAFT, RunState.CHECKED, RunState.ENDORSED), RunState.CANCELLED),
    "send": {RunState.APPROVED: RunState.SENT},
    "answer": {
        RunState.SENT: RunState.PARTIALLY_RETURNED,
        RunState.RECONCILED: RunState.PARTIALLY_RETURNED,
    },
    "answer_in_full": {RunState.SENT: RunState.RECONCILED},
    "close": dict.fromkeys((RunState.SENT, RunState.PARTIALLY_RETURNED, RunState.RECONCILED), RunState.CLOSED),
}
# A list that not everybody has signed: it may be withdrawn, and no other list of the program is made meanwhile.
UNSIGNED_STATES: tuple[str, ...] = tuple(MOVES["cancel"])

# States in which the bank may answer; after closing only a late return.
ANSWERABLE_STATES: tuple[str, ...] = (
    RunState.SENT,
    RunState.PARTIALLY_RETURNED,
    RunState.RECONCILED,
    RunState.CLOSED,
)


class LineStatus(models.TextChoices):
    """What became of a line. A pending, paid or partly paid line is live: nobody is paid the same portion again."""

    PENDING = "pending", _("待银行回盘")
    PAID = "paid", _("已发放")
    PARTLY = "partly", _("部分发放")
    RETURNED = "returned", _("已退回")
    CANCELLED = "cancelled", _("随清单撤销")


LIVE_STATUSES: tuple[str, ...] = (LineStatus.PENDING, LineStatus.PAID, LineStatus.PARTLY)
# Money has arrived: `paid_fen` of such a line is above zero.
ARRIVED_STATUSES: tuple[str, ...] = (LineStatus.PAID, LineStatus.PARTLY)


class ChangeKind(models.TextChoices):
    """How a household of this list stands to the list of the month before."""

    NEW = "new", _("新增")
    GONE = "gone", _("减少")
    CHANGED = "changed", _("变化")


class FindingKind(models.TextChoices):
    """What a check of a drawn payment found."""

    RIGHT = "right", _("无差错")
    AMOUNT = "amount", _("金额有误")
    PERSON = "person", _("发给了不该发的人")
    GROUND = "ground", _("依据不足")
    ARRIVAL = "arrival", _("本人未收到")
