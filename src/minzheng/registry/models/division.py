"""Administrative divisions, five levels, and the number series of households. Public data, not scoped."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Division(models.Model):
    """A division by its 12-digit statistical code. Names repeat inside one county: always link by code."""

    code = models.CharField(_("区划代码"), max_length=12, primary_key=True)
    level = models.PositiveSmallIntegerField(_("级别"))
    name = models.CharField(_("名称"), max_length=64)
    parent_code = models.CharField(_("上级代码"), max_length=12, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=16)
    pinyin = models.CharField(_("拼音"), max_length=200)
    initials = models.CharField(_("拼音首字母"), max_length=64)

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="division_level_is_known"),
        ]


class HouseholdSeries(models.Model):
    """The last household number given out in a county; its row is locked while a number is taken."""

    county_code = models.CharField(_("县级代码"), max_length=6, primary_key=True)
    last_number = models.PositiveBigIntegerField(_("已用到的序号"), default=0)

    class Meta:
        verbose_name = _("户号序列")
        verbose_name_plural = _("户号序列")
