"""Households: who lives together, where, under which standard."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.enums import AreaKind, Relation
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.person import Person


class Household(models.Model):
    """A household, locked while its facts change. Division and address are the latest; earlier: `Residence`."""

    number = models.CharField(_("户号"), max_length=24, unique=True)
    division_code = models.CharField(_("所在村（社区）"), max_length=12)
    address = models.CharField(_("地址"), max_length=200)
    created_at = models.DateTimeField(_("登记时间"))
    closed_on = models.DateField(_("销户日期"), null=True, blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("家庭")
        verbose_name_plural = _("家庭")
        indexes = [models.Index(fields=["division_code", "number"], name="household_by_division")]
        constraints = [models.CheckConstraint(condition=~Q(address=""), name="household_has_address")]


class Membership(DatedFact):
    """A person belongs to a household, with a relation to its head (GB/T 4761; 02 is the head)."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("家庭")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    relation = models.CharField(_("与户主关系"), max_length=2, choices=Relation.choices)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("家庭成员")
        verbose_name_plural = _("家庭成员")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(relation__in=[code for code in Relation.values if code != "01"]),
                name="membership_relation_is_known",
            ),
        ]


class Residence(DatedFact):
    """A household lives in a village or community at an address."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="residences", verbose_name=_("家庭")
    )
    division_code = models.CharField(_("村（社区）"), max_length=12)
    address = models.CharField(_("地址"), max_length=200)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("居住地")
        verbose_name_plural = _("居住地")


class StandardArea(DatedFact):
    """A household falls under the urban or the rural standard. A fact with a source: no division code says it."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="standard_areas", verbose_name=_("家庭")
    )
    area_kind = models.CharField(_("适用标准"), max_length=8, choices=AreaKind.choices)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("城乡标准")
        verbose_name_plural = _("城乡标准")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(area_kind__in=AreaKind.values), name="standardarea_kind_is_known"),
        ]
