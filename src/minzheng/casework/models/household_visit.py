"""The household visit and the files kept with a case."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import AttachmentKind, Level, VisitMode
from minzheng.kernel.media import KEPT_BYTES_MAX, kind_of
from minzheng.kernel.refusal import Refused


class HouseholdVisit(models.Model):
    """One visit by at least two surveyors, signed by a member who was there (民发〔2021〕57号 第十六条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="visits", verbose_name=_("案件"))
    visited_on = models.DateField(_("入户日期"))
    surveyors = models.JSONField(_("调查人"), default=list)
    member_present = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", verbose_name=_("在场家庭成员")
    )
    findings = models.TextField(_("调查情况"))
    level = models.CharField(_("由谁入户"), max_length=8, choices=Level.choices, default=Level.TOWNSHIP)
    mode = models.CharField(_("方式"), max_length=8, choices=VisitMode.choices, default=VisitMode.ON_SITE)
    mode_reason = models.TextField(_("不实地入户的原因"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    recorded_at = models.DateTimeField(_("录入时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("入户调查")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode=VisitMode.ON_SITE.value) | ~models.Q(mode_reason=""),
                name="casework_remote_visit_has_reason",
            )
        ]


class AttachmentRefused(Refused):
    """The file is too large or of a kind we do not keep."""


def kept_content(content: File) -> tuple[bytes, str, str]:
    """Return a file's bytes, its type and the ending of its name; raise AttachmentRefused if we do not keep such."""
    data = content.read(KEPT_BYTES_MAX + 1)
    if len(data) > KEPT_BYTES_MAX:
        raise AttachmentRefused(
            _("文件“%(name)s”超过%(n)d兆字节。请压缩后再上传。") % {"name": content.name, "n": KEPT_BYTES_MAX // 2**20}
        )
    kind = kind_of(data)
    if kind is None:
        raise AttachmentRefused(_("文件“%(name)s”不是JPEG、PNG图片或PDF，不能保存。") % {"name": content.name})
    return data, *kind


class Attachment(models.Model):
    """A kept file: random name on disk, fingerprint in the row."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="attachments", verbose_name=_("案件"))
    kind = models.CharField(_("类别"), max_length=16, choices=AttachmentKind.choices)
    visit = models.ForeignKey(
        "casework.HouseholdVisit",
        models.PROTECT,
        related_name="photos",
        null=True,
        blank=True,
        verbose_name=_("入户调查"),
    )
    means_check = models.ForeignKey(
        "casework.MeansCheck", models.PROTECT, related_name="attachments", null=True, blank=True, verbose_name=_("核对")
    )
    publicity = models.ForeignKey(
        "casework.Publicity", models.PROTECT, related_name="photos", null=True, blank=True, verbose_name=_("公示")
    )
    file = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size_bytes = models.PositiveIntegerField(_("大小（字节）"))
    media_type = models.CharField(_("文件类型"), max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("附件")

    @classmethod
    def keep(cls, *, content: File, by: Any, at: datetime, **fields: Any) -> "Attachment":
        """Store the file and its row; raise AttachmentRefused for a file too large or of an unknown kind."""
        data, media_type, suffix = kept_content(content)
        row = cls(
            sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data), media_type=media_type, uploaded_by=by,
            uploaded_at=at, **fields,
        )  # fmt: skip
        row.file.save(f"cases/{row.case_id}/{secrets.token_hex(16)}.{suffix}", ContentFile(data), save=False)
        row.save(force_insert=True)
        return row
