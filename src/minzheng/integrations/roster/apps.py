"""Import of office rosters. What was handed in stays as it was handed in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "import.submitted": _("提交名册"),
    "import.approved": _("批准名册导入"),
    "import.rejected": _("退回名册"),
}


class RosterConfig(AppConfig):
    """Batches, their households and their problems."""

    name = "minzheng.integrations.roster"
    label = "roster"
    verbose_name = _("名册导入")

    def ready(self) -> None:
        """Rows and problems are never rewritten; a batch and its rows only learn how it ended."""
        from minzheng.services.audit import actions, guards  # noqa: PLC0415 - app ready

        decided = ("state", "decided_by_id", "decided_at", "reason", "households_imported")
        guards.protect("roster", "ImportBatch", allow_update_columns=decided)
        guards.protect(
            "roster", "ImportRow", allow_update_columns=("household_id", "decision_id", "person_id", "left_out_reason")
        )
        guards.protect("roster", "ImportProblem")
        guards.protect("roster", "ImportFile")
        actions.name_actions(ACTIONS)
        from minzheng.integrations.roster.domain.background import APPROVING  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready

        kinds.register(APPROVING)
