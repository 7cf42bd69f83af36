"""The words of support at home. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Asked(TextChoices):
    """How it was asked whether the money is in hand."""

    SEEN = "seen", _("看了本人的存折或者银行短信")
    SAID = "said", _("本人当面说的")
    GUARDIAN = "guardian", _("本人不能表达，监护人当面说的")


class ProblemKind(TextChoices):
    """What a visit found wrong."""

    MONEY = "money", _("钱没有到本人手中")
    CARE = "care", _("照料没有做到")
    HEALTH = "health", _("身体或者自理能力有变化")
    HOUSE = "house", _("住房、用火用电不安全")
    OTHER = "other", _("其他问题")


class Basis(TextChoices):
    """Why somebody has a guardian."""

    MINOR = "minor", _("未满18周岁")
    ASSESSED = "assessed", _("经法院认定或者鉴定")


class Capacity(TextChoices):
    """How far a person can act alone (民法典 第十九条至第二十二条)."""

    NONE = "none", _("无民事行为能力")
    LIMITED = "limited", _("限制民事行为能力")


class AgreementState(TextChoices):
    """How a care agreement stands on a day; never stored."""

    WAITING = "waiting", _("待确认")
    COMING = "coming", _("还没有开始")
    RUNNING = "running", _("正在履行")
    EXPIRED = "expired", _("已到期")
    ENDED = "ended", _("已终止")
    DROPPED = "dropped", _("没有确认")


class PropertyKind(TextChoices):
    """What the person owns."""

    LAND = "land", _("承包地")
    HOMESTEAD = "homestead", _("宅基地")
    HOUSE = "house", _("房屋")
    FOREST = "forest", _("林地、林木")
    OTHER = "other", _("其他财产")


class Use(TextChoices):
    """Who uses it. That it was given up for the support cannot be said: there is no such word."""

    OWN = "own", _("本人自用")
    IDLE = "idle", _("闲置")
    LET = "let", _("出租、流转，有偿")
    LENT = "lent", _("交他人代管代种，无偿")


class BurialState(TextChoices):
    """How far an application for the cost of a burial is."""

    APPLIED = "applied", _("待县级审核")
    GRANTED = "granted", _("已审核，待发放")
    REFUSED = "refused", _("不予支付")
