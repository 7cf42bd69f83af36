"""A benefit somebody draws in another county: learnt by check or letter, for this register does not hold it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models.paired import both_or_neither


class OutsideBenefit(models.Model):
    """Flag that a person is covered elsewhere, until a named person records that it has ended there."""

    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="outside_benefits", verbose_name=_("人员")
    )
    program = models.CharField(_("救助项目"), max_length=40)
    county = models.CharField(_("享受地"), max_length=60)
    source = models.CharField(_("来源"), max_length=120)
    found_on = models.DateField(_("查明日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    end_source = models.CharField(_("已停的依据"), max_length=120, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("销记人")
    )
    ended_at = models.DateTimeField(_("销记时间"), null=True, blank=True)

    objects = ScopedManager("person__division_code")

    class Meta:
        verbose_name = _("外县享受记录")
        constraints = [both_or_neither("outside_ended", "ended_by", "ended_at")]
        indexes = [models.Index(fields=["person", "program"], name="casework_outside_person")]
