"""What the rules say of one household on one day, frozen with everything it was said on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import DeterminationKind, Outcome


class Determination(models.Model):
    """Append-only. `facts`, `sources` and `figures` are the frozen ground; `evaluation` is what came of it, with trace.

    Recomputed from its own columns it gives the same fen for ever; a later edit of the registry never reaches it.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="determinations", verbose_name=_("案件"))
    kind = models.CharField(_("种类"), max_length=8, choices=DeterminationKind.choices)
    month = models.CharField(_("认定月份"), max_length=7)
    evaluated_on = models.DateField(_("适用规则日"))
    known_at = models.DateTimeField(_("事实截至"))
    at_division = models.CharField(_("适用地区"), max_length=12)
    outcome = models.CharField(_("结论"), max_length=12, choices=Outcome.choices)
    layer = models.CharField(_("类别"), max_length=24, null=True, blank=True)
    amount_fen = models.BigIntegerField(_("月救助金（分）"), default=0)
    facts = models.JSONField(_("事实"))
    sources = models.JSONField(_("事实来源"))
    members = models.JSONField(_("案卷成员"), default=list)
    person_ids = models.JSONField(_("计入成员"), default=list)
    evaluation = models.JSONField(_("计算过程"))
    figures = models.JSONField(_("所用标准"))
    rule_version = models.CharField(_("规则版本"), max_length=80)
    dossier_digest = models.CharField(_("案卷指纹"), max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("审核意见")
        indexes = [models.Index(fields=["month", "kind"], name="casework_determ_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0) & (Q(outcome=Outcome.ELIGIBLE.value) | Q(amount_fen=0)),
                name="casework_determ_amount",
            )
        ]
