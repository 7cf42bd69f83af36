"""Daily care as planned and as done, and the medicines."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.institutions.enums import Outcome
from minzheng.institutions.models.paired import both_or_neither, who, who_later
from minzheng.institutions.models.stay import Residence


class CareItem(models.Model):
    """One thing to be done for one resident every day, in some parts of it; a medicine is one with a dose.

    A change ends the row and begins another, so what was planned on a day stays readable.
    """

    residence = models.ForeignKey(Residence, models.PROTECT, related_name="care_items", verbose_name=_("在住人员"))
    name = models.CharField(_("项目"), max_length=100)
    is_medicine = models.BooleanField(_("用药"), default=False)
    dose = models.CharField(_("用量"), max_length=60, blank=True)
    ordered_by = models.CharField(_("开药医生、依据"), max_length=100, blank=True)
    slots = models.JSONField(_("时段"))
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天止"), null=True, blank=True)
    planned_by = who(_("登记人"))
    planned_at = models.DateTimeField(_("登记时间"))
    ended_by = who_later(_("停止登记人"))
    ended_at = models.DateTimeField(_("停止登记时间"), null=True, blank=True)

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("照护项目")
        constraints = [
            models.CheckConstraint(condition=~Q(is_medicine=True) | ~Q(dose=""), name="home_medicine_has_a_dose"),
            both_or_neither("care_item_ended", "ended_by", "ended_at"),
        ]
        indexes = [models.Index(fields=["residence", "from_on"], name="home_care_item_from")]


class CareMark(models.Model):
    """What became of one item in one part of a day: one mark, never changed; a correction is a second, and says why."""

    item = models.ForeignKey(CareItem, models.PROTECT, related_name="marks", verbose_name=_("照护项目"))
    day = models.DateField(_("日期"))
    slot = models.CharField(_("时段"), max_length=8)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name=_("更正哪一条")
    )
    marked_by = who(_("护理员"))
    marked_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("item__residence__institution__division_code")

    class Meta:
        verbose_name = _("照护记录")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "day", "slot"], condition=Q(corrects__isnull=True), name="home_marked_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DONE.value, corrects__isnull=True) | ~Q(reason=""),
                name="home_mark_says_why",
            ),
        ]
        indexes = [models.Index(fields=["day", "item"], name="home_mark_day")]
