"""What a good cost in a market in a week."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class MarketPrice(models.Model):
    """One good in one market in one week. Append-only: a correction is a new row that names the one it replaces."""

    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    week = models.DateField(_("所属的周（星期一）"))
    good = models.CharField(_("品种"), max_length=40)
    market = models.CharField(_("市场"), max_length=60)
    unit = models.CharField(_("计价单位"), max_length=20)
    price_fen = models.BigIntegerField(_("价格（分）"))
    seen_on = models.DateField(_("采价日期"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("更正的记录")
    )
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("周价格")
        indexes = [models.Index(fields=["week", "good"], name="prices_week_good")]
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "week", "good", "market"],
                condition=Q(replaces__isnull=True),
                name="prices_once_a_week",
            ),
            models.CheckConstraint(condition=Q(price_fen__gt=0), name="prices_price_is_positive"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="prices_correction_has_reason",
            ),
        ]
