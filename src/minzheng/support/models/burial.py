"""What a burial cost, who arranged it, and what of it is paid: once for a person."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.support.enums import BurialState
from minzheng.support.models.paired import both_or_neither, who, who_later


class Burial(models.Model):
    """An application for the cost of a burial. `amount_fen` is the program's own reckoning on the day of death."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("去世的供养人员"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    case_number = models.CharField(_("办件编号"), max_length=40)
    program = models.CharField(_("救助项目"), max_length=40)
    decision_id = models.BigIntegerField(_("依据的决定"))
    died_on = models.DateField(_("去世日期"))
    arranged_by = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("办理丧葬的人"))
    relation = models.CharField(_("与去世者关系"), max_length=40)
    buried_on = models.DateField(_("安葬日期"))
    words = models.CharField(_("殡葬方式、地点"), max_length=200)
    cost_fen = models.PositiveBigIntegerField(_("实际费用（分）"))
    receipts = models.CharField(_("票据名称、号码"), max_length=200)
    cap_fen = models.PositiveBigIntegerField(_("上限（分）"))
    amount_fen = models.PositiveBigIntegerField(_("丧葬费（分）"))
    apply_by = models.DateField(_("申请期限"))
    state = models.CharField(_("状态"), max_length=10, choices=BurialState.choices, default=BurialState.APPLIED)
    applied_by = who(_("受理人"))
    applied_at = models.DateTimeField(_("受理时间"))
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    reason = models.TextField(_("不予支付的原因"), blank=True)
    decided_by = who_later(_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    due = models.OneToOneField(
        "ledger.Due", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("应发待遇")
    )

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("丧葬费")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state=BurialState.REFUSED.value), name="support_buried_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=F("cost_fen")) & Q(amount_fen__lte=F("cap_fen")),
                name="support_burial_within_cap",
            ),
            models.CheckConstraint(
                condition=Q(buried_on__gte=F("died_on")) & ~Q(receipts="") & ~Q(words=""),
                name="support_burial_says_what",
            ),
            models.CheckConstraint(condition=Q(state__in=BurialState.values), name="support_burial_state_is_known"),
            both_or_neither("burial_decided", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("applied_by")),
                name="support_burial_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=BurialState.APPLIED.value, decided_by__isnull=True, due__isnull=True)
                | (Q(state=BurialState.GRANTED.value, due__isnull=False) & ~Q(document_number=""))
                | (Q(state=BurialState.REFUSED.value, due__isnull=True) & ~Q(reason="")),
                name="support_burial_due_when_granted",
            ),
        ]
