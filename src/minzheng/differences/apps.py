"""The room of differences: what should have been paid for past months beside what was."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DifferencesConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.differences"
    label = "differences"
    verbose_name = _("差额核算")

    def ready(self) -> None:
        """What was reckoned stays; only how far it has come is written later."""
        from minzheng.differences.domain.computation import COMPUTING  # noqa: PLC0415 - app ready
        from minzheng.differences.domain.settlement import CONFIRMING  # noqa: PLC0415 - app ready
        from minzheng.differences.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready

        guards.protect(
            "differences", "Computation",
            allow_update_columns=(
                "state", "cursor", "done", "changed", "unchanged", "already", "left_out_count", "arrears_fen",
                "recovery_fen", "finished_at",
            ),
        )  # fmt: skip
        guards.protect(
            "differences", "Proposal", allow_update_columns=("state", "settled_by_id", "settled_at", "settle_reason")
        )
        guards.protect("differences", "DifferenceMonth", allow_update_columns=("due_id",))
        guards.protect("differences", "LeftOut")
        guards.protect("differences", "RecoveryClaim", allow_update_columns=("file_id", "filed_by_id", "filed_at"))
        name_actions(ACTIONS)
        kinds.register(COMPUTING)
        kinds.register(CONFIRMING)
