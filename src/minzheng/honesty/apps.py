"""The honesty room: promises, false statements, what was overpaid, fines, and paying back."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HonestyConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.honesty"
    label = "honesty"
    verbose_name = _("诚信与追缴")

    def ready(self) -> None:
        """What was found, told, decided and paid stays; only states and proofs of service are written later."""
        from minzheng.honesty.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        served = ("served_on", "served_by_id", "served_at", "service_method")
        guards.protect("honesty", "HonestyFile", allow_update_columns=("state",))
        guards.protect("honesty", "Investigation")
        guards.protect("honesty", "AdvanceNotice", allow_update_columns=served)
        guards.protect("honesty", "Statement")
        guards.protect(
            "honesty",
            "Hearing",
            allow_update_columns=(
                "notified_on", "meets_on", "place", "chair_id", "set_by_id", "set_at",
                "minutes", "held_by_id", "held_at",
            ),
        )  # fmt: skip
        guards.protect("honesty", "Ruling", allow_update_columns=(*served, "pay_by_on"))
        for model in ("RulingChange", "InstalmentPlan", "Instalment", "Receipt", "CreditEntry", "CreditCorrection"):
            guards.protect("honesty", model)
        answered = ("answer", "answered_on", "answered_by_id", "answered_at")
        guards.protect("honesty", "PoliceTransfer", allow_update_columns=(*answered, "answer_kind"))
        guards.protect("honesty", "UnitReport", allow_update_columns=answered)
        name_actions(ACTIONS)
