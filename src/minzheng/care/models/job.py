"""Vacancies, who was told of them, and the work that people took up. The offer itself and its answer are casework's."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.care.enums import Ground
from minzheng.care.models.paired import both_or_neither


class Vacancy(models.Model):
    """A job an employer offers, as the office collected it."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    division_code = models.CharField(_("登记单位所在区划"), max_length=12, db_index=True)
    employer = models.CharField(_("用人单位"), max_length=100)
    job = models.CharField(_("岗位"), max_length=100)
    place = models.CharField(_("工作地点"), max_length=100)
    needs = models.TextField(_("岗位要求"))
    wage_from_fen = models.PositiveBigIntegerField(_("月工资下限（分）"))
    wage_to_fen = models.PositiveBigIntegerField(_("月工资上限（分）"))
    openings = models.PositiveIntegerField(_("招用人数"))
    closes_on = models.DateField(_("招用截止日期"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("关闭人")
    )
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)
    close_reason = models.TextField(_("关闭原因"), blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("岗位信息")
        constraints = [
            models.CheckConstraint(
                condition=Q(wage_from_fen__gt=0) & Q(wage_to_fen__gte=F("wage_from_fen")), name="care_wage_range"
            ),
            both_or_neither("vacancy_closed", "closed_by", "closed_at"),
        ]


class Introduction(models.Model):
    """A vacancy put to a person. Answer and judgement stand in casework's job offer, and are counted there alone."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="introductions", verbose_name=_("岗位信息"))
    offer = models.OneToOneField(
        "casework.JobOffer", models.PROTECT, related_name="introduction", verbose_name=_("就业介绍")
    )
    ground = models.CharField(_("拒绝的理由"), max_length=12, choices=Ground.choices, blank=True)

    objects = ScopedManager("offer__case__division_code")

    class Meta:
        verbose_name = _("岗位介绍")


class Placement(models.Model):
    """Work that a person took up, found by us or alone. The change report says that income must be reckoned again."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="placements", verbose_name=_("办件"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("就业人员"))
    offer = models.OneToOneField(
        "casework.JobOffer", models.PROTECT, related_name="placement", null=True, blank=True, verbose_name=_("就业介绍")
    )
    employer = models.CharField(_("用人单位"), max_length=100)
    job = models.CharField(_("岗位"), max_length=100)
    from_on = models.DateField(_("上岗日期"))
    wage_fen = models.PositiveBigIntegerField(_("月工资（分）"))
    change_report = models.ForeignKey(
        "casework.ChangeReport", models.PROTECT, related_name="+", verbose_name=_("情况变化登记")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    ended_on = models.DateField(_("离岗日期"), null=True, blank=True)
    end_reason = models.TextField(_("离岗原因"), blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("离岗登记人")
    )
    ended_at = models.DateTimeField(_("离岗登记时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("就业安置")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="care_one_job_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")), name="care_job_ends_after"
            ),
            both_or_neither("placement_ended", "ended_by", "ended_at", "ended_on"),
        ]


class FollowUp(models.Model):
    """Asking again after 3, 6 and 12 months whether the work goes on. Planned with the placement, filled in once."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="follow_ups", verbose_name=_("就业安置"))
    months = models.PositiveSmallIntegerField(_("上岗后第几个月"))
    opens_on = models.DateField(_("可以回访的第一天"))
    due_on = models.DateField(_("回访期限"))
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    due_counted = models.TextField(_("期限怎样算出"))
    done_on = models.DateField(_("回访日期"), null=True, blank=True)
    is_employed = models.BooleanField(_("仍在岗"), null=True, blank=True)
    wage_fen = models.PositiveBigIntegerField(_("现月工资（分）"), null=True, blank=True)
    text = models.TextField(_("回访情况"), blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("回访人")
    )
    done_at = models.DateTimeField(_("回访登记时间"), null=True, blank=True)

    objects = ScopedManager("placement__case__division_code")

    class Meta:
        verbose_name = _("就业回访")
        constraints = [
            models.UniqueConstraint(fields=["placement", "months"], name="care_one_follow_up"),
            both_or_neither("follow_up_done", "done_by", "done_at", "done_on", "is_employed"),
        ]
        indexes = [models.Index(fields=["opens_on"], name="care_follow_up_opens")]
