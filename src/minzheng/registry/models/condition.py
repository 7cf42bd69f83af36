"""Circumstances of a person: disability, serious illness, study, prison, clergy; and death."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.enums import ConditionKind
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.person import Person


class PersonCondition(DatedFact):
    """A circumstance. The code of a disability is "kind.grade" (GB/T 26341), such as "5.3"; else free or empty."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conditions", verbose_name=_("人员"))
    kind = models.CharField(_("情形"), max_length=24, choices=ConditionKind.choices)
    code = models.CharField(_("代码"), max_length=32, blank=True)

    objects: Any = ScopedManager("person__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("个人情形")
        verbose_name_plural = _("个人情形")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="personcondition_kind_is_known"),
        ]


class Death(DatedFact):
    """A person died on a day; the fact holds from that day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deaths", verbose_name=_("人员"))
    died_on = models.DateField(_("死亡日期"))

    objects: Any = ScopedManager("person__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("死亡")
        verbose_name_plural = _("死亡")
