"""The room of support at home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.support"
    label = "support"
    verbose_name = _("在家供养")

    def ready(self) -> None:
        """What was seen and said stays; a problem is settled once."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready
        from minzheng.support.sentences import ACTIONS  # noqa: PLC0415 - app ready

        guards.protect("support", "SupportVisit")
        guards.protect("support", "Receipt")
        guards.protect("support", "Problem", allow_update_columns=("settled_by_id", "settled_at", "result"))
        name_actions(ACTIONS)
