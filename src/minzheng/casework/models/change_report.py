"""A change somebody told the office of, or the office found itself, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import ChangeKind, ReportedBy
from minzheng.casework.models.paired import both_or_neither


class ChangeReport(models.Model):
    """What changed, when, and when the office was told. Append-only but for how it was handled.

    `is_late`: a major change that the household did not tell within three months (民发〔2022〕83号 第五条（五）).
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="change_reports", verbose_name=_("案件"))
    kind = models.CharField(_("变化种类"), max_length=12, choices=ChangeKind.choices)
    text = models.TextField(_("变化情况"))
    changed_on = models.DateField(_("变化日期"))
    told_on = models.DateField(_("告知日期"))
    told_by = models.CharField(_("信息来源"), max_length=12, choices=ReportedBy.choices)
    teller = models.CharField(_("报告人"), max_length=50, blank=True)
    is_major = models.BooleanField(_("重大变化"))
    is_late = models.BooleanField(_("逾期未报告"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    recorded_at = models.DateTimeField(_("录入时间"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("处理人")
    )
    handled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    finding = models.TextField(_("处理情况"), blank=True)
    determination = models.ForeignKey(
        "casework.Determination", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("重新核算")
    )
    proposal = models.ForeignKey(
        "casework.ReviewProposal", models.PROTECT, related_name="change_reports", null=True, blank=True,
        verbose_name=_("变更建议"),
    )  # fmt: skip

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("情况变化报告")
        constraints = [
            both_or_neither("change_report_handled", "handled_by", "handled_at"),
            models.CheckConstraint(condition=Q(told_on__gte=F("changed_on")), name="casework_change_told_after"),
            models.CheckConstraint(condition=Q(is_late=False) | Q(is_major=True), name="casework_change_late_major"),
        ]
        indexes = [
            models.Index(fields=["case"], name="casework_change_open", condition=Q(handled_at__isnull=True)),
        ]
