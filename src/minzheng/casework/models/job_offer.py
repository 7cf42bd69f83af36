"""A job offered to a recipient who can work, and the answer (社会救助暂行办法 第四十五条)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import OfferAnswer
from minzheng.casework.models.paired import both_or_neither


class JobOffer(models.Model):
    """One offer. A refusal counts only if the job suits and a named officer found the reason unjustified."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="job_offers", verbose_name=_("案件"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("成员"))
    job = models.CharField(_("岗位"), max_length=100)
    employer = models.CharField(_("用人单位"), max_length=100)
    suits = models.TextField(_("与本人健康状况、劳动能力相适应的说明"))
    offered_on = models.DateField(_("介绍日期"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("介绍人"))
    offered_at = models.DateTimeField(_("登记时间"))
    source = models.CharField(_("来源"), max_length=100, blank=True)
    answer = models.CharField(_("答复"), max_length=12, choices=OfferAnswer.choices, default=OfferAnswer.OPEN)
    answer_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer_reason = models.TextField(_("本人说明"), blank=True)
    is_justified = models.BooleanField(_("有正当理由"), null=True, blank=True)
    judgement = models.TextField(_("认定说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("答复录入人")
    )
    answered_at = models.DateTimeField(_("答复录入时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("就业介绍")
        constraints = [
            both_or_neither("job_answered", "answered_by", "answered_at", "answer_on"),
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.REFUSED.value, is_justified__isnull=False)
                | (~Q(answer=OfferAnswer.REFUSED.value) & Q(is_justified__isnull=True)),
                name="casework_job_refusal_judged",
            ),
            models.CheckConstraint(
                condition=Q(answer_on__isnull=True) | Q(answer_on__gte=F("offered_on")),
                name="casework_job_answer_after",
            ),
        ]
        indexes = [models.Index(fields=["person", "offered_on"], name="casework_job_person")]
