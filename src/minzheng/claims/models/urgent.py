"""Help before the papers: no deposit asked of a known recipient, and patients treated without money or name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import ReferralOutcome
from minzheng.claims.models.hospital import Hospital
from minzheng.claims.models.paired import both_or_neither, person_key


class DepositWaiver(models.Model):
    """A recipient is admitted without a deposit; the office answers for the aid, not for the person's own share."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="waivers", verbose_name=_("医疗机构"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("救助对象"))
    division_code = models.CharField(_("所属区划"), max_length=12, db_index=True)
    admitted_on = models.DateField(_("入院日期"))
    deposit_fen = models.BigIntegerField(_("免收的押金（分）"))
    sources = models.JSONField(_("身份的来源"))
    issued_by = person_key(_("开具人"))
    issued_at = models.DateTimeField(_("开具时间"))
    closed_by = person_key(_("销记人"), empty=True)
    closed_at = models.DateTimeField(_("销记时间"), null=True, blank=True)
    close_note = models.CharField(_("销记说明"), max_length=200, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("免收押金记录")
        constraints = [
            both_or_neither("waiver_closed", "closed_by", "closed_at"),
            models.CheckConstraint(condition=Q(deposit_fen__gt=0), name="claims_waiver_of_something"),
            models.UniqueConstraint(
                fields=["hospital", "person", "admitted_on"], name="claims_one_waiver_an_admission"
            ),
        ]


class EmergencyReferral(models.Model):
    """An urgent patient without identity or money: treated first, paid by the emergency fund, not by ours.

    社会救助法 第三十条、第五十一条. The person need not be registered or even known.
    """

    number = models.CharField(_("编号"), max_length=40, unique=True)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="referrals", verbose_name=_("医疗机构"))
    division_code = models.CharField(_("发现地区划"), max_length=12, db_index=True)
    known_as = models.CharField(_("姓名或特征"), max_length=80)
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("查明的人员")
    )
    found_at = models.DateTimeField(_("送医时间"))
    found_by = models.CharField(_("送医或报告人"), max_length=80)
    cost_fen = models.BigIntegerField(_("救治费用（分）"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=16, choices=ReferralOutcome.choices, default=ReferralOutcome.OPEN)
    result_note = models.CharField(_("结果说明"), max_length=200, blank=True)
    recorded_by = person_key(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    settled_by = person_key(_("结果登记人"), empty=True)
    settled_at = models.DateTimeField(_("结果登记时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("疾病应急救助转介")
        constraints = [both_or_neither("referral_settled", "settled_by", "settled_at")]
