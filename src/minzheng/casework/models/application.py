"""What the household asked for, what it promised, and what was missing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models.paired import both_or_neither


class Application(models.Model):
    """One application; a taken-over case has none, for nobody made one here."""

    case = models.OneToOneField("casework.Case", models.PROTECT, related_name="application", verbose_name=_("案件"))
    reason = models.TextField(_("申请理由"))
    answers = models.JSONField(_("申请填报"), default=dict)
    is_commitment_signed = models.BooleanField(_("已签诚信承诺"))
    consented_person_ids = models.JSONField(_("已签核对授权的成员"), default=list)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    submitted_at = models.DateTimeField(_("提交时间"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("受理人")
    )
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("申请")
        constraints = [both_or_neither("application_accepted", "accepted_by", "accepted_at")]


class Supplement(models.Model):
    """The one-time notice: everything missing, said once (民发〔2021〕57号 第十条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="supplements", verbose_name=_("案件"))
    missing = models.JSONField(_("需补正材料"), default=list)
    due_on = models.DateField(_("补正期限"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("告知人"))
    asked_at = models.DateTimeField(_("告知时间"))
    answer = models.TextField(_("补正说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("补正录入人")
    )
    answered_at = models.DateTimeField(_("补正时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("补正告知")
        constraints = [both_or_neither("supplement_answered", "answered_by", "answered_at")]
