"""The archive: the file of each household's case after it has ended, until it is handed over or destroyed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Names the app, its acts, and what may still be written of a filed volume."""

    name = "minzheng.archive"
    label = "archive"
    verbose_name = _("档案")

    def ready(self) -> None:
        """A volume and its index stay for ever; only where it is and how long it is kept changes."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        guards.protect("archive", "Volume", allow_update_columns=("state", "retain_until", "division_code"))
        guards.protect("archive", "Item")
        guards.protect("archive", "RetentionPeriod")
        guards.protect(
            "archive", "Assessment",
            allow_update_columns=("state", "settled_by_id", "settled_at", "answer", "destroyed"),
        )  # fmt: skip
        guards.protect("archive", "Handover")
        guards.protect("archive", "Lending", allow_update_columns=("returned_by_id", "returned_at"))
        name_actions(
            {
                "archive.filed": _("归档立卷"),
                "archive.read": _("调阅档案"),
                "archive.assessment_proposed": _("提出保管期满鉴定意见"),
                "archive.assessment_approved": _("批准鉴定意见"),
                "archive.assessment_rejected": _("不同意鉴定意见"),
                "archive.lent": _("借出档案"),
                "archive.returned": _("归还档案"),
                "archive.handed_over": _("移交县档案馆"),
                "archive.period_set": _("设定保管期限"),
            },
        )
