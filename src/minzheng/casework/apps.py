"""The casework room: one case from application to decision, whatever the program."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.casework"
    label = "casework"
    verbose_name = _("业务办理")

    def ready(self) -> None:
        """What was decided stays as it was decided; a correction is a new row."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready

        guards.protect("casework", "Determination")
        guards.protect("casework", "Decision")
        guards.protect("casework", "Publication")
        guards.protect("casework", "OpinionHearing")
        guards.protect("casework", "LetterPrint")
        guards.protect(
            "casework", "Letter", allow_update_columns=("served_on", "served_by_id", "served_at", "service_method")
        )
        from minzheng.casework.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        name_actions(ACTIONS)
