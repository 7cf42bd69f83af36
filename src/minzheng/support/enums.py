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
