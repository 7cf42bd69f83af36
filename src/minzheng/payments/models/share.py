"""Which fund pays what of a list and of each of its lines: fixed when the list is approved, never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.payments.models.fund import Fund
from minzheng.payments.models.line import PayLine
from minzheng.payments.models.run import PayRun


class RunShare(models.Model):
    """What one fund reserved for a run; the shares of a run add up to its total."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="shares", verbose_name=_("发放批次"))
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="shares", verbose_name=_("专项资金"))
    amount_fen = models.BigIntegerField(_("金额（分）"))

    class Meta:
        verbose_name = _("批次的资金分担")
        verbose_name_plural = _("批次的资金分担")
        constraints = [
            models.UniqueConstraint(fields=["run", "fund"], name="one_share_per_run_and_fund"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="runshare_is_positive"),
        ]


class LineShare(models.Model):
    """What one fund pays of a line; the shares of a line add up to its amount. The bank's answer moves them all."""

    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="shares", verbose_name=_("发放明细"))
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+", verbose_name=_("专项资金"))
    amount_fen = models.BigIntegerField(_("金额（分）"))

    objects = ScopedManager("line__division_code")

    class Meta:
        verbose_name = _("明细的资金分担")
        verbose_name_plural = _("明细的资金分担")
        constraints = [
            models.UniqueConstraint(fields=["line", "fund"], name="one_share_per_line_and_fund"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="lineshare_is_positive"),
        ]
