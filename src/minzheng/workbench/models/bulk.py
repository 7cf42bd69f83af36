"""One act on many cases: each row its own transaction and its own result."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.workbench.enums import RowResult


class BulkAct(models.Model):
    """What somebody did to the rows they chose; the words typed once for all are kept sealed."""

    verb = models.CharField(_("事项"), max_length=40)
    values_sealed = models.BinaryField(_("共同填写的内容（密文）"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    done_at = models.DateTimeField(_("办理时间"))
    retry_of = models.ForeignKey(
        "self", models.PROTECT, related_name="retries", null=True, blank=True, verbose_name=_("重办自")
    )

    class Meta:
        verbose_name = _("批量办理")


class BulkRow(models.Model):
    """One case of a bulk act. The result is written in the transaction that did the act, or it was not done."""

    bulk = models.ForeignKey(BulkAct, models.PROTECT, related_name="rows", verbose_name=_("批量办理"))
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", verbose_name=_("办件"))
    amount_fen = models.BigIntegerField(_("金额（分）"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=12, choices=RowResult.choices, default=RowResult.WAITING)
    message = models.TextField(_("说明"), blank=True)
    finished_at = models.DateTimeField(_("办完时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("批量办理明细")
        constraints = [models.UniqueConstraint(fields=["bulk", "case"], name="workbench_bulk_row_once")]
