"""What went wrong or might: incidents, complaints, checks and what is to be put right."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.institutions.enums import Harm
from minzheng.institutions.models.paired import both_or_neither, who, who_later
from minzheng.institutions.models.place import Institution
from minzheng.institutions.models.stay import Residence


class Incident(models.Model):
    """One of the nine risks came true. Reported by whoever saw it, closed by another who says what is changed."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    residence = models.ForeignKey(Residence, models.PROTECT, related_name="incidents", verbose_name=_("在住人员"))
    risk = models.CharField(_("风险类别"), max_length=16)
    happened_on = models.DateField(_("发生日期"))
    words = models.TextField(_("经过"))
    harm = models.CharField(_("后果"), max_length=8, choices=Harm.choices)
    measures = models.TextField(_("当场怎样处理、告知了谁"))
    reported_by = who(_("报告人"))
    reported_at = models.DateTimeField(_("报告时间"))
    cause = models.TextField(_("原因和改进"), blank=True)
    closed_by = who_later(_("结案人"))
    closed_at = models.DateTimeField(_("结案时间"), null=True, blank=True)

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("意外事件")
        constraints = [
            both_or_neither("incident_closed", "closed_by", "closed_at"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("reported_by")), name="home_incident_four_eyes"
            ),
        ]


class Complaint(models.Model):
    """Somebody is not content with the home; it is answered in the days the local figure sets."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="complaints", verbose_name=_("机构"))
    said_by = models.CharField(_("投诉人"), max_length=64)
    text = models.TextField(_("投诉内容"))
    received_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("答复期限"))
    received_by = who(_("登记人"))
    received_at = models.DateTimeField(_("登记时间"))
    answer = models.TextField(_("处理结果和答复"), blank=True)
    answered_by = who_later(_("答复人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("投诉")
        constraints = [both_or_neither("complaint_answered", "answered_by", "answered_at")]


class SafetyCheck(models.Model):
    """A check of fire or food safety, item by item."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="checks", verbose_name=_("机构"))
    kind = models.CharField(_("检查种类"), max_length=8)
    failed = models.JSONField(_("不合格的项目"))
    checked_on = models.DateField(_("检查日期"))
    words = models.TextField(_("检查情况"), blank=True)
    checked_by = who(_("检查人"))
    checked_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("安全检查")


class Defect(models.Model):
    """One thing to be put right by a day, found by a check or in the scoring of a model home; another looks again."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="defects", verbose_name=_("机构"))
    check_of = models.ForeignKey(
        SafetyCheck, models.PROTECT, related_name="defects", null=True, blank=True, verbose_name=_("安全检查")
    )
    words = models.CharField(_("问题"), max_length=200)
    due_on = models.DateField(_("整改期限"))
    found_by = who(_("提出人"))
    found_at = models.DateTimeField(_("提出时间"))
    remedy = models.CharField(_("怎样整改的"), max_length=200, blank=True)
    mended_by = who_later(_("整改登记人"))
    mended_at = models.DateTimeField(_("整改登记时间"), null=True, blank=True)
    verified_by = who_later(_("复查人"))
    verified_at = models.DateTimeField(_("复查时间"), null=True, blank=True)

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("整改事项")
        constraints = [
            both_or_neither("defect_mended", "mended_by", "mended_at"),
            both_or_neither("defect_verified", "verified_by", "verified_at"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | (Q(mended_by__isnull=False) & ~Q(verified_by=F("mended_by"))),
                name="home_defect_four_eyes",
            ),
        ]
