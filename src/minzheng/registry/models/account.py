"""The account a household is paid to. The number is sealed; the last four digits are kept for people to compare."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.household import Household
from minzheng.registry.models.person import Person

ACCOUNT_CONTEXT = "registry.BankAccount.account"


class BankAccount(DatedFact):
    """The payee's account: the holder is a member, or a guardian whose capacity is written down."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("家庭"))
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("户名（持有人）")
    )
    guardian_note = models.CharField(
        _("监护说明"), max_length=200, blank=True, help_text=_("持有人不是家庭成员时，写明监护关系及依据")
    )
    bank_name = models.CharField(_("开户银行"), max_length=64)
    account_sealed = models.BinaryField(_("账号（密文）"))
    account_index = models.BinaryField(_("账号索引"), max_length=32, db_index=True)
    account_key_version = models.CharField(_("密钥版本"), max_length=8)
    account_last4 = models.CharField(_("账号末四位"), max_length=4)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("收款账户")
        verbose_name_plural = _("收款账户")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=~Q(bank_name=""), name="bankaccount_has_bank"),
        ]
