"""Where a person came from and went to: birth, migration over the county's border, and a death recorded by mistake."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.registry.enums import CorrectionState, Direction
from minzheng.registry.models.condition import Death
from minzheng.registry.models.fact import DatedFact, FactQuerySet
from minzheng.registry.models.household import Household
from minzheng.registry.models.person import Person

CERTIFICATE_CONTEXT = "registry.Birth.certificate"


class Birth(DatedFact):
    """A person was born to these parents, by a certificate of birth (出生医学证明) that is used once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="births", verbose_name=_("人员"))
    mother = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("母亲")
    )
    father = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("父亲")
    )
    certificate_sealed = models.BinaryField(_("出生医学证明编号（密文）"))
    certificate_index = models.BinaryField(_("出生医学证明编号索引"), max_length=32)
    certificate_key_version = models.CharField(_("密钥版本"), max_length=8)
    certificate_last4 = models.CharField(_("编号末四位"), max_length=4)

    objects: Any = ScopedManager("person__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("出生")
        verbose_name_plural = _("出生")
        constraints = [
            *DatedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["certificate_index"], condition=Q(replaces__isnull=True), name="birth_certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(mother__isnull=False) | Q(father__isnull=False), name="birth_has_a_parent"
            ),
        ]


class Migration(DatedFact):
    """A member came into the household from outside the county, or left it for somewhere outside."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="migrations", verbose_name=_("家庭")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="migrations", verbose_name=_("人员"))
    direction = models.CharField(_("迁入或迁出"), max_length=4, choices=Direction.choices)
    elsewhere = models.CharField(_("县外原住地或去向"), max_length=200)

    objects: Any = ScopedManager("household__division_code", FactQuerySet)

    class Meta(DatedFact.Meta):
        verbose_name = _("县外迁移")
        verbose_name_plural = _("县外迁移")
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="migration_direction_is_known"),
            models.CheckConstraint(condition=~Q(elsewhere=""), name="migration_names_a_place"),
        ]


class DeathCorrection(models.Model):
    """A recorded death is said to be wrong: asked by one person, settled by another. The record itself stays."""

    death = models.ForeignKey(Death, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("死亡记录"))
    state = models.CharField(_("状态"), max_length=8, choices=CorrectionState.choices, default=CorrectionState.ASKED)
    relation = models.CharField(
        _("恢复后与户主关系"), max_length=2, blank=True, help_text=_("空：恢复到登记死亡以前的样子")
    )
    reason = models.TextField(_("为什么是误登"))
    source = models.CharField(_("依据"), max_length=200)
    asked_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人"))
    asked_at = models.DateTimeField(_("提出时间"))
    settled_by = models.ForeignKey(
        "accounts.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核准或退回人"),
    )
    settled_at = models.DateTimeField(_("核准或退回时间"), null=True, blank=True)
    answer = models.TextField(_("核准或退回意见"), blank=True)

    objects: Any = ScopedManager("death__person__division_code")

    class Meta:
        verbose_name = _("死亡登记更正")
        verbose_name_plural = _("死亡登记更正")
        constraints = [
            models.UniqueConstraint(
                fields=["death"], condition=Q(state=CorrectionState.ASKED), name="deathcorrection_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CorrectionState.values), name="deathcorrection_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True, state=CorrectionState.ASKED)
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(state=CorrectionState.ASKED)),
                name="deathcorrection_settled_pair",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")), name="deathcorrection_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(source=""), name="deathcorrection_says_why"),
        ]
