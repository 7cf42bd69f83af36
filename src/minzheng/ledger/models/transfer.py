"""A transfer: one row, one debit, one credit, a positive amount. Never updated, never deleted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.ledger.enums import Why
from minzheng.ledger.models.account import Account


class Transfer(models.Model):
    """Money that moved from `debit` to `credit`, in fen, with why and for what.

    `made_at` says in which month it is booked, `month` to which month the benefit belongs (docs/adr/0115).
    `idempotency_key` makes a repeated call harmless; `reverses` points at the transfer that this one undoes, once.
    No foreign key leads up to what it is about: the books outlive it.
    """

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits", verbose_name=_("付出账户"))
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits", verbose_name=_("收入账户"))
    amount_fen = models.BigIntegerField(_("金额（分）"))
    why = models.CharField(_("事由"), max_length=16, choices=Why.choices)
    reference_kind = models.CharField(_("关联对象类别"), max_length=40)
    reference_id = models.CharField(_("关联对象"), max_length=64)
    idempotency_key = models.CharField(_("防重键"), max_length=120, unique=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("冲正的流水"),
    )
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    month = models.CharField(_("所属月份"), max_length=7)
    made_by = models.CharField(_("经手人"), max_length=64)
    made_at = models.DateTimeField(_("记账时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("流水")
        verbose_name_plural = _("流水")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfer_amount_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two_accounts"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="transfer_why_is_known"),
            models.CheckConstraint(
                condition=Q(why=Why.REVERSAL, reverses__isnull=False)
                | (~Q(why=Why.REVERSAL) & Q(reverses__isnull=True)),
                name="a_reversal_names_what_it_reverses",
            ),
        ]
        indexes = [
            models.Index(fields=["reference_kind", "reference_id"], name="transfer_reference"),
            models.Index(fields=["made_at"], name="transfer_made_at"),
        ]
