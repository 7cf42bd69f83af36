"""A month in which rising prices started the subsidy, as it was confirmed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class SubsidyMonth(models.Model):
    """Frozen: the reason, the indices read, what a person of each group gets and how it was reckoned, the last day.

    There is one for a month, so nothing can be paid for a year at once.
    """

    division_code = models.CharField(_("区划代码"), max_length=12)
    month = models.CharField(_("月份"), max_length=7)
    rule = models.CharField(_("适用规则"), max_length=40)
    why = models.TextField(_("启动理由"))
    rise_bp = models.IntegerField(_("计发所按的涨幅（基点）"))
    trace = models.JSONField(_("启动条件与指数"))
    lines = models.JSONField(_("各群体每人金额与算法"))
    released_on = models.DateField(_("指数发布日期"))
    due_on = models.DateField(_("应发放的最后一日"), null=True, blank=True)
    counted = models.CharField(_("期限的算法"), max_length=400, blank=True)
    document_number = models.CharField(_("发放文号"), max_length=80, unique=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("确认人")
    )
    confirmed_at = models.DateTimeField(_("确认时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("价格补贴月份")
        constraints = [
            models.UniqueConstraint(fields=["division_code", "month"], name="prices_month_once"),
        ]
