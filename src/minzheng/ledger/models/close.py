"""A month or a year of a fund, closed: its trial balance frozen by one person, confirmed by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.ledger.enums import CloseKind


def together(name: str, by: str, at: str) -> models.CheckConstraint:
    """Who and when are both known or both unknown."""
    known = Q(**{f"{by}__isnull": False, f"{at}__isnull": False})
    return models.CheckConstraint(condition=known | Q(**{f"{by}__isnull": True, f"{at}__isnull": True}), name=name)


class LedgerClose(models.Model):
    """What a fund's accounts held when a month or year ended. Nothing is booked before `ends_at` once confirmed.

    The period is the time of booking. A transfer's `month` is the month of the benefit, which may be long closed.
    """

    fund_code = models.CharField(_("资金代码"), max_length=64)
    kind = models.CharField(_("类别"), max_length=8, choices=CloseKind.choices)
    period = models.CharField(_("结账期间"), max_length=7)
    ends_at = models.DateTimeField(_("期间结束"))
    # One row an account: id, code, kind, opening, credited, debited, closing; in fen.
    balances = models.JSONField(_("试算平衡表"))
    transfer_count = models.PositiveBigIntegerField(_("本期流水笔数"))
    last_transfer_id = models.BigIntegerField(_("本期最后一笔流水"))
    previous_digest = models.CharField(_("上一期的摘要"), max_length=64)
    digest = models.CharField(_("带密钥的摘要"), max_length=64)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("结账人"))
    proposed_at = models.DateTimeField(_("结账时间"))
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
        verbose_name = _("结账")
        verbose_name_plural = _("结账")
        constraints = [
            together("close_confirmed_pair", "confirmed_by", "confirmed_at"),
            together("close_withdrawn_pair", "withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="close_needs_two_people",
                violation_error_message=_("复核人与结账人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(withdrawn_by__isnull=True), name="close_confirmed_stays"
            ),
            models.CheckConstraint(condition=Q(kind__in=CloseKind.values), name="close_kind_is_known"),
            models.UniqueConstraint(
                fields=["fund_code", "kind", "period"],
                condition=Q(withdrawn_by__isnull=True),
                name="a_period_is_closed_once",
            ),
        ]
        indexes = [models.Index(fields=["fund_code", "ends_at"], name="close_of_fund")]

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person has confirmed it, so that it holds."""
        return self.confirmed_by_id is not None
