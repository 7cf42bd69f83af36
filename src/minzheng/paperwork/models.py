"""What the office keeps about its papers: what was issued, its own Word templates, its own wording of notices."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


def both_or_neither(label: str, *fields: str) -> CheckConstraint:
    """A constraint that the named columns are set together."""
    empty, full = Q(), Q()
    for field in fields:
        empty &= Q(**{f"{field}__isnull": True})
        full &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=empty | full, name=f"paperwork_{label}_together")


class IssuedPaper(models.Model):
    """One issued paper as the public may verify it: no name, no amount, no relation to anybody. Append-only."""

    code = models.CharField(_("查验码"), max_length=24, unique=True)
    form = models.CharField(_("文书种类"), max_length=40)
    title = models.CharField(_("标题"), max_length=80)
    number = models.CharField(_("文号"), max_length=80)
    issuer = models.CharField(_("制发机关"), max_length=80)
    issued_on = models.DateField(_("制发日期"))
    content_sha256 = models.CharField(_("内容指纹"), max_length=64)
    digest = models.CharField(_("带密钥的摘要"), max_length=64)

    class Meta:
        verbose_name = _("已制发文书")
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="paperwork_issued_once")]


class VerifyCount(models.Model):
    """How often one visitor asked within a window; the visitor is a keyed digest of the address, nothing else."""

    visitor = models.CharField(_("来访者摘要"), max_length=64)
    window = models.PositiveBigIntegerField(_("时间窗"))
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("查验次数")
        constraints = [models.UniqueConstraint(fields=["visitor", "window"], name="paperwork_verify_window")]


class WordTemplate(models.Model):
    """A version of the office's own Word template of a form. In force from approval by a second person; append-only."""

    form = models.CharField(_("文书种类"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    file = models.FileField(_("模板文件"), max_length=200)
    file_name = models.CharField(_("原文件名"), max_length=120)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("启用人")
    )
    approved_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("退回人")
    )
    rejected_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    reject_reason = models.CharField(_("退回原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Word 模板")
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], name="paperwork_template_version"),
            both_or_neither("template_approved", "approved_by", "approved_at"),
            both_or_neither("template_rejected", "rejected_by", "rejected_at"),
            CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True),
                name="paperwork_template_one_answer",
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("uploaded_by")),
                name="paperwork_template_two_people",
            ),
        ]


class TemplatePreview(models.Model):
    """Somebody looked at a template, or at a wording, filled with samples: nobody puts in force what nobody saw."""

    template = models.ForeignKey(
        WordTemplate, models.PROTECT, related_name="previews", null=True, blank=True, verbose_name=_("Word 模板")
    )
    wording = models.ForeignKey(
        "paperwork.Wording", models.PROTECT, related_name="previews", null=True, blank=True, verbose_name=_("文书用语")
    )
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    seen_at = models.DateTimeField(_("查看时间"))

    class Meta:
        verbose_name = _("预览记录")
        constraints = [
            CheckConstraint(
                condition=Q(template__isnull=True, wording__isnull=False)
                | Q(template__isnull=False, wording__isnull=True),
                name="paperwork_preview_of_one",
            )
        ]


class Wording(models.Model):
    """The office's own opening, closing and contact of a notice, from a day on. Append-only, two people's."""

    form = models.CharField(_("文书种类"), max_length=40)
    valid_from = models.DateField(_("自何日起"))
    opening = models.TextField(_("开头语"), blank=True)
    closing = models.TextField(_("结束语"), blank=True)
    contact = models.TextField(_("联系方式"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("启用人")
    )
    approved_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("退回人")
    )
    rejected_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    reject_reason = models.CharField(_("退回原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("文书用语")
        constraints = [
            both_or_neither("wording_approved", "approved_by", "approved_at"),
            both_or_neither("wording_rejected", "rejected_by", "rejected_at"),
            CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True), name="paperwork_wording_one_answer"
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                name="paperwork_wording_two_people",
            ),
        ]
