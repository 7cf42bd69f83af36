"""Goods and cards: counted in their own measure instead of fen. The stock of a good in one place is a fund of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import ScopedManager
from minzheng.ledger.enums import FEN
from minzheng.ledger.models.close import together
from minzheng.ledger.models.transfer import Transfer


class Good(models.Model):
    """A kind of thing that is given: rice by the kilogram, a quilt, a point of a meal card. Its code is the unit."""

    code = models.CharField(_("物资代码"), max_length=24, unique=True)
    name = models.CharField(_("物资名称"), max_length=40, unique=True)
    measure = models.CharField(_("计量单位"), max_length=8)
    named_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人"))
    named_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("物资种类")
        verbose_name_plural = _("物资种类")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code=FEN) & ~Q(code="") & ~Q(name="") & ~Q(measure=""), name="a_good_is_named_and_no_money"
            )
        ]


class WriteOff(models.Model):
    """What is spoilt or lost: said by one person, written off by another."""

    good = models.ForeignKey(Good, on_delete=models.PROTECT, related_name="+", verbose_name=_("物资种类"))
    division_code = models.CharField(_("库房所在地"), max_length=12, db_index=True)
    quantity = models.BigIntegerField(_("数量"))
    reason = models.CharField(_("报损原因"), max_length=200)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准人")
    )
    confirmed_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    transfer = models.OneToOneField(
        Transfer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("流水")
    )

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("物资报损")
        verbose_name_plural = _("物资报损")
        constraints = [
            together("writeoff_confirmed_pair", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & ~Q(reason=""), name="writeoff_says_how_much_and_why"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="writeoff_needs_two_people",
                violation_error_message=_("批准人与提出人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, transfer__isnull=True)
                | Q(confirmed_by__isnull=False, transfer__isnull=False),
                name="writeoff_is_booked_when_confirmed",
            ),
        ]
