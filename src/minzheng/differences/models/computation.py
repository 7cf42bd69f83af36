"""One look back: which program, which months, because of what, and how far it has come."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.differences.enums import Cause, ComputationState


class Computation(models.Model):
    """What was asked is frozen, `known_at` above all; `cursor` is the last case that is done, so that it goes on there.

    Chunks are whole transactions: what is counted is what was written.
    """

    number = models.CharField(_("核算编号"), max_length=40, unique=True)
    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    first_month = models.CharField(_("起始月份"), max_length=7)
    last_month = models.CharField(_("截止月份"), max_length=7)
    cause = models.CharField(_("原因"), max_length=12, choices=Cause.choices)
    reason = models.CharField(_("说明"), max_length=300)
    figure = models.ForeignKey(
        "casework.LocalFigure", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("新标准")
    )
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("只核算的办件")
    )
    known_at = models.DateTimeField(_("事实和标准截至"))
    total = models.PositiveIntegerField(_("应核算户数"))
    state = models.CharField(
        _("状态"), max_length=12, choices=ComputationState.choices, default=ComputationState.RUNNING
    )
    cursor = models.BigIntegerField(_("已核算到的办件"), default=0)
    done = models.PositiveIntegerField(_("已核算户数"), default=0)
    changed = models.PositiveIntegerField(_("有差额户数"), default=0)
    unchanged = models.PositiveIntegerField(_("无差额户数"), default=0)
    already = models.PositiveIntegerField(_("差额已提出户数"), default=0)
    left_out_count = models.PositiveIntegerField(_("未能核算户数"), default=0)
    arrears_fen = models.BigIntegerField(_("应补发（分）"), default=0)
    recovery_fen = models.BigIntegerField(_("应追回（分）"), default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核算人"))
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("差额核算")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__lte=models.F("last_month")), name="differences_months_in_order"
            ),
            models.CheckConstraint(
                condition=Q(done=models.F("changed") + models.F("unchanged") + models.F("already")),
                name="differences_done_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(state=ComputationState.RUNNING.value, finished_at__isnull=True)
                | Q(state=ComputationState.DONE.value, finished_at__isnull=False),
                name="differences_done_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state=ComputationState.RUNNING.value, case__isnull=True),
                name="differences_one_computation_at_a_time",
            ),
        ]


class LeftOut(models.Model):
    """Months of a household that could not be reckoned, and why: said aloud, never passed over."""

    computation = models.ForeignKey(Computation, models.PROTECT, related_name="left_out", verbose_name=_("差额核算"))
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", verbose_name=_("办件"))
    months = models.JSONField(_("月份"))
    reason = models.CharField(_("原因"), max_length=300)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("未能核算的月份")
