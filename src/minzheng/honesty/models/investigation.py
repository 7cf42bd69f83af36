"""What two officers found: facts, evidence, the months and what was received in each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.honesty.enums import Wrong
from minzheng.registry.enums import AreaKind


class Investigation(models.Model):
    """Append-only; a further investigation is a further row and the last one counts.

    `months` are rows of (month, paid_fen, due_fen, source); `obtained_fen` is what was paid beyond what was due.
    """

    file = models.ForeignKey(
        "honesty.HonestyFile", models.PROTECT, related_name="investigations", verbose_name=_("诚信案卷")
    )
    investigators = models.JSONField(_("调查人"))
    investigator_ids = models.JSONField(_("调查人账号"))
    finding = models.CharField(_("认定"), max_length=16, choices=Wrong.choices)
    facts = models.TextField(_("查明的事实"))
    evidence = models.JSONField(_("证据"), default=list)
    began_on = models.DateField(_("行为开始之日"))
    ended_on = models.DateField(_("行为终了之日"))
    area_kind = models.CharField(_("适用标准"), max_length=8, choices=AreaKind.choices)
    is_grave = models.BooleanField(_("情节恶劣"))
    months = models.JSONField(_("逐月核算"), default=list)
    obtained_fen = models.BigIntegerField(_("多领金额（分）"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("调查结果")
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gte=F("began_on")), name="honesty_act_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(obtained_fen__gte=0), name="honesty_obtained_not_negative"),
        ]
