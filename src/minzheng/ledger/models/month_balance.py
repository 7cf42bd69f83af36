"""What an account took in and gave out in a month. Only the database writes it (see `month_triggers.py`)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.ledger.models.account import Account


class MonthBalance(models.Model):
    """The sums of the transfers that were booked in a calendar month of China, whatever month they were for.

    So years of a fund are read from a few rows, and a month that is over does not change any more.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="months", verbose_name=_("账户"))
    month = models.CharField(_("记账月份"), max_length=7)
    debited_fen = models.BigIntegerField(_("付出合计（分）"))
    credited_fen = models.BigIntegerField(_("收入合计（分）"))
    # The newest transfer in the sums: a hand that writes them has no later one to name.
    last_transfer_id = models.BigIntegerField(_("最近一笔流水"))

    class Meta:
        verbose_name = _("账户月度发生额")
        verbose_name_plural = _("账户月度发生额")
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="one_balance_per_account_and_month"),
            models.CheckConstraint(
                condition=Q(debited_fen__gte=0, credited_fen__gte=0), name="month_sums_not_negative"
            ),
        ]
