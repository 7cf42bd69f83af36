"""An index of one region and month, as the statistics office released it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.prices.enums import IndexKind


class PriceIndex(models.Model):
    """The rise against the same month of last year, in basis points. It counts once a second person confirmed it.

    The regions lie above the county and the figures are public, so they are not scoped by area. Append-only: a
    correction is a new row that names the one it replaces and is confirmed like any other.
    """

    region = models.CharField(_("地区代码"), max_length=12)
    month = models.CharField(_("月份"), max_length=7)
    kind = models.CharField(_("指数"), max_length=8, choices=IndexKind.choices)
    rise_bp = models.IntegerField(_("同比涨幅（基点）"))
    released_on = models.DateField(_("发布日期"))
    source = models.CharField(_("来源"), max_length=200)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("更正的记录")
    )
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("核对人")
    )
    confirmed_at = models.DateTimeField(_("核对时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("价格指数")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "month", "kind"], condition=Q(replaces__isnull=True), name="prices_index_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=IndexKind.values), name="prices_index_kind_is_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="prices_index_confirmed_together",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="prices_index_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="prices_index_correction_has_reason",
            ),
        ]
