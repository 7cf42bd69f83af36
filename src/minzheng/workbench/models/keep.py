"""What one person keeps at the desk: ways to look at a list, half-written forms, where they are just now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

STAFF = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A list as somebody likes to see it: filters, sorting, columns; the query of the address, nothing found by it."""

    owner = models.ForeignKey(STAFF, models.CASCADE, related_name="saved_views", verbose_name=_("保存人"))
    page = models.CharField(_("页面"), max_length=40)
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(_("筛选条件"), max_length=500)
    # The areas of the owner's office, sorted; colleagues of the same role and areas see a shared view.
    office = models.CharField(_("科室"), max_length=200, blank=True)
    is_shared = models.BooleanField(_("共享给同科室"), default=False)
    saved_at = models.DateTimeField(_("保存时间"))
    passed_from = models.ForeignKey(
        STAFF, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("移交自")
    )

    class Meta:
        verbose_name = _("保存的筛选")
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="workbench_view_once")]
        indexes = [models.Index(fields=["page", "office"], name="workbench_view_office")]


class Draft(models.Model):
    """A half-written form, sealed, of one person; it is no record of anything and goes after a week."""

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="drafts", verbose_name=_("填写人"))
    key = models.CharField(_("表单"), max_length=160)
    values_sealed = models.BinaryField(_("已填内容（密文）"))
    saved_at = models.DateTimeField(_("保存时间"))
    passed_from = models.ForeignKey(
        STAFF, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("移交自")
    )

    class Meta:
        verbose_name = _("草稿")
        constraints = [models.UniqueConstraint(fields=["staff", "key"], name="workbench_draft_once")]


class Presence(models.Model):
    """Who had a page open a moment ago, so that two people do not fill in the same form unawares."""

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="+", verbose_name=_("工作人员"))
    subject = models.CharField(_("页面"), max_length=80)
    doing = models.CharField(_("正在办"), max_length=40, blank=True)
    seen_at = models.DateTimeField(_("最近在此时间"))

    class Meta:
        verbose_name = _("正在查看")
        constraints = [models.UniqueConstraint(fields=["staff", "subject"], name="workbench_presence_once")]
        indexes = [models.Index(fields=["subject", "seen_at"], name="workbench_presence_subject")]
