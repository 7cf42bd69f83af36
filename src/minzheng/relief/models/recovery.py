"""Help that rested on false facts is asked back: proposed, the person heard, confirmed by another, and booked back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.models.fund import Refill
from minzheng.relief.models.grant import Voucher
from minzheng.relief.models.paired import both_or_neither
from minzheng.relief.models.request import Request


class Recovery(models.Model):
    """So many fen, or so many pieces of the good, that must come back. Principal only: a fine is honesty's.

    Nothing is owed before it is confirmed, and nothing is confirmed before the person was heard.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="recoveries", verbose_name=_("救助请求"))
    wrong = models.TextField(_("哪些事实不实"))
    amount_fen = models.PositiveBigIntegerField(_("应退回的金额（分）"), default=0)
    quantity = models.PositiveIntegerField(_("应退回的件数"), default=0)
    law = models.CharField(_("依据"), max_length=120)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    opinion = models.TextField(_("本人意见"), blank=True)
    heard_on = models.DateField(_("听取意见日期"), null=True, blank=True)
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("听取人")
    )
    heard_at = models.DateTimeField(_("听取登记时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("决定人")
    )
    confirmed_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("不予追回人")
    )
    dropped_at = models.DateTimeField(_("不予追回时间"), null=True, blank=True)
    drop_reason = models.TextField(_("不予追回的理由"), blank=True)
    settled_at = models.DateTimeField(_("退清时间"), null=True, blank=True)

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("追回")
        constraints = [
            both_or_neither("recovery_heard", "heard_by", "heard_at", "heard_on"),
            both_or_neither("recovery_confirmed", "confirmed_by", "confirmed_at"),
            both_or_neither("recovery_dropped", "dropped_by", "dropped_at"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, quantity=0) | Q(amount_fen=0, quantity__gt=0),
                name="relief_recovery_is_money_or_goods",
            ),
            models.CheckConstraint(condition=~Q(wrong=""), name="relief_recovery_says_what_was_false"),
            models.CheckConstraint(
                condition=Q(heard_by__isnull=True) | ~Q(opinion=""), name="relief_recovery_hears_words"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(heard_by__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="relief_recovery_needs_two_people_and_a_hearing",
                violation_error_message=_("决定人与提出人不能是同一人，且须先听取本人意见"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(dropped_by__isnull=True), name="relief_recovery_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="relief_recovery_settled_late",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(dropped_by__isnull=True), name="relief_one_recovery_a_request"
            ),
        ]


class MoneyBack(models.Model):
    """What came back, with the number of the paper that proves it; booked to where it was paid from. Append-only.

    `refill` is the refill of the reserve fund that asked for so much less.
    """

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="receipts", verbose_name=_("追回"))
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="+", verbose_name=_("原发放凭证"))
    amount_fen = models.PositiveBigIntegerField(_("退回的金额（分）"), default=0)
    quantity = models.PositiveIntegerField(_("退回的件数"), default=0)
    received_on = models.DateField(_("退回日期"))
    receipt_number = models.CharField(_("票据号"), max_length=60)
    transfer = models.OneToOneField("ledger.Transfer", models.PROTECT, related_name="+", verbose_name=_("流水"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    refill = models.ForeignKey(
        Refill, models.PROTECT, related_name="money_back", null=True, blank=True, verbose_name=_("补足备用金")
    )

    objects = ScopedManager("recovery__request__division_code")

    class Meta:
        verbose_name = _("退回登记")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, quantity=0) | Q(amount_fen=0, quantity__gt=0),
                name="relief_money_back_is_something",
            ),
            models.CheckConstraint(condition=~Q(receipt_number=""), name="relief_money_back_has_a_paper"),
            models.UniqueConstraint(fields=["receipt_number", "voucher"], name="relief_money_back_once"),
        ]
