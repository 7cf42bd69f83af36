"""The words of the archive. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArchiveClass(TextChoices):
    """The two classes of dibao files (关于加强最低生活保障档案管理的通知)."""

    APPROVAL = "approval", _("审批类")
    DAILY = "daily", _("日常管理类")


class VolumeState(TextChoices):
    """Where a volume is."""

    KEPT = "kept", _("在档")
    HANDED_OVER = "handed_over", _("已移交档案馆")
    DESTROYED = "destroyed", _("已销毁")


class Verdict(TextChoices):
    """What an appraisal of a volume whose period is over proposes (档案法实施条例 第二十四条)."""

    RETAIN = "retain", _("继续保管")
    DESTROY = "destroy", _("销毁")


class AssessmentState(TextChoices):
    """How far an appraisal has come."""

    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("未同意")
