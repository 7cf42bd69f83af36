"""Whose hands a case is in. Cases are pooled by role and area; who says "I take it" keeps colleagues away from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.scope import ScopedManager

STAFF = settings.AUTH_USER_MODEL


class Claim(models.Model):
    """One person has taken a case for the work of their role; at most one person of a role at a time."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="claims", verbose_name=_("办件"))
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    taken_by = models.ForeignKey(STAFF, models.PROTECT, related_name="claims", verbose_name=_("领办人"))
    taken_at = models.DateTimeField(_("领办时间"))
    passed_from = models.ForeignKey(
        STAFF, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("移交自")
    )
    released_by = models.ForeignKey(
        STAFF, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("放回人")
    )
    released_at = models.DateTimeField(_("放回时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("领办")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(released_at__isnull=True), name="workbench_claim_once"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="workbench_claim_released_together",
            ),
        ]
        indexes = [
            models.Index(fields=["taken_by"], name="workbench_claim_open", condition=Q(released_at__isnull=True)),
        ]


class Handover(models.Model):
    """What was in one person's hands passed to another's, because that person leaves or is away."""

    giver = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("移交人"))
    taker = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("接手人"))
    until_on = models.DateField(_("代办到"), null=True, blank=True)
    reason = models.TextField(_("原因"))
    counts = models.JSONField(_("移交数量"), default=dict)
    handed_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    handed_at = models.DateTimeField(_("移交时间"))

    class Meta:
        verbose_name = _("工作移交")
