"""The lines of a run: who is paid what, into which account, on which decision. And who had to wait, and why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.ledger.models import Due
from minzheng.payments.enums import ARRIVED_STATUSES, LIVE_STATUSES, LineStatus
from minzheng.payments.models.run import PayRun
from minzheng.registry.models import BankAccount, Household, Person


class PayLine(models.Model):
    """One payment to one household. Frozen when prepared; only what the bank says of it is written later.

    A due is paid in portions: one, unless the bank paid only part of a line and the rest is sent again. A portion has
    at most one live line in the whole database, and no due ever gets more than its amount (a trigger adds up): that is
    what makes paying twice impossible (docs/adr/0111-a-part-paid-line-reopens-its-rest.md).
    """

    # Without an index of their own: run, due, household and repays are found by the constraints and indexes below, and
    # nothing is asked by payee.
    run = models.ForeignKey(
        PayRun, on_delete=models.PROTECT, related_name="lines", verbose_name=_("发放批次"), db_index=False
    )
    seq = models.PositiveIntegerField(_("序号"))
    serial = models.CharField(_("流水号"), max_length=32)
    due = models.ForeignKey(
        Due, on_delete=models.PROTECT, related_name="lines", verbose_name=_("应发待遇"), db_index=False
    )
    attempt = models.PositiveSmallIntegerField(_("第几次发放"))
    portion = models.PositiveSmallIntegerField(_("分次序号"), default=0)
    repays = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repaid_by",
        verbose_name=_("补发的是哪一笔"),
        db_index=False,
    )
    month = models.CharField(_("待遇月份"), max_length=7)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("家庭"), db_index=False
    )
    household_number = models.CharField(_("户号"), max_length=24)
    payee = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("领款人"), db_index=False
    )
    payee_name = models.CharField(_("户名"), max_length=64)
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("收款账户")
    )
    bank_name = models.CharField(_("开户行"), max_length=64)
    # Copied from the registry's fact; opened with the context it was sealed with.
    account_sealed = models.BinaryField(_("账号（密文）"))
    account_last4 = models.CharField(_("账号末四位"), max_length=4)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    person_count = models.PositiveSmallIntegerField(_("保障人数"))
    decision_id = models.BigIntegerField(_("依据的决定"))
    case_number = models.CharField(_("办件编号"), max_length=40)
    document_number = models.CharField(_("决定文号"), max_length=80)
    division_code = models.CharField(_("区划代码"), max_length=12)
    # Over all of the above; which form of it, the key and its version stand in payments/queries/line_seal.py.
    seal_form = models.PositiveSmallIntegerField(_("封印格式"))
    seal = models.BinaryField(_("封印"), max_length=64)
    status = models.CharField(_("状态"), max_length=12, choices=LineStatus.choices, default=LineStatus.PENDING)
    paid_fen = models.BigIntegerField(_("实发金额（分）"), default=0)
    bank_code = models.CharField(_("银行原因码"), max_length=20, blank=True)
    bank_message = models.CharField(_("银行说明"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("回盘时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("发放明细")
        verbose_name_plural = _("发放明细")
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="payline_place_in_run"),
            # Not `unique=True`, which brings a second index for LIKE: a serial is asked for whole.
            models.UniqueConstraint(fields=["serial"], name="payline_serial_once"),
            models.UniqueConstraint(fields=["due", "attempt"], name="payline_attempt_once"),
            models.UniqueConstraint(
                fields=["due", "portion"], condition=Q(status__in=LIVE_STATUSES), name="one_live_line_per_portion"
            ),
            models.UniqueConstraint(
                fields=["due"], condition=Q(status=LineStatus.PENDING), name="one_waiting_line_per_due"
            ),
            models.CheckConstraint(
                condition=Q(status=LineStatus.PAID, paid_fen=F("amount_fen"))
                | Q(status=LineStatus.PARTLY, paid_fen__gt=0, paid_fen__lt=F("amount_fen"))
                | Q(~Q(status__in=ARRIVED_STATUSES), paid_fen=0),
                name="payline_paid_as_it_stands",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payline_amount_is_positive"),
            models.CheckConstraint(condition=Q(status__in=LineStatus.values), name="payline_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=LineStatus.PENDING) ^ Q(settled_at__isnull=False), name="payline_settled_when"
            ),
        ]
        indexes = [
            models.Index(F("run"), F("status"), name="payline_run_status"),
            models.Index(fields=["household", "month"], name="payline_of_household"),
            models.Index(fields=["division_code"], name="payline_division"),
            # Few lines repay another.
            models.Index(fields=["repays"], condition=Q(repays__isnull=False), name="payline_repays"),
        ]


class HeldLine(models.Model):
    """A household left out of a run, and why, in words; the next run looks at it again."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="held", verbose_name=_("发放批次"))
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("家庭"))
    month = models.CharField(_("待遇月份"), max_length=7)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    case_number = models.CharField(_("办件编号"), max_length=40)
    reason = models.CharField(_("暂缓原因"), max_length=300)
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("暂缓发放")
        verbose_name_plural = _("暂缓发放")
