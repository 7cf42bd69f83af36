"""The reserve fund of a township. Its money stands in the ledger; here is who asked for more and who approved it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.enums import RefillKind
from minzheng.relief.models.paired import both_or_neither


class ReserveFund(models.Model):
    """One per township and program; `code` is the fund code of its accounts in the ledger. Append-only."""

    code = models.CharField(_("资金代码"), max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("乡镇（街道）"), max_length=12)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("开立人"))
    opened_at = models.DateTimeField(_("开立时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("备用金")
        constraints = [
            models.UniqueConstraint(fields=["program", "division_code"], name="relief_one_fund_per_township")
        ]


class Refill(models.Model):
    """Money for a reserve fund: asked for by one person, approved or refused by the county.

    A monthly refill is what the vouchers of the fund add up to, and no other amount; an opening is what the formula
    says.
    """

    fund = models.ForeignKey(ReserveFund, models.PROTECT, related_name="refills", verbose_name=_("备用金"))
    kind = models.CharField(_("类别"), max_length=10, choices=RefillKind.choices)
    month = models.CharField(_("月份"), max_length=7)
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    reckoned = models.JSONField(_("怎样算出"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    proposed_at = models.DateTimeField(_("申请时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("批准人")
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("退回人")
    )
    refused_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    refuse_reason = models.CharField(_("退回理由"), max_length=200, blank=True)
    transfer = models.OneToOneField(
        "ledger.Transfer", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("流水")
    )

    objects = ScopedManager("fund__division_code")

    class Meta:
        verbose_name = _("补足备用金")
        constraints = [
            both_or_neither("refill_approved", "approved_by", "approved_at", "transfer"),
            both_or_neither("refill_refused", "refused_by", "refused_at"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="relief_refill_needs_two_people",
                violation_error_message=_("批准人与申请人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(refused_by__isnull=True), name="relief_refill_ends_one_way"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="relief_refill_is_positive"),
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(approved_by__isnull=True, refused_by__isnull=True),
                name="relief_one_open_refill",
            ),
        ]
