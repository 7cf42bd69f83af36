"""What a household lives on and owns. Money in fen. A known zero is a row with amount 0; no row means unknown."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.enums import AssetKind, AssetUse, ExpenseKind, IncomeKind, Period
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.household import Household
from minzheng.registry.models.person import Person


class IncomeItem(DatedFact):
    """A person of a household receives an amount of one kind, stated for a month or a year."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="incomes", verbose_name=_("家庭"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="incomes", verbose_name=_("人员"))
    kind = models.CharField(_("收入种类"), max_length=24, choices=IncomeKind.choices)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    period = models.CharField(_("计量期"), max_length=8, choices=Period.choices)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("收入")
        verbose_name_plural = _("收入")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="incomeitem_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=IncomeKind.values, period__in=Period.values), name="incomeitem_codes_are_known"
            ),
        ]

    @property
    def year_fen(self) -> int:
        """Return the amount in fen for twelve months."""
        return self.amount_fen * 12 if self.period == Period.MONTH else self.amount_fen


class ExpenseItem(DatedFact):
    """A cost of a person that may be taken off income, stated for a month or a year."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("家庭"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("人员"))
    kind = models.CharField(_("支出种类"), max_length=24, choices=ExpenseKind.choices)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    period = models.CharField(_("计量期"), max_length=8, choices=Period.choices)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("支出")
        verbose_name_plural = _("支出")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="expenseitem_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=ExpenseKind.values, period__in=Period.values), name="expenseitem_codes_are_known"
            ),
        ]

    @property
    def year_fen(self) -> int:
        """Return the amount in fen for twelve months."""
        return self.amount_fen * 12 if self.period == Period.MONTH else self.amount_fen


class AssetItem(DatedFact):
    """Property of a household, or of one member: how many, and what it is worth in fen. Count 0 is a known none."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="assets", verbose_name=_("家庭"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("所有人")
    )
    kind = models.CharField(_("财产种类"), max_length=24, choices=AssetKind.choices)
    use = models.CharField(_("用途"), max_length=16, choices=AssetUse.choices, blank=True)
    count = models.PositiveIntegerField(_("数量"), default=1)
    amount_fen = models.BigIntegerField(_("价值（分）"), default=0)
    acquired_on = models.DateField(_("取得日期"), null=True, blank=True)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("财产")
        verbose_name_plural = _("财产")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(amount_fen__gte=0, count__gte=0), name="assetitem_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=AssetKind.values, use__in=AssetUse.values), name="assetitem_codes_are_known"
            ),
        ]


class HouseholdDeclaration(DatedFact):
    """What a household declares about itself; None where it was not asked. Support payment in fen a month."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("家庭")
    )
    employs_others = models.BooleanField(_("雇用他人从事经营"), null=True, blank=True)
    bought_house_in_3_years = models.BooleanField(_("三年内购买住房"), null=True, blank=True)
    support_payment_fen = models.BigIntegerField(_("每月赡（抚、扶）养费（分）"), null=True, blank=True)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("家庭声明")
        verbose_name_plural = _("家庭声明")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(support_payment_fen__isnull=True) | Q(support_payment_fen__gte=0),
                name="householddeclaration_not_negative",
            ),
        ]
