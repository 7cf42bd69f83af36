"""One assessment of one unit for one period, its submission and its closing. All append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.assessment.enums import State


class Assessment(models.Model):
    """What is assessed, by which sheet (frozen as it read when it was begun). A reopened one is a new version.

    `unit_name` is empty where the division is the unit; a home or a station is called by its name.
    """

    number = models.CharField(_("编号"), max_length=40, unique=True)
    sheet_code = models.CharField(_("自评表"), max_length=60)
    sheet_version = models.PositiveSmallIntegerField(_("自评表版本"))
    sheet = models.JSONField(_("自评表内容"))
    division_code = models.CharField(_("所属区划"), max_length=12, db_index=True)
    unit_name = models.CharField(_("单位名称"), max_length=80, blank=True)
    period = models.CharField(_("评估期"), max_length=6)
    version = models.PositiveSmallIntegerField(_("第几次"), default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, related_name="next", null=True, blank=True, verbose_name=_("退回的自评")
    )
    reopen_reason = models.TextField(_("退回原因"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("开始填报人")
    )
    started_at = models.DateTimeField(_("开始填报时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("规范化建设自评")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_code", "division_code", "unit_name", "period", "version"],
                name="assessment_one_of_a_version",
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True, reopen_reason="", version=1)
                | Q(previous__isnull=False, version__gt=1) & ~Q(reopen_reason=""),
                name="assessment_reopened_with_reason",
            ),
        ]

    @property
    def state(self) -> State:
        """Say where it stands; load `next`, `submission` and `closing` with it."""
        if hasattr(self, "next"):
            return State.SUPERSEDED
        if hasattr(self, "closing"):
            return State.CLOSED
        return State.SUBMITTED if hasattr(self, "submission") else State.DRAFT


class Submission(models.Model):
    """The unit's own score, with the figures frozen beside it."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="submission", verbose_name=_("自评"))
    statement = models.TextField(_("自评说明"), blank=True)
    points = models.DecimalField(_("自评得分"), max_digits=7, decimal_places=2)
    out_of = models.DecimalField(_("应得分"), max_digits=7, decimal_places=2)
    grade = models.CharField(_("自评等次"), max_length=20)
    score = models.JSONField(_("逐项得分"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人")
    )
    submitted_at = models.DateTimeField(_("提交时间"))

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("自评提交")


class Closing(models.Model):
    """The score as the reviewer found it; nothing comes after it but a new version."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="closing", verbose_name=_("自评"))
    opinion = models.TextField(_("复核意见"))
    points = models.DecimalField(_("复核得分"), max_digits=7, decimal_places=2)
    out_of = models.DecimalField(_("应得分"), max_digits=7, decimal_places=2)
    grade = models.CharField(_("等次"), max_length=20)
    score = models.JSONField(_("逐项得分"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("确认人"))
    closed_at = models.DateTimeField(_("确认时间"))

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("自评确认")
