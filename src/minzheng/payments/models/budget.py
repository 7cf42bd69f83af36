"""What was meant to be spent: the budget of a fund, and what was added to it in the year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.payments.models.fund import Fund


class Budget(models.Model):
    """A budget document for a fund. The first is the year's budget, each later one a supplement to it."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="budgets", verbose_name=_("专项资金"))
    document_number = models.CharField(_("预算文号"), max_length=80)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    is_supplement = models.BooleanField(_("追加预算"))
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人"))
    set_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("资金预算")
        verbose_name_plural = _("资金预算")
        constraints = [
            models.UniqueConstraint(fields=["fund", "document_number"], name="budget_document_once"),
            models.UniqueConstraint(fields=["fund"], condition=Q(is_supplement=False), name="one_first_budget"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="budget_is_positive"),
        ]
