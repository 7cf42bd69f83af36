"""The remedies room: who questions what, by when it must be answered, and what follows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemediesConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.remedies"
    label = "remedies"
    verbose_name = _("救济与投诉")

    def ready(self) -> None:
        """What was asked, answered and ordered stays; only where a file stands and its next day are written later."""
        from minzheng.remedies.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        guards.protect(
            "remedies", "RemedyFile", allow_update_columns=("state", "due_on", "is_due_provisional", "due_counted")
        )
        guards.protect("remedies", "RemedyStep")
        guards.protect(
            "remedies",
            "SuspensionOrder",
            allow_update_columns=("lifted_on", "lift_reason", "lifted_by_id", "lifted_at"),
        )
        name_actions(ACTIONS)
