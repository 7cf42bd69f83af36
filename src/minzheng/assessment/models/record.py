"""What an assessment stands on: answers, evidence, frozen figures, the review of each item. All append-only."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.assessment.models.assessment import Assessment
from minzheng.casework.models.household_visit import kept_content


class ItemAnswer(models.Model):
    """What was typed for one item; the latest holds, the earlier ones stay."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers", verbose_name=_("自评"))
    item = models.CharField(_("项目"), max_length=60)
    points = models.DecimalField(_("评分"), max_digits=7, decimal_places=2, null=True, blank=True)
    is_yes = models.BooleanField(_("是否"), null=True, blank=True)
    numerator = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    denominator = models.PositiveIntegerField(_("总数"), null=True, blank=True)
    words = models.TextField(_("说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填写人")
    )
    answered_at = models.DateTimeField(_("填写时间"))

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("自评填写")
        constraints = [
            models.CheckConstraint(
                condition=Q(points__isnull=False) | Q(is_yes__isnull=False) | Q(numerator__isnull=False),
                name="assessment_answer_says_something",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__lte=models.F("denominator")),
                name="assessment_answer_is_a_share",
            ),
        ]


class Evidence(models.Model):
    """A kept file that shows an item: random name on disk, fingerprint in the row."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="evidence", verbose_name=_("自评"))
    item = models.CharField(_("项目"), max_length=60)
    title = models.CharField(_("材料名称"), max_length=80)
    file = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size_bytes = models.PositiveIntegerField(_("大小（字节）"))
    media_type = models.CharField(_("文件类型"), max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("佐证材料")

    @classmethod
    def keep(cls, *, assessment: Assessment, item: str, title: str, content: File, by: Any, at: datetime) -> Self:
        """Store the file and its row; raise AttachmentRefused for a file too large or of an unknown kind."""
        data, media_type, suffix = kept_content(content)
        row = cls(
            assessment=assessment, item=item, title=title, sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data), media_type=media_type, uploaded_by=by, uploaded_at=at,
        )  # fmt: skip
        name = f"assessments/{assessment.pk}/{secrets.token_hex(16)}.{suffix}"
        row.file.save(name, ContentFile(data), save=False)
        row.save(force_insert=True)
        return row


class FrozenFigure(models.Model):
    """A figure as it was when the assessment was submitted, with the list of records behind it and its digest."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="figures", verbose_name=_("自评"))
    code = models.CharField(_("指标"), max_length=60)
    numerator = models.PositiveIntegerField(_("数量"))
    denominator = models.PositiveIntegerField(_("总数"), null=True, blank=True)
    lines = models.JSONField(_("逐件清单"), default=list)
    digest = models.CharField(_("清单指纹"), max_length=64)

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("冻结的指标")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="assessment_figure_frozen_once"),
        ]


class ItemReview(models.Model):
    """What the reviewer says of one item: agreed (no points), or other points and the reason. The latest holds."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reviews", verbose_name=_("自评"))
    item = models.CharField(_("项目"), max_length=60)
    points = models.DecimalField(_("复核评分"), max_digits=7, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("复核人")
    )
    reviewed_at = models.DateTimeField(_("复核时间"))

    objects = ScopedManager("assessment__division_code")

    class Meta:
        verbose_name = _("项目复核")
        constraints = [
            models.CheckConstraint(
                condition=Q(points__isnull=True) | ~Q(reason=""), name="assessment_changed_points_have_a_reason"
            ),
        ]
