"""The periodic review: looked at again by the day its class asks for, with a record of who found what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import ReviewResult
from minzheng.casework.models.paired import both_or_neither


class PeriodicReview(models.Model):
    """One look at a household in its turn; open until somebody records what was found (民发〔2021〕57号 第三十一条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="reviews", verbose_name=_("案件"))
    due_on = models.DateField(_("应复核日期"))
    months = models.PositiveSmallIntegerField(_("复核周期（月）"))
    law = models.CharField(_("周期依据"), max_length=120)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("列入人"))
    opened_at = models.DateTimeField(_("列入时间"))
    visited_on = models.DateField(_("入户日期"), null=True, blank=True)
    surveyors = models.JSONField(_("复核人"), default=list)
    findings = models.TextField(_("复核情况"), blank=True)
    result = models.CharField(_("复核结果"), max_length=12, choices=ReviewResult.choices, blank=True)
    determination = models.ForeignKey(
        "casework.Determination", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("复核意见")
    )
    proposal = models.OneToOneField(
        "casework.ReviewProposal", models.PROTECT, related_name="review", null=True, blank=True, verbose_name=_("建议")
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("办结人")
    )
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("定期复核")
        constraints = [
            both_or_neither("review_done", "done_by", "done_at"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_at__isnull=True), name="casework_one_open_review"
            ),
        ]
