"""What leaves the bureau: papers to the police, to a unit's supervising authority, and the credit record."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.honesty.enums import Correction, PoliceAnswer
from minzheng.honesty.models.paired import both_or_neither


class PoliceTransfer(models.Model):
    """A suspected crime handed to the police; until they answer, no fine is laid (行政处罚法 第二十七条)."""

    file = models.OneToOneField(
        "honesty.HonestyFile", models.PROTECT, related_name="police_transfer", verbose_name=_("诚信案卷")
    )
    organ = models.CharField(_("接收机关"), max_length=100)
    reason = models.TextField(_("移送理由"))
    documents = models.JSONField(_("移送材料"), default=list)
    sent_on = models.DateField(_("移送日期"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("移送人"))
    sent_at = models.DateTimeField(_("移送登记时间"))
    answer_kind = models.CharField(_("答复"), max_length=12, choices=PoliceAnswer.choices, blank=True)
    answer = models.TextField(_("答复内容"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("答复登记人")
    )
    answered_at = models.DateTimeField(_("答复登记时间"), null=True, blank=True)

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("移送公安机关")
        constraints = [
            both_or_neither("police_sent", "sent_by", "sent_at"),
            both_or_neither("police_answered", "answered_by", "answered_at", "answered_on"),
        ]


class UnitReport(models.Model):
    """A unit that issued a false proof: its supervising authority is asked to act (社会救助法 第七十二条)."""

    file = models.ForeignKey(
        "honesty.HonestyFile", models.PROTECT, related_name="unit_reports", verbose_name=_("诚信案卷")
    )
    unit_name = models.CharField(_("出具证明的单位"), max_length=100)
    authority = models.CharField(_("主管机关"), max_length=100)
    proof = models.TextField(_("虚假证明的内容"))
    issued_on = models.DateField(_("证明出具日期"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提请人")
    )
    reported_at = models.DateTimeField(_("提请时间"))
    answer = models.TextField(_("答复内容"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("答复登记人")
    )
    answered_at = models.DateTimeField(_("答复登记时间"), null=True, blank=True)

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("提请处理出具虚假证明的单位")
        constraints = [
            both_or_neither("unit_reported", "reported_by", "reported_at"),
            both_or_neither("unit_answered", "answered_by", "answered_at", "answered_on"),
        ]


class CreditEntry(models.Model):
    """One breach in a person's credit record. It ends by itself, is no ground for refusal, and only adds care."""

    ruling = models.OneToOneField(
        "honesty.Ruling", models.PROTECT, related_name="credit_entry", verbose_name=_("处理决定")
    )
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("当事人"))
    text = models.TextField(_("失信情况"))
    basis = models.CharField(_("保存期依据"), max_length=200)
    entered_on = models.DateField(_("记入日期"))
    expires_on = models.DateField(_("到期日期"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记入人"))
    entered_at = models.DateTimeField(_("记入时间"))

    objects = ScopedManager("ruling__file__case__division_code")

    class Meta:
        verbose_name = _("诚信档案")
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=F("entered_on")), name="honesty_credit_entry_ends"),
        ]


class CreditCorrection(models.Model):
    """An entry that was wrong is withdrawn or amended by another person; the entry itself stays as it was written."""

    entry = models.OneToOneField(
        "honesty.CreditEntry", models.PROTECT, related_name="correction", verbose_name=_("诚信档案")
    )
    kind = models.CharField(_("更正种类"), max_length=12, choices=Correction.choices)
    text = models.TextField(_("更正后的内容"), blank=True)
    reason = models.TextField(_("更正理由"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("更正人")
    )
    corrected_at = models.DateTimeField(_("更正时间"))

    objects = ScopedManager("entry__ruling__file__case__division_code")

    class Meta:
        verbose_name = _("诚信档案更正")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Correction.WITHDRAWN.value, text="")
                | (Q(kind=Correction.AMENDED.value) & ~Q(text="")),
                name="honesty_an_amendment_says_what",
            ),
        ]
