"""Before a decision: the notice in advance, what the person says to it, and the hearing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.honesty.enums import ServiceMethod
from minzheng.honesty.models.paired import both_or_neither


class AdvanceNotice(models.Model):
    """Facts, grounds, the proposed sum and the right to be heard (行政处罚法 第四十四条), frozen as issued.

    `lawful` holds both days' ranges and why the one that holds is the lighter; `threshold` the local figure of a larger
    fine with its reference.
    """

    file = models.OneToOneField(
        "honesty.HonestyFile", models.PROTECT, related_name="notice", verbose_name=_("诚信案卷")
    )
    investigation = models.OneToOneField(
        "honesty.Investigation", models.PROTECT, related_name="+", verbose_name=_("调查结果")
    )
    document_number = models.CharField(_("文号"), max_length=60, unique=True)
    refund_fen = models.BigIntegerField(_("拟责令退回（分）"))
    fine_fen = models.BigIntegerField(_("拟罚款（分）"))
    grounds = models.TextField(_("理由"))
    lawful = models.JSONField(_("罚款幅度"))
    is_larger_fine = models.BooleanField(_("较大数额罚款"))
    threshold = models.JSONField(_("听证起点"))
    data = models.JSONField(_("告知书内容"))
    file_pdf = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    issued_at = models.DateTimeField(_("制发时间"))
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    service_method = models.CharField(_("送达方式"), max_length=12, choices=ServiceMethod.choices, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("送达人")
    )
    served_at = models.DateTimeField(_("送达登记时间"), null=True, blank=True)

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("事先告知书")
        constraints = [
            both_or_neither("notice_served", "served_by", "served_at", "served_on"),
            models.CheckConstraint(
                condition=models.Q(refund_fen__gte=0, fine_fen__gte=0), name="honesty_notice_sums_not_negative"
            ),
        ]


class Statement(models.Model):
    """What the person said in defence. Append-only; it may never make the fine heavier (行政处罚法 第四十五条)."""

    file = models.ForeignKey(
        "honesty.HonestyFile", models.PROTECT, related_name="statements", verbose_name=_("诚信案卷")
    )
    text = models.TextField(_("陈述、申辩"))
    made_on = models.DateField(_("陈述日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    recorded_at = models.DateTimeField(_("记录时间"))

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("陈述申辩")


class Hearing(models.Model):
    """Asked for in time, set with notice, chaired by somebody who did not investigate, and its minutes."""

    file = models.OneToOneField(
        "honesty.HonestyFile", models.PROTECT, related_name="hearing", verbose_name=_("诚信案卷")
    )
    asked_on = models.DateField(_("要求听证日期"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    asked_at = models.DateTimeField(_("登记时间"))
    notified_on = models.DateField(_("通知日期"), null=True, blank=True)
    meets_on = models.DateField(_("听证日期"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("主持人")
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("通知人")
    )
    set_at = models.DateTimeField(_("通知登记时间"), null=True, blank=True)
    minutes = models.TextField(_("听证笔录"), blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("笔录登记人")
    )
    held_at = models.DateTimeField(_("笔录登记时间"), null=True, blank=True)

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("听证")
        constraints = [
            both_or_neither("hearing_set", "set_by", "set_at", "notified_on", "meets_on", "chair"),
            both_or_neither("hearing_held", "held_by", "held_at"),
        ]
