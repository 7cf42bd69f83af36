"""The words of honesty. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Wrong(TextChoices):
    """What is alleged, and later what was found."""

    FALSEHOOD = "falsehood", _("虚报、隐瞒、伪造")
    UNREPORTED = "unreported", _("未按规定告知重大变化")
    INNOCENT = "innocent", _("非因当事人过错多发")
    NOTHING = "nothing", _("查无问题")


# What a file may be opened for; "nothing" is only ever a finding.
ALLEGED = (Wrong.FALSEHOOD, Wrong.UNREPORTED, Wrong.INNOCENT)


class FileState(TextChoices):
    """Where a file stands. One table of moves: `domain.road`."""

    OPENED = "opened", _("已立案")
    INVESTIGATED = "investigated", _("已调查")
    TOLD = "told", _("已事先告知")
    HEARING_ASKED = "hearing_asked", _("已要求听证")
    HEARING_SET = "hearing_set", _("已通知听证")
    HEARD = "heard", _("已听证")
    DECIDED = "decided", _("已决定")
    SETTLED = "settled", _("已缴清")
    DROPPED = "dropped", _("不予处理")


CLOSED_STATES = (FileState.SETTLED, FileState.DROPPED)
UNDECIDED_STATES = tuple(
    state for state in FileState if state not in {FileState.DECIDED, FileState.SETTLED, FileState.DROPPED}
)


class RulingKind(TextChoices):
    """What a decision does."""

    PENALTY = "penalty", _("行政处罚并责令退回")
    RECOVERY = "recovery", _("责令退回")


class ServiceMethod(TextChoices):
    """How a paper reached the person."""

    IN_PERSON = "in_person", _("直接送达")
    LEFT = "left", _("留置送达")
    POST = "post", _("邮寄送达")
    PUBLIC = "public", _("公告送达")


class ReceiptKind(TextChoices):
    """What a payment was for."""

    REFUND = "refund", _("退回救助款")
    FINE = "fine", _("罚款")
    SURCHARGE = "surcharge", _("加处罚款")


class PoliceAnswer(TextChoices):
    """What the police did with what was handed over."""

    FILED = "filed", _("已立案侦查")
    RETURNED = "returned", _("不予立案，退回处理")


class Correction(TextChoices):
    """What became of an entry in the credit record."""

    WITHDRAWN = "withdrawn", _("撤销")
    AMENDED = "amended", _("更正")
