"""The words of differences. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cause(TextChoices):
    """What made somebody look back."""

    FIGURE = "figure", _("新标准晚到")
    FACT = "fact", _("事实晚知")
    DECISION = "decision", _("原决定被改变")
    CHECK = "check", _("例行核对")


class ComputationState(TextChoices):
    """How far a computation is. It stops between households and goes on where it stopped."""

    RUNNING = "running", _("核算中")
    DONE = "done", _("已核算")


class ProposalKind(TextChoices):
    """Which way the money would go."""

    ARREARS = "arrears", _("补发")
    RECOVERY = "recovery", _("追回")


class ProposalState(TextChoices):
    """How far a proposal has come. Only a confirmed one moves anything."""

    OPEN = "open", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DISMISSED = "dismissed", _("不予处理")
    SUPERSEDED = "superseded", _("已由新的核算代替")


# Of a settled proposal nothing is proposed again.
SETTLED_STATES = (ProposalState.CONFIRMED, ProposalState.DISMISSED)
