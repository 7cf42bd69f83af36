"""The democratic appraisal, held where the survey is disputed."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class Appraisal(models.Model):
    """A meeting on whether the survey is true, not a vote on who deserves help (民发〔2012〕220号 第二十一条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="appraisals", verbose_name=_("案件"))
    held_on = models.DateField(_("评议日期"))
    place = models.CharField(_("地点"), max_length=100)
    participants = models.PositiveSmallIntegerField(_("参加人数"))
    representatives = models.PositiveSmallIntegerField(_("其中村（居）民代表"))
    steps = models.JSONField(_("已完成的步骤"), default=list)
    opinions = models.JSONField(_("评议意见"), default=list)
    is_survey_true = models.BooleanField(_("调查情况属实"))
    conclusion = models.TextField(_("评议结论"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    recorded_at = models.DateTimeField(_("录入时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("民主评议")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(representatives__lte=F("participants"))
                & models.Q(GreaterThanOrEqual(F("representatives") * 3, F("participants") * 2)),
                name="casework_appraisal_quorum",
            )
        ]
