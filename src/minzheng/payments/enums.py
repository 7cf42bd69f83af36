"""The words of payment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundLevel(models.TextChoices):
    """Whose money it is, in the order in which the budget comes down."""

    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class RunState(models.TextChoices):
    """How far a pay run is. Frozen as a draft, signed by a second person, sent, answered by the bank, closed."""

    DRAFT = "draft", _("待审批")
    APPROVED = "approved", _("已审批")
    SENT = "sent", _("已送银行")
    PARTIALLY_RETURNED = "partially_returned", _("部分退回")
    RECONCILED = "reconciled", _("已对账")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已撤销")


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


class FindingKind(models.TextChoices):
    """What a check of a drawn payment found."""

    RIGHT = "right", _("无差错")
    AMOUNT = "amount", _("金额有误")
    PERSON = "person", _("发给了不该发的人")
    GROUND = "ground", _("依据不足")
    ARRIVAL = "arrival", _("本人未收到")
