"""One good household of a submitted file: what the approver sees in the open, the rest sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models import Decision
from minzheng.integrations.roster.models.batch import ImportBatch
from minzheng.registry.models import Household, Person


class ImportRow(models.Model):
    """`sealed` holds the whole household (names, ID numbers, incomes, account) as encrypted JSON.

    Amount, document, month and account are those of a decision to be taken over; a row that only registers has none.
    After approval the row names the household and the taken-over decision made from it, or the household or person that
    was registered or added to, or why it was left out.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows", verbose_name=_("批次"))
    sheet = models.CharField(_("工作表"), max_length=64)
    row = models.PositiveIntegerField(_("行"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    division_name = models.CharField(_("村（社区）"), max_length=64)
    head_name = models.CharField(_("户主"), max_length=64)
    document_number = models.CharField(_("证号或文号"), max_length=64, blank=True)
    household_number = models.CharField(_("已登记的户号"), max_length=24, blank=True)
    persons = models.PositiveSmallIntegerField(_("登记人数"))
    amount_fen = models.BigIntegerField(_("月发放金额（分）"))
    from_month = models.CharField(_("起始月份"), max_length=7, blank=True)
    account_last4 = models.CharField(_("账号末四位"), max_length=4, blank=True)
    sealed = models.BinaryField(_("加密的户资料"))
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("导入的户")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("登记的人员")
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
            models.UniqueConstraint(
                fields=["household"], condition=Q(decision__isnull=False), name="roster_row_takes_over_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(document_number="")
                | Q(amount_fen=0, document_number="", from_month="", account_last4=""),
                name="roster_row_amount",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=True, decision__isnull=True, person__isnull=True)
                | Q(household__isnull=False, decision__isnull=False, person__isnull=True, left_out_reason="")
                | Q(decision__isnull=True, amount_fen=0, left_out_reason="")
                & (Q(household__isnull=False, person__isnull=True) | Q(household__isnull=True, person__isnull=False)),
                name="roster_row_imported_whole",
            ),
        ]
