"""Courses, who takes part in them, and which days they came."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.care.enums import EnrolmentState
from minzheng.care.models.paired import both_or_neither


class Course(models.Model):
    """A course on named days. Its places are counted in the row itself, so that the last is never given twice."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    division_code = models.CharField(_("举办单位所在区划"), max_length=12, db_index=True)
    title = models.CharField(_("培训班"), max_length=100)
    content = models.TextField(_("培训内容"))
    organiser = models.CharField(_("培训机构"), max_length=100)
    place = models.CharField(_("上课地点"), max_length=100)
    days = models.JSONField(_("上课日期"))
    starts_on = models.DateField(_("第一天"))
    ends_on = models.DateField(_("最后一天"))
    capacity = models.PositiveIntegerField(_("名额"))
    seats_taken = models.PositiveIntegerField(_("已录取人数"), default=0)
    required_days = models.PositiveIntegerField(_("合格须出勤天数"))
    required_by = models.CharField(_("出勤要求的依据"), max_length=120)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    opened_at = models.DateTimeField(_("登记时间"))
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("停办人")
    )
    cancelled_at = models.DateTimeField(_("停办时间"), null=True, blank=True)
    cancel_reason = models.TextField(_("停办原因"), blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("技能培训班")
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("capacity")), name="care_no_place_twice"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="care_course_days_in_order"),
            both_or_neither("course_cancelled", "cancelled_by", "cancelled_at"),
        ]


class Enrolment(models.Model):
    """One person of a running case in one course: has a place, waits for one, left, or has the certificate."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name=_("培训班"))
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="enrolments", verbose_name=_("办件"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("学员"))
    state = models.CharField(_("状态"), max_length=12, choices=EnrolmentState.choices)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("报名登记人")
    )
    enrolled_at = models.DateTimeField(_("报名时间"))
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("退出登记人")
    )
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    left_reason = models.TextField(_("退出原因"), blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("培训报名")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=~Q(state=EnrolmentState.LEFT.value), name="care_enrolled_once"
            ),
            both_or_neither("enrolment_left", "left_by", "left_at"),
        ]


class Attendance(models.Model):
    """Whether somebody came on a day. Append-only: the last row of a day counts, a correction says why."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance", verbose_name=_("学员"))
    day = models.DateField(_("日期"))
    is_present = models.BooleanField(_("到课"))
    note = models.CharField(_("更正原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("enrolment__case__division_code")

    class Meta:
        verbose_name = _("出勤")
        indexes = [models.Index(fields=["enrolment", "day"], name="care_attendance_day")]
