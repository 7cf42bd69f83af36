"""What comes after: papers made good, visits, and slips to other offices."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.enums import Finding, SlipAnswer, Target, VisitKind
from minzheng.relief.models.paired import both_or_neither
from minzheng.relief.models.request import Request


class Completion(models.Model):
    """One station of the urgent road that is made good afterwards; its days run from the payment. Filled in once."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="completions", verbose_name=_("救助请求"))
    station = models.CharField(_("环节"), max_length=24)
    label = models.CharField(_("补办什么"), max_length=100)
    law = models.CharField(_("依据"), max_length=200)
    since_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("期限"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    due_counted = models.TextField(_("期限怎样算出"), blank=True)
    surveyors = models.JSONField(_("调查人"), default=list)
    text = models.TextField(_("调查情况"), blank=True)
    is_signed = models.BooleanField(_("求助人已签字"), default=False)
    are_facts_true = models.BooleanField(_("与报告时的说法相符"), null=True, blank=True)
    done_on = models.DateField(_("补办日期"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("补办人")
    )
    done_at = models.DateTimeField(_("补办登记时间"), null=True, blank=True)

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("事后补办手续")
        constraints = [
            models.UniqueConstraint(fields=["request", "station"], name="relief_completion_once"),
            both_or_neither("completion_done", "done_by", "done_at", "done_on", "are_facts_true"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | (Q(is_signed=True) & ~Q(text="")),
                name="relief_completion_is_signed",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="relief_completion_due", condition=Q(done_on__isnull=True))]


class ReliefVisit(models.Model):
    """Somebody went again: before the next payment, or one to three months later. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="visits", verbose_name=_("救助请求"))
    kind = models.CharField(_("种类"), max_length=12, choices=VisitKind.choices)
    visited_on = models.DateField(_("探访日期"))
    finding = models.CharField(_("结论"), max_length=12, choices=Finding.choices)
    text = models.TextField(_("探访情况"))
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("探访人"))
    visited_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("探访")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="relief_visit_says_what"),
            models.CheckConstraint(
                condition=Q(kind__in=VisitKind.values, finding__in=Finding.values), name="relief_visit_is_known"
            ),
        ]


class Slip(models.Model):
    """A request sent on to another office: when, whether it was taken, what came of it. Answered once."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    request = models.ForeignKey(Request, models.PROTECT, related_name="slips", verbose_name=_("救助请求"))
    target = models.CharField(_("转介事项"), max_length=16, choices=Target.choices)
    office = models.CharField(_("受理单位"), max_length=100)
    reason = models.TextField(_("转介理由"))
    case = models.OneToOneField(
        "casework.Case", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("据此登记的办件")
    )
    sent_on = models.DateField(_("转介日期"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("转介人"))
    sent_at = models.DateTimeField(_("登记时间"))
    answer = models.CharField(_("答复"), max_length=10, choices=SlipAnswer.choices, blank=True)
    result = models.TextField(_("办理结果"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("答复登记人")
    )
    answered_at = models.DateTimeField(_("答复登记时间"), null=True, blank=True)

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("转介单")
        constraints = [
            both_or_neither("slip_answered", "answered_by", "answered_at", "answered_on"),
            models.CheckConstraint(condition=~Q(office="") & ~Q(reason=""), name="relief_slip_says_why"),
            models.CheckConstraint(condition=Q(target__in=Target.values), name="relief_slip_target_is_known"),
            models.UniqueConstraint(
                fields=["request", "target"], condition=Q(answered_by__isnull=True), name="relief_one_open_slip"
            ),
        ]
