"""One population on one day as it was known at one moment: where its file is, what it holds, by whose order."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.screening.enums import SnapshotState


class Snapshot(models.Model):
    """The file holds people's data, so it is sealed by `digest` and goes after some days; the row stays.

    `known_at` is fixed when it is asked for: run again after a dead worker it reads the same. `programs`: by code, the
    families, those that draw the benefit, and the version of the rules; `left_out`: families whose facts are out of
    bounds, by number, with why.
    """

    number = models.CharField(_("快照编号"), max_length=40, unique=True)
    division_code = models.CharField(_("区划代码"), max_length=12)
    day = models.DateField(_("截至日期"))
    known_at = models.DateTimeField(_("事实和标准截至"))
    state = models.CharField(_("状态"), max_length=10, choices=SnapshotState.choices, default=SnapshotState.WAITING)
    households = models.PositiveIntegerField(_("户数"), default=0)
    people = models.PositiveIntegerField(_("人数"), default=0)
    programs = models.JSONField(_("各项目"), default=dict)
    left_out = models.JSONField(_("没有列入的家庭"), default=list)
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    size = models.BigIntegerField(_("字节数"), default=0)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("生成人"))
    taken_at = models.DateTimeField(_("交办时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    removed_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("人口快照")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SnapshotState.WAITING.value) & Q(digest="")
                | ~Q(state=SnapshotState.WAITING.value) & ~Q(digest=""),
                name="screening_snapshot_sealed",
            ),
        ]
        indexes = [models.Index(fields=["division_code", "-taken_at"], name="screening_snapshot_of_place")]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.VAR_DIR) / "screening" / f"{self.number}.columns"
