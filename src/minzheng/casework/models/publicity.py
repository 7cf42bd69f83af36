"""The days on the village board before the decision, by the township and under the rules of 2012 by the county too."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import Level
from minzheng.casework.models.paired import both_or_neither


class Publicity(models.Model):
    """One posting. `content` is exactly what hangs on the board: nothing about illness, numbers or children."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="publicities", verbose_name=_("案件"))
    level = models.CharField(_("公示机关"), max_length=8, choices=Level.choices, default=Level.TOWNSHIP)
    determination = models.ForeignKey(
        "casework.Determination", models.PROTECT, related_name="postings", verbose_name=_("审核意见")
    )
    place = models.CharField(_("张贴地点"), max_length=100)
    content = models.JSONField(_("公示内容"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("张贴人"))
    posted_at = models.DateTimeField(_("张贴时间"))
    posted_on = models.DateField(_("张贴日期"))
    last_on = models.DateField(_("公示最后一日"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("结束人")
    )
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("公示")
        constraints = [
            both_or_neither("publicity_closed", "closed_by", "closed_at"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed_at__isnull=True), name="casework_one_open_posting"
            ),
        ]


class Objection(models.Model):
    """Somebody disagrees; anonymous ones are recorded too, only named ones must be answered."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="objections", verbose_name=_("案件"))
    publicity = models.ForeignKey(
        "casework.Publicity", models.PROTECT, related_name="objections", verbose_name=_("公示")
    )
    objector_name = models.CharField(_("异议人（匿名留空）"), max_length=50, blank=True)
    text = models.TextField(_("异议内容"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    recorded_at = models.DateTimeField(_("记录时间"))
    finding = models.TextField(_("核实结论"), blank=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True, blank=True)
    feedback = models.TextField(_("答复异议人的情况"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("处理人")
    )
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("公示异议")
        constraints = [both_or_neither("objection_resolved", "resolved_by", "resolved_at", "is_upheld")]
