"""A visit to a family that, on what is known, qualifies and gets nothing: sent to its village, its result recorded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.screening.enums import VisitResult
from minzheng.screening.models.screen import Finding


class GapVisit(models.Model):
    """One family and one program are visited once at a time; what came of it is written once."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="visit", verbose_name=_("筛查结果"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("区划代码"), max_length=12)
    due_on = models.DateField(_("走访期限"))
    due_counted = models.TextField(_("期限怎样算出"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("派发人"))
    sent_at = models.DateTimeField(_("派发时间"))
    visited_on = models.DateField(_("走访日期"), null=True, blank=True)
    result = models.CharField(_("走访结果"), max_length=10, choices=VisitResult.choices, blank=True)
    words = models.TextField(_("说明"), blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("走访人")
    )
    visited_at = models.DateTimeField(_("登记时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("应保未保走访")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "program"], condition=Q(visited_at__isnull=True), name="screening_one_open_visit"
            ),
            models.CheckConstraint(
                condition=Q(visited_by__isnull=True, visited_at__isnull=True, visited_on__isnull=True, result="")
                | Q(visited_by__isnull=False, visited_at__isnull=False, visited_on__isnull=False)
                & Q(result__in=VisitResult.values)
                & ~Q(words=""),
                name="screening_visit_written_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="screening_visit_due", condition=Q(visited_at__isnull=True))]
