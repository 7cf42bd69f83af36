"""The workbench: what people keep around the cases they work on, none of it part of a decision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.workbench"
    label = "workbench"
    verbose_name = _("案头")

    def ready(self) -> None:
        """A note stays as it was written; what a bulk act did to a row and what was typed stay as they were."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        guards.protect("workbench", "Note")
        guards.protect("workbench", "Handover")
        guards.protect("workbench", "FormCount")
        guards.protect("workbench", "BulkRow", allow_update_columns=("result", "message", "finished_at"))
        name_actions(
            {
                "case.take_up": _("领办"),
                "case.put_back": _("放回，不再由本人领办"),
                "case.pass_on": _("转交同事领办"),
                "case.note": _("写留言"),
                "household.note": _("写留言"),
                "workbench.handed_over": _("移交手上的工作"),
                "workbench.view_shared": _("共享筛选"),
            }
        )
