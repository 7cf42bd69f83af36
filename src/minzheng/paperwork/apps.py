"""The paperwork room: the forms of the office, what was issued on them, and the office's own templates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ANSWERED = ("approved_by_id", "approved_at", "rejected_by_id", "rejected_at", "reject_reason")


class PaperworkConfig(AppConfig):
    """Names the app, its audited acts, and the tables nobody may rewrite."""

    name = "minzheng.paperwork"
    label = "paperwork"
    verbose_name = _("文书")

    def ready(self) -> None:
        """What was issued stays issued; a template or wording is answered once."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        guards.protect("paperwork", "IssuedPaper")
        guards.protect("paperwork", "TemplatePreview")
        guards.protect("paperwork", "WordTemplate", allow_update_columns=ANSWERED)
        guards.protect("paperwork", "Wording", allow_update_columns=ANSWERED)
        name_actions(
            {
                "template.uploaded": _("上传 Word 模板"),
                "template.approved": _("启用 Word 模板"),
                "template.rejected": _("退回 Word 模板"),
                "wording.proposed": _("提出文书用语"),
                "wording.approved": _("启用文书用语"),
                "wording.rejected": _("退回文书用语"),
                "paper.issued": _("制发文书"),
            }
        )
