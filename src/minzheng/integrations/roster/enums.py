"""States of an import and how heavy a problem is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """A file is submitted by one person and approved or rejected by another; a dry run is no batch."""

    SUBMITTED = "submitted", _("待批准")
    APPROVED = "approved", _("已导入")
    REJECTED = "rejected", _("已退回")


class BatchKind(models.TextChoices):
    """What an import makes of a file."""

    TAKEOVER = "takeover", _("接管在发的户")
    REGISTRATION = "registration", _("登记家庭和情况")
    VETERANS = "veterans", _("登记优抚对象")
    COMPARISON = "comparison", _("只与系统比较")


class Severity(models.TextChoices):
    """An error keeps its household out; a warning does not; a note says what was left aside and why."""

    ERROR = "error", _("错误")
    WARNING = "warning", _("提醒")
    NOTE = "note", _("说明")
