"""The papers of a case beside the letters of its decisions: frozen as issued, kept as printed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class CasePaper(models.Model):
    """One issued form or notice of a case, and the file as it was printed. Append-only.

    `record_id` is the record it speaks of (the supplement, the posting …); there is one paper of a form for each.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="papers", verbose_name=_("案件"))
    form = models.CharField(_("文书种类"), max_length=40)
    record_id = models.PositiveBigIntegerField(_("对应的记录"))
    number = models.CharField(_("编号"), max_length=80, unique=True)
    data = models.JSONField(_("文书内容"))
    known = models.JSONField(_("填写所用的事实"))
    file = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    issued_at = models.DateTimeField(_("制发时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("办件文书")
        constraints = [
            models.UniqueConstraint(fields=["case", "form", "record_id"], name="casework_paper_once"),
        ]
