"""The calendar of working days: what the yearly holiday notice says, and the years for which there is one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose holiday notice is known. Every other year is guessed from Monday to Friday, and deadlines say so."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    source = models.TextField(_("依据"))
    entered_by = models.CharField(_("录入人"), max_length=150, null=True)
    entered_at = models.DateTimeField(_("录入时间"), null=True)

    class Meta:
        verbose_name = _("放假安排年度")
        verbose_name_plural = _("放假安排年度")
        constraints = [
            # Both empty: the year came with the software.
            models.CheckConstraint(
                name="calendar_year_entered_pair",
                condition=models.Q(entered_by__isnull=True, entered_at__isnull=True)
                | models.Q(entered_by__isnull=False, entered_at__isnull=False),
            ),
        ]


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday: a holiday on a weekday, or work on a weekend (调休)."""

    date = models.DateField(_("日期"), primary_key=True)
    is_workday = models.BooleanField(_("是否工作日"))
    note = models.CharField(_("说明"), max_length=60)
    source = models.TextField(_("依据"))

    class Meta:
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")
