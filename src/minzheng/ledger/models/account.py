"""An account and its balance. Only the database moves the balance, when a transfer is inserted (see `triggers.py`)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.ledger.enums import FEN, AccountKind


class Account(models.Model):
    """A pot of money in whole fen, or of one good in whole measures.

    `balance_fen` is credits minus debits in that unit; the sum over all accounts of a unit is zero.
    """

    code = models.CharField(_("账户代码"), max_length=80, unique=True)
    name = models.CharField(_("账户名称"), max_length=120)
    kind = models.CharField(_("账户类别"), max_length=16, choices=AccountKind.choices)
    # What is counted: whole fen, or the code of a good or card (`Good`) in whole measures.
    unit = models.CharField(_("计量"), max_length=24, default=FEN)
    fund_code = models.CharField(_("资金代码"), max_length=64, db_index=True)
    may_go_negative = models.BooleanField(_("允许为负"), default=False)
    balance_fen = models.BigIntegerField(_("余额（分）"), default=0)
    # The newest transfer in the balance: lets the database prove that each transfer was counted exactly once.
    last_transfer_id = models.BigIntegerField(_("最近一笔流水"), default=0)
    opened_at = models.DateTimeField(_("开户时间"))

    class Meta:
        verbose_name = _("账户")
        verbose_name_plural = _("账户")
        constraints = [
            models.CheckConstraint(
                condition=Q(balance_fen__gte=0) | Q(may_go_negative=True),
                name="account_never_overdrawn",
                violation_error_message=_("账户余额不足，不能透支"),
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.SOURCE) | Q(may_go_negative=False),
                name="only_a_source_may_go_negative",
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.WRITTEN_OFF) | ~Q(unit=FEN), name="money_is_never_written_off"
            ),
            models.UniqueConstraint(F("fund_code"), F("kind"), name="one_account_per_fund_and_kind"),
        ]
