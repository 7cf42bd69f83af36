"""Notes on a household or one of its cases: words between colleagues, no evidence and no part of a determination."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager

STAFF = settings.AUTH_USER_MODEL


class Note(models.Model):
    """One note, never changed. Whoever sees the household sees it."""

    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="notes", verbose_name=_("家庭"))
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="notes", null=True, blank=True, verbose_name=_("办件")
    )
    text = models.TextField(_("内容"))
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("留言人"))
    written_at = models.DateTimeField(_("留言时间"))

    objects = ScopedManager("household__division_code")

    class Meta:
        verbose_name = _("留言")


class Mention(models.Model):
    """A colleague named in a note; it stands on their to-do until they have seen it."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions", verbose_name=_("留言"))
    staff = models.ForeignKey(STAFF, models.PROTECT, related_name="mentions", verbose_name=_("提到的人"))
    seen_at = models.DateTimeField(_("看到时间"), null=True, blank=True)
    passed_from = models.ForeignKey(
        STAFF, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("移交自")
    )

    objects = ScopedManager("note__household__division_code")

    class Meta:
        verbose_name = _("提醒")
        constraints = [models.UniqueConstraint(fields=["note", "staff"], name="workbench_mention_once")]
        indexes = [
            models.Index(fields=["staff"], name="workbench_mention_open", condition=Q(seen_at__isnull=True)),
        ]
