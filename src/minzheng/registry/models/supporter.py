"""Who must support a member from outside the household (赡养、抚养、扶养义务人), and what they could pay."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.enums import SupporterRelation
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.household import Household
from minzheng.registry.models.person import Person


class Supporter(DatedFact):
    """Someone outside the household owes a member support. Money in fen a month; an unknown income stays empty.

    Income that was looked up needs the supporter's own consent (社会救助法 第四十一条).
    """

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="supporters", verbose_name=_("家庭")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="supporters", verbose_name=_("被赡养（抚养、扶养）人")
    )
    name = models.CharField(_("义务人姓名"), max_length=64)
    relation = models.CharField(_("义务人是其"), max_length=16, choices=SupporterRelation.choices)
    birth_date = models.DateField(_("义务人出生日期"))
    income_month_fen = models.BigIntegerField(_("义务人家庭人均月收入（分）"), null=True, blank=True)
    is_income_checked = models.BooleanField(_("收入经核对查得"), default=False)
    consented_on = models.DateField(_("义务人同意查询的日期"), null=True, blank=True)
    supported_count = models.PositiveSmallIntegerField(_("义务人赡养（抚养、扶养）的人数"), default=1)
    agreed_month_fen = models.BigIntegerField(_("协议或裁判文书确定的每月给付（分）"), default=0)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("赡养、抚养、扶养义务人")
        verbose_name_plural = _("赡养、抚养、扶养义务人")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="supporter_has_name"),
            models.CheckConstraint(
                condition=Q(relation__in=SupporterRelation.values), name="supporter_relation_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(income_month_fen__isnull=True) | Q(income_month_fen__gte=0))
                & Q(agreed_month_fen__gte=0, supported_count__gte=1, supported_count__lte=40),
                name="supporter_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(is_income_checked=False) | Q(consented_on__isnull=False, income_month_fen__isnull=False),
                name="supporter_checked_by_consent",
            ),
        ]
