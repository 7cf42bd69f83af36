"""A household sent on to the office that can help, and what that office answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.care.enums import Outcome, Target


class Referral(models.Model):
    """One household, or one of its people, sent to one office, and by when it should answer. Append-only."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    household = models.ForeignKey(
        "registry.Household", models.PROTECT, related_name="referrals", verbose_name=_("家庭")
    )
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("为哪一位成员")
    )
    division_code = models.CharField(_("所属区划"), max_length=12)
    target = models.CharField(_("转介事项"), max_length=16, choices=Target.choices)
    office = models.CharField(_("受理单位"), max_length=100)
    reason = models.TextField(_("转介理由"))
    law = models.CharField(_("依据"), max_length=120)
    sent_on = models.DateField(_("转介日期"))
    due_on = models.DateField(_("反馈期限"))
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    due_counted = models.TextField(_("期限怎样算出"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("转介人"))
    sent_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("转介")
        constraints = [
            models.CheckConstraint(condition=Q(target__in=Target.values), name="care_target_is_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(office=""), name="care_referral_says_why"),
        ]
        indexes = [
            models.Index(fields=["division_code", "due_on"], name="care_referral_due"),
            models.Index(fields=["household"], name="care_referral_household"),
        ]


class ReferralAnswer(models.Model):
    """What came back. Append-only; one to a referral."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="answer", verbose_name=_("转介"))
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices)
    text = models.TextField(_("办理情况"))
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"), null=True, blank=True)
    document_number = models.CharField(_("反馈文书文号"), max_length=80, blank=True)
    answered_on = models.DateField(_("反馈日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("referral__division_code")

    class Meta:
        verbose_name = _("转介反馈")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="care_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(outcome=Outcome.GRANTED.value),
                name="care_only_help_has_an_amount",
            ),
        ]
