"""Money that goes to institutions, and the reconciliation with them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import PaymentKind, StatementState
from minzheng.claims.models.hospital import Hospital
from minzheng.claims.models.paired import both_or_neither, person_key, two_people


class Statement(models.Model):
    """A payment to the account of a hospital or of the insurance, never to a person and never for anything else.

    `total_fen` is what its lines come to; an advance that stands with the hospital is set off first, the rest is paid.
    """

    number = models.CharField(_("付款单号"), max_length=40, unique=True)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="statements", verbose_name=_("收款机构"))
    kind = models.CharField(_("类别"), max_length=8, choices=PaymentKind.choices)
    month = models.CharField(_("月份"), max_length=7)
    year = models.PositiveSmallIntegerField(_("资金年度"))
    line_count = models.PositiveIntegerField(_("笔数"))
    total_fen = models.BigIntegerField(_("应付（分）"))
    offset_fen = models.BigIntegerField(_("抵扣预付金（分）"), default=0)
    cash_fen = models.BigIntegerField(_("实付（分）"))
    # By fund code, in fen: which earmarked funds pay how much. Empty until approved.
    shares = models.JSONField(_("资金来源"), default=dict)
    state = models.CharField(_("状态"), max_length=12, choices=StatementState.choices, default=StatementState.PREPARED)
    prepared_by = person_key(_("编制人"))
    prepared_at = models.DateTimeField(_("编制时间"))
    approved_by = person_key(_("审批人"), empty=True)
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    paid_by = person_key(_("付款登记人"), empty=True)
    paid_at = models.DateTimeField(_("付款时间"), null=True, blank=True)
    bank_reference = models.CharField(_("银行回单号"), max_length=80, blank=True)
    cancelled_by = person_key(_("撤销人"), empty=True)
    cancelled_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    cancel_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)

    objects = ScopedManager("hospital__division_code")

    class Meta:
        verbose_name = _("机构付款单")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total_fen__gt=0, offset_fen__gte=0, cash_fen__gte=0, total_fen=F("offset_fen") + F("cash_fen")
                ),
                name="claims_statement_adds_up",
            ),
            models.UniqueConstraint(
                fields=["hospital", "month"],
                condition=Q(kind=PaymentKind.MONTHLY.value) & ~Q(state=StatementState.CANCELLED.value),
                name="claims_one_statement_a_month",
            ),
            both_or_neither("statement_approved", "approved_by", "approved_at"),
            both_or_neither("statement_paid", "paid_by", "paid_at"),
            both_or_neither("statement_cancelled", "cancelled_by", "cancelled_at"),
            two_people("statement", "prepared_by", "approved_by"),
        ]


class Reconciliation(models.Model):
    """Our books against the hospital's for a span of months: entered by one person, confirmed by another."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="reconciliations", verbose_name=_("医疗机构"))
    from_month = models.CharField(_("起始月份"), max_length=7)
    until_month = models.CharField(_("截止月份"), max_length=7)
    ours = models.JSONField(_("本单位账"))
    their_count = models.PositiveIntegerField(_("医院账：笔数"))
    their_fen = models.BigIntegerField(_("医院账：救助（分）"))
    difference_fen = models.BigIntegerField(_("差额（分）"))
    explanation = models.TextField(_("差额说明"), blank=True)
    prepared_by = person_key(_("对账人"))
    prepared_at = models.DateTimeField(_("对账时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ScopedManager("hospital__division_code")

    class Meta:
        verbose_name = _("机构对账")
        constraints = [
            both_or_neither("reconciliation_confirmed", "confirmed_by", "confirmed_at"),
            two_people("reconciliation", "prepared_by", "confirmed_by"),
            models.CheckConstraint(
                condition=Q(difference_fen=0) | ~Q(explanation=""), name="claims_difference_is_explained"
            ),
        ]
