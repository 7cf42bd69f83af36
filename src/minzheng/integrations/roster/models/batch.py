"""One submitted roster file, waiting for, or after, a second person's decision."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import ScopedManager
from minzheng.integrations.roster.enums import BatchKind, BatchState


class ImportBatch(models.Model):
    """The counts are households, of veterans persons; `division_code` is the smallest division covering them all."""

    number = models.CharField(_("批次号"), max_length=24, unique=True)
    kind = models.CharField(_("导入的种类"), max_length=16, choices=BatchKind.choices, default=BatchKind.TAKEOVER)
    program = models.CharField(_("救助项目"), max_length=40, blank=True)
    file_name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    sheets = models.JSONField(_("识别出的工作表"))
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    state = models.CharField(_("状态"), max_length=12, choices=BatchState.choices, default=BatchState.SUBMITTED)
    households_total = models.PositiveIntegerField(_("文件中的户数"))
    households_good = models.PositiveIntegerField(_("可导入的户数"))
    households_imported = models.PositiveIntegerField(_("已导入的户数"), null=True)
    submitted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("提交人"))
    submitted_at = models.DateTimeField(_("提交时间"))
    decided_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("批准或退回人")
    )
    decided_at = models.DateTimeField(_("批准或退回时间"), null=True)
    reason = models.TextField(_("退回原因"), blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("名册导入批次")
        verbose_name_plural = _("名册导入批次")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "program"], condition=~Q(state=BatchState.REJECTED), name="roster_batch_file_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=BatchKind.TAKEOVER) & ~Q(program="")
                | Q(kind__in=[BatchKind.REGISTRATION, BatchKind.VETERANS], program=""),
                name="roster_batch_kind_has_program",
            ),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="roster_batch_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=BatchState.SUBMITTED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=BatchState.SUBMITTED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="roster_batch_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="roster_batch_four_eyes"
            ),
            models.CheckConstraint(condition=Q(households_good__gt=0), name="roster_batch_has_households"),
            models.CheckConstraint(
                condition=~Q(state=BatchState.APPROVED) | Q(households_imported__gt=0),
                name="roster_batch_imports_something",
            ),
            models.CheckConstraint(condition=~Q(state=BatchState.REJECTED) | ~Q(reason=""), name="roster_batch_reason"),
        ]
