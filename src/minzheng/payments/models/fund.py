"""Earmarked money: one fund per program, year and level; its accounts stand in the ledger under the fund's code."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.ledger.models import Transfer
from minzheng.payments.enums import FundLevel


class Fund(models.Model):
    """A fund pays only its own program and year, never below zero (社会救助法 第六条：专款专用).

    Each level of government has its own: what the centre gave is never mixed with what the county gave.
    """

    code = models.CharField(_("资金代码"), max_length=64, unique=True)
    name = models.CharField(_("资金名称"), max_length=80)
    program = models.CharField(_("救助项目"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    level = models.CharField(_("资金级次"), max_length=8, choices=FundLevel.choices)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("开立人"))
    opened_at = models.DateTimeField(_("开立时间"))

    class Meta:
        verbose_name = _("专项资金")
        verbose_name_plural = _("专项资金")
        constraints = [
            models.UniqueConstraint(fields=["program", "year", "level"], name="one_fund_per_program_year_and_level"),
            models.CheckConstraint(condition=Q(level__in=FundLevel.values), name="fund_level_is_known"),
        ]


class Allocation(models.Model):
    """Money that finance put into a fund, by a numbered document; the same document counts once."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("专项资金"))
    document_number = models.CharField(_("拨款文号"), max_length=80)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="+", verbose_name=_("流水"))
    allocated_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人"))
    allocated_at = models.DateTimeField(_("入账时间"))

    class Meta:
        verbose_name = _("资金拨入")
        verbose_name_plural = _("资金拨入")
        constraints = [
            models.UniqueConstraint(fields=["fund", "document_number"], name="allocation_document_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="allocation_is_positive"),
        ]
