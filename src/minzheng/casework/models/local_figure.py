"""Figures that people of the county entered from a document: rows that stand before the packaged ones."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.casework.models.paired import both_or_neither


class LocalFigure(models.Model):
    """One value of one figure at a place from a day on, by which document. It reaches no person and has no area.

    `from_on` is when it holds, `approved_at` when it became known: before that it counts for nothing, after that it
    is never edited. A mistake is put right by a later row of the same figure, place and day.
    """

    code = models.CharField(_("指标代码"), max_length=64)
    name = models.CharField(_("指标"), max_length=120)
    unit = models.CharField(_("单位"), max_length=40)
    where = models.CharField(_("适用地区"), max_length=12)
    level = models.CharField(_("确定机关层级"), max_length=8)
    from_on = models.DateField(_("执行日期"))
    value = models.BigIntegerField(_("数值"))
    reference = models.CharField(_("文件名称和文号"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("批准人")
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("撤回人")
    )
    dropped_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    drop_reason = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("录入的标准")
        constraints = [
            both_or_neither("figure_approved", "approved_by", "approved_at"),
            both_or_neither("figure_dropped", "dropped_by", "dropped_at"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                name="casework_figure_two_people",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(dropped_by__isnull=True), name="casework_figure_one_end"
            ),
            models.UniqueConstraint(
                fields=["code", "where", "level", "from_on"],
                condition=Q(approved_by__isnull=True, dropped_by__isnull=True),
                name="casework_one_figure_waiting",
            ),
        ]
