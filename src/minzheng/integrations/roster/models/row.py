"""One good household of a submitted file: what the approver sees in the open, the rest sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models import Decision
from minzheng.integrations.roster.models.batch import ImportBatch
from minzheng.registry.models import Household


class ImportRow(models.Model):
    """`sealed` holds the whole household (names, ID numbers, incomes, account) as encrypted JSON.

    After approval the row names the household and the taken-over decision made from it, or why it was left out.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows", verbose_name=_("批次"))
    sheet = models.CharField(_("工作表"), max_length=64)
    row = models.PositiveIntegerField(_("行"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    division_name = models.CharField(_("村（社区）"), max_length=64)
    head_name = models.CharField(_("户主"), max_length=64)
    document_number = models.CharField(_("证号或文号"), max_length=64)
    persons = models.PositiveSmallIntegerField(_("登记人数"))
    amount_fen = models.BigIntegerField(_("月发放金额（分）"))
    from_month = models.CharField(_("起始月份"), max_length=7)
    account_last4 = models.CharField(_("账号末四位"), max_length=4)
    sealed = models.BinaryField(_("加密的户资料"))
    household = models.OneToOneField(
        Household, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("导入的户")
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("接管的决定")
    )
    left_out_reason = models.TextField(_("未导入原因"), blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("待导入的户")
        verbose_name_plural = _("待导入的户")
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "row"], name="roster_row_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="roster_row_amount"),
            models.CheckConstraint(
                condition=Q(household__isnull=True, decision__isnull=True)
                | Q(household__isnull=False, decision__isnull=False, left_out_reason=""),
                name="roster_row_imported_whole",
            ),
        ]
