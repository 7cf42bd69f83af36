"""A changed receiving account, confirmed by a second person; it is used from a day on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import ScopedManager
from minzheng.registry.models import BankAccount


class AccountChange(models.Model):
    """What the registry was told of a new account is not enough to pay into it: someone else has looked at it too.

    The first account of a household needs none of this. That the two people differ is kept by a trigger.
    """

    account = models.OneToOneField(BankAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("收款账户"))
    cooling_days = models.PositiveSmallIntegerField(_("冷静期（天）"))
    usable_from = models.DateField(_("自何日起使用"))
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"))
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("收款账户变更")
        verbose_name_plural = _("收款账户变更")
