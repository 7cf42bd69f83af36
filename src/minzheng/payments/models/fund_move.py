"""Money that leaves a fund other than to people: to another level, to the next year, or back to who gave it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.payments.enums import MoveKind
from minzheng.payments.models.fund import Fund
from minzheng.payments.models.run import both_or_neither


class FundMove(models.Model):
    """Proposed by one person of finance, confirmed by another person; only then does money move.

    The database keeps money within its program whatever the code does (`triggers.py`).
    """

    number = models.CharField(_("调剂编号"), max_length=24, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=MoveKind.choices)
    source = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="moves_out", verbose_name=_("转出资金"))
    target = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="moves_in", verbose_name=_("转入资金")
    )
    amount_fen = models.BigIntegerField(_("金额（分）"))
    document_number = models.CharField(_("文号"), max_length=80)
    reason = models.CharField(_("理由"), max_length=200)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人"))
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤回人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdraw_reason = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("资金调剂")
        verbose_name_plural = _("资金调剂")
        constraints = [
            both_or_neither("fundmove_confirmed_pair", "confirmed_by", "confirmed_at"),
            both_or_neither("fundmove_withdrawn_pair", "withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="fundmove_needs_two_people",
                violation_error_message=_("复核人与经办人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(withdrawn_by__isnull=True), name="fundmove_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(kind=MoveKind.GIVE_BACK) ^ Q(target__isnull=False), name="fundmove_goes_somewhere"
            ),
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="fundmove_kind_is_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="fundmove_is_positive"),
            models.UniqueConstraint(
                fields=["source", "document_number"],
                condition=Q(withdrawn_by__isnull=True),
                name="fundmove_document_once",
            ),
        ]
