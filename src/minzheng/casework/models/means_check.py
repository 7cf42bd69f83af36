"""The economic-status check: asked for, reported, disputed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import CheckStatus
from minzheng.casework.models.paired import both_or_neither


class MeansCheck(models.Model):
    """One request to the county's checking centre and its report. `as_of` is the day the balances were true."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="means_checks", verbose_name=_("案件"))
    status = models.CharField(
        _("核对结果"), max_length=16, choices=CheckStatus.choices, default=CheckStatus.NOT_CHECKED
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    requested_at = models.DateTimeField(_("发起时间"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("启动人")
    )
    started_at = models.DateTimeField(_("启动时间"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("报告人")
    )
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    as_of_on = models.DateField(_("数据截止日"), null=True, blank=True)
    sources = models.JSONField(_("核对来源"), default=list)
    text = models.TextField(_("核对报告"), blank=True)
    rebuttal = models.TextField(_("申请人说明"), blank=True)
    is_rebuttal_accepted = models.BooleanField(_("说明成立"), null=True, blank=True)
    rebutted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("复核人")
    )
    rebutted_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("家庭经济状况核对")
        constraints = [
            both_or_neither("check_started", "started_by", "started_at"),
            both_or_neither("check_reported", "reported_by", "reported_at", "as_of_on"),
            both_or_neither("check_rebutted", "rebutted_by", "rebutted_at", "is_rebuttal_accepted"),
            models.CheckConstraint(
                condition=models.Q(status=CheckStatus.NOT_CHECKED.value, reported_at__isnull=True)
                | models.Q(reported_at__isnull=False)
                & models.Q(status__in=[CheckStatus.CONSISTENT.value, CheckStatus.INCONSISTENT.value]),
                name="casework_check_status_reported",
            ),
        ]
