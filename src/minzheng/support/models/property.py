"""What the person owns and keeps: land, house and other property, what was agreed on its use, what came in from it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.support.enums import PropertyKind, Use
from minzheng.support.models.paired import both_or_neither, who, who_later

USED_BY_OTHERS = [Use.LET.value, Use.LENT.value]


class Property(models.Model):
    """One thing, still the person's own, and who uses it. There is no way to write down that it was given up."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("供养人员"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    case_number = models.CharField(_("办件编号"), max_length=40)
    kind = models.CharField(_("种类"), max_length=10, choices=PropertyKind.choices)
    what = models.CharField(_("位置、面积、证号"), max_length=200)
    use = models.CharField(_("现在怎样使用"), max_length=8, choices=Use.choices)
    user_name = models.CharField(_("使用人"), max_length=64, blank=True)
    agreed = models.CharField(_("约定的内容"), max_length=400, blank=True)
    agreed_on = models.DateField(_("约定日期"), null=True, blank=True)
    signed_by = models.CharField(_("本人一方签字人"), max_length=64, blank=True)
    yearly_fen = models.PositiveBigIntegerField(_("每年收益（分）"), default=0)
    from_on = models.DateField(_("起始日"))
    until_on = models.DateField(_("截止日（含当日）"), null=True, blank=True)
    # Said to the person in so many words: support does not depend on giving this up.
    is_free_will_told = models.BooleanField(_("已告知供养不以交出为条件"))
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    ended_on = models.DateField(_("终止日（含当日）"), null=True, blank=True)
    ended_by = who_later(_("终止登记人"))
    ended_at = models.DateTimeField(_("终止登记时间"), null=True, blank=True)
    end_reason = models.TextField(_("变更或者终止的原因"), blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("土地、房屋和其他财产")
        constraints = [
            models.CheckConstraint(condition=Q(is_free_will_told=True), name="support_property_free_will"),
            models.CheckConstraint(
                condition=Q(kind__in=PropertyKind.values, use__in=Use.values) & ~Q(what=""),
                name="support_property_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(use__in=USED_BY_OTHERS)
                | (~Q(user_name="") & ~Q(agreed="") & ~Q(signed_by="") & Q(agreed_on__isnull=False)),
                name="support_property_agreed",
            ),
            models.CheckConstraint(
                condition=Q(use=Use.LET.value, yearly_fen__gt=0) | (~Q(use=Use.LET.value) & Q(yearly_fen=0)),
                name="support_property_let_for_money",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="support_property_days"
            ),
            both_or_neither("property_ended", "ended_by", "ended_at", "ended_on"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ ~Q(end_reason=""), name="support_property_ended_why"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="support_property_of_person")]


class PropertyIncome(models.Model):
    """Money that came in from it, into the person's own hand or account. Append-only."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="incomes", verbose_name=_("财产"))
    received_on = models.DateField(_("收款日期"))
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    receipt = models.CharField(_("凭据"), max_length=100)
    received_by = models.CharField(_("收款签字人"), max_length=64)
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects: Any = ScopedManager("property__division_code")

    class Meta:
        verbose_name = _("财产收益")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(receipt="") & ~Q(received_by=""), name="support_income_says_what"
            ),
            models.UniqueConstraint(fields=["property", "receipt"], name="support_income_receipt_once"),
        ]
