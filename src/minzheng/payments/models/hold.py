"""A payment stopped on purpose: who, why, until when; lifted by another person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import ScopedManager
from minzheng.payments.models.run import both_or_neither
from minzheng.registry.models import BankAccount, Household


class PaymentHold(models.Model):
    """Nothing goes to the household (into the account, if one is named) until the hold is lifted or its last day ends.

    Only the lifting is written later. What became due meanwhile stays due and is paid with the next list.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("家庭"))
    # Empty: every payment to the household waits.
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收款账户")
    )
    program = models.CharField(_("救助项目"), max_length=40, blank=True)
    reason = models.CharField(_("暂停理由"), max_length=200)
    until_on = models.DateField(_("暂停到哪一天（含当日）"))
    placed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人"))
    placed_at = models.DateTimeField(_("登记时间"))
    lifted_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("解除人")
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lift_reason = models.CharField(_("解除理由"), max_length=200, blank=True)
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("暂停发放")
        verbose_name_plural = _("暂停发放")
        constraints = [
            both_or_neither("hold_lifted_pair", "lifted_by", "lifted_at"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("placed_by")),
                name="hold_is_lifted_by_another",
                violation_error_message=_("暂停发放须由另一人解除"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lift_reason=""), name="hold_is_lifted_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["household", "until_on"], name="hold_of_household")]
