"""How much of each form was filled in already: the count behind "each fact typed once"."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class FormCount(models.Model):
    """One form as it was sent: how many of its fields stood there already and stayed, were corrected, were typed."""

    form = models.CharField(_("表单"), max_length=80)
    division_code = models.CharField(_("所属村（社区）"), max_length=12)
    month = models.CharField(_("月份"), max_length=7)
    kept = models.PositiveIntegerField(_("预填后未改"))
    corrected = models.PositiveIntegerField(_("预填后更正"))
    typed = models.PositiveIntegerField(_("手工填写"))
    left_empty = models.PositiveIntegerField(_("没有填"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    sent_at = models.DateTimeField(_("提交时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("填表计数")
        indexes = [models.Index(fields=["month", "division_code"], name="workbench_form_month")]
