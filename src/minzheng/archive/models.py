"""Volumes of the archive: what was bound, how long it is kept, who looked at it, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.archive.enums import ArchiveClass, AssessmentState, Verdict, VolumeState


class Volume(models.Model):
    """The file of one case in one class, bound as one PDF. Filed again after a remedy, it is the next part.

    The row and its index outlive the content: a destroyed volume is still in the register.
    """

    number = models.CharField(_("档号"), max_length=40, unique=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="volumes", verbose_name=_("案件"))
    division_code = models.CharField(_("所属村（社区）"), max_length=12, db_index=True)
    archive_class = models.CharField(_("类别"), max_length=10, choices=ArchiveClass.choices)
    part = models.PositiveSmallIntegerField(_("卷次"))
    title = models.CharField(_("题名"), max_length=200)
    benefit_ended_on = models.DateField(_("停止享受日期"), null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("立卷人"))
    filed_at = models.DateTimeField(_("立卷时间"))
    filed_on = models.DateField(_("立卷日期"))
    retain_until = models.DateField(_("保管至（含当日）"))
    retention_source = models.TextField(_("保管期限依据"))
    item_count = models.PositiveSmallIntegerField(_("件数"))
    page_count = models.PositiveIntegerField(_("页数"))
    state = models.CharField(_("状态"), max_length=12, choices=VolumeState.choices, default=VolumeState.KEPT)
    file = models.FileField(_("合订本"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("大小（字节）"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("档案")
        verbose_name_plural = _("档案")
        indexes = [models.Index(fields=["state", "retain_until"], name="archive_volume_due")]
        constraints = [
            models.UniqueConstraint(fields=["case", "archive_class", "part"], name="archive_volume_once"),
            models.CheckConstraint(condition=Q(state__in=VolumeState.values), name="archive_volume_state"),
        ]


class Item(models.Model):
    """One line of the index in the volume: title, pages, fingerprint. Append-only."""

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="items", verbose_name=_("档案"))
    seq = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("材料名称"), max_length=200)
    dated_on = models.DateField(_("日期"), null=True, blank=True)
    first_page = models.PositiveIntegerField(_("页号"))
    page_count = models.PositiveIntegerField(_("页数"))
    is_inside = models.BooleanField(_("已并入合订本"))
    record = models.CharField(_("来源记录"), max_length=80)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    stored_name = models.CharField(_("存放的文件"), max_length=200, blank=True)

    objects = ScopedManager("volume__division_code")

    class Meta:
        verbose_name = _("卷内材料")
        verbose_name_plural = _("卷内材料")
        constraints = [models.UniqueConstraint(fields=["volume", "seq"], name="archive_item_once")]


class RetentionPeriod(models.Model):
    """The office's own, longer period of a class, as the archives authority approved it (档案法实施条例 第十九条)."""

    archive_class = models.CharField(_("类别"), max_length=10, choices=ArchiveClass.choices)
    from_on = models.DateField(_("自何日起"))
    years = models.PositiveSmallIntegerField(_("保管年数"))
    source = models.CharField(_("批准文件"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设定人"))
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("本地保管期限")
        verbose_name_plural = _("本地保管期限")
        constraints = [
            models.UniqueConstraint(fields=["archive_class", "from_on"], name="archive_period_once"),
            models.CheckConstraint(condition=Q(years__gt=0), name="archive_period_years"),
        ]


class Assessment(models.Model):
    """The appraisal of a volume whose period is over: one proposes, another approves; never a timer."""

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="assessments", verbose_name=_("档案"))
    verdict = models.CharField(_("鉴定意见"), max_length=10, choices=Verdict.choices)
    retain_until = models.DateField(_("继续保管至"), null=True, blank=True)
    reason = models.TextField(_("理由"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("鉴定人")
    )
    proposed_at = models.DateTimeField(_("鉴定时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.PROPOSED
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("批准人")
    )
    settled_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    answer = models.TextField(_("批准意见"), blank=True)
    # What was destroyed: name, fingerprint and size of every file. The report is printed from it.
    destroyed = models.JSONField(_("销毁清册"), default=list)

    objects = ScopedManager("volume__division_code")

    class Meta:
        verbose_name = _("档案鉴定")
        verbose_name_plural = _("档案鉴定")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="archive_assessment_settled",
            ),
            models.UniqueConstraint(
                fields=["volume"], condition=Q(state=AssessmentState.PROPOSED.value), name="archive_one_open_assessment"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.RETAIN.value, retain_until__isnull=False)
                | Q(verdict=Verdict.DESTROY.value, retain_until__isnull=True),
                name="archive_assessment_verdict",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")),
                name="archive_assessment_two_people",
            ),
        ]


class Handover(models.Model):
    """A volume given to the county archive ten years after it was made (档案法实施条例 第二十条)."""

    volume = models.OneToOneField(Volume, models.PROTECT, related_name="handover", verbose_name=_("档案"))
    list_number = models.CharField(_("移交清册号"), max_length=60)
    receiver = models.CharField(_("接收单位和接收人"), max_length=100)
    handed_on = models.DateField(_("移交日期"))
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("移交人"))
    handed_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("volume__division_code")

    class Meta:
        verbose_name = _("档案移交")
        verbose_name_plural = _("档案移交")


class Lending(models.Model):
    """One lending of a volume: to whom, for what, until when, and its return."""

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="lendings", verbose_name=_("档案"))
    borrower = models.CharField(_("借阅人"), max_length=64)
    unit = models.CharField(_("借阅单位"), max_length=100)
    purpose = models.CharField(_("用途"), max_length=200)
    due_on = models.DateField(_("应还日期"))
    lent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    lent_at = models.DateTimeField(_("借出时间"))
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("归还登记人")
    )
    returned_at = models.DateTimeField(_("归还时间"), null=True, blank=True)

    objects = ScopedManager("volume__division_code")

    class Meta:
        verbose_name = _("档案借阅")
        verbose_name_plural = _("档案借阅")
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_by__isnull=True, returned_at__isnull=True)
                | Q(returned_by__isnull=False, returned_at__isnull=False),
                name="archive_lending_returned",
            ),
            models.UniqueConstraint(
                fields=["volume"], condition=Q(returned_at__isnull=True), name="archive_lent_once_at_a_time"
            ),
        ]
