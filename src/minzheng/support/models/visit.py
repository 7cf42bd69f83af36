"""One visit to one person supported at home, what it said of each payment, and what it found wrong."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.support.enums import Asked, ProblemKind
from minzheng.support.models.paired import both_or_neither


class SupportVisit(models.Model):
    """Somebody went and saw the person. Append-only; `tier` is the level of self-care the decision rests on."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("供养人员"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    case_number = models.CharField(_("办件编号"), max_length=40)
    tier = models.CharField(_("自理能力"), max_length=4, blank=True)
    visited_on = models.DateField(_("探访日期"))
    condition = models.TextField(_("生活和身体情况"))
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("探访人"))
    visited_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("供养探访")
        constraints = [models.CheckConstraint(condition=~Q(condition=""), name="support_visit_says_what")]
        indexes = [models.Index(fields=["person", "visited_on"], name="support_visit_of_person")]


class Receipt(models.Model):
    """What the person said of one payment the bank reports paid: in hand or not. In hand is said once."""

    visit = models.ForeignKey(SupportVisit, models.PROTECT, related_name="receipts", verbose_name=_("探访"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("供养人员"))
    line = models.ForeignKey("payments.PayLine", models.PROTECT, related_name="+", verbose_name=_("发放明细"))
    is_in_hand = models.BooleanField(_("本人已拿到"))
    asked = models.CharField(_("怎样问的"), max_length=10, choices=Asked.choices)

    objects = ScopedManager("visit__division_code")

    class Meta:
        verbose_name = _("到手确认")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "person"], condition=Q(is_in_hand=True), name="support_in_hand_once"
            ),
            models.UniqueConstraint(fields=["visit", "line"], name="support_asked_once_a_visit"),
            models.CheckConstraint(condition=Q(asked__in=Asked.values), name="support_asked_is_known"),
        ]


class Problem(models.Model):
    """What a visit found wrong, by when it is to be settled, and how it was: by another person, once."""

    visit = models.ForeignKey(SupportVisit, models.PROTECT, related_name="problems", verbose_name=_("探访"))
    kind = models.CharField(_("问题"), max_length=8, choices=ProblemKind.choices)
    text = models.TextField(_("说明"))
    due_on = models.DateField(_("处理期限"))
    due_counted = models.TextField(_("期限怎样算出"))
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发现人"))
    found_at = models.DateTimeField(_("发现时间"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("处理人")
    )
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    result = models.TextField(_("处理结果"), blank=True)

    objects = ScopedManager("visit__division_code")

    class Meta:
        verbose_name = _("探访发现的问题")
        constraints = [
            both_or_neither("problem_settled", "settled_by", "settled_at"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("found_by")), name="support_problem_two_people"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) ^ ~Q(result=""), name="support_problem_settled_how"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProblemKind.values) & ~Q(text=""), name="support_problem_says_what"
            ),
            models.UniqueConstraint(fields=["visit", "kind"], name="support_one_problem_a_kind"),
        ]
        indexes = [models.Index(fields=["due_on"], name="support_problem_due", condition=Q(settled_at__isnull=True))]
