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
        ended = ("ended_on", "ended_by_id", "ended_at", "end_reason")
        guards.protect("support", "Guardian", allow_update_columns=ended)
        guards.protect("support", "CareAgreement", allow_update_columns=("confirmed_by_id", "confirmed_at", *ended))
        guards.protect("support", "Property", allow_update_columns=ended)
        guards.protect("support", "PropertyIncome")
        decided = ("decided_by_id", "decided_at", "state", "document_number", "reason", "due_id")
        guards.protect("support", "Burial", allow_update_columns=(*decided, "cap_fen", "amount_fen"))
        name_actions(ACTIONS)
