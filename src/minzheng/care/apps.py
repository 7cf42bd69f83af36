"""The room of linked help: what other offices, courses and employers can do for a household."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.care"
    label = "care"
    verbose_name = _("帮扶")

    def ready(self) -> None:
        """What was sent, answered and issued stays; places, leavings and follow-ups are written later."""
        from minzheng.care.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        for model in ("Referral", "ReferralAnswer", "Attendance", "CarePaper"):
            guards.protect("care", model)
        guards.protect(
            "care",
            "Course",
            allow_update_columns=("seats_taken", "cancelled_by_id", "cancelled_at", "cancel_reason"),
        )
        guards.protect("care", "Enrolment", allow_update_columns=("state", "left_by_id", "left_at", "left_reason"))
        guards.protect("care", "Vacancy", allow_update_columns=("closed_by_id", "closed_at", "close_reason"))
        guards.protect("care", "Introduction", allow_update_columns=("ground",))
        guards.protect("care", "Placement", allow_update_columns=("ended_on", "end_reason", "ended_by_id", "ended_at"))
        guards.protect(
            "care",
            "FollowUp",
            allow_update_columns=("done_on", "is_employed", "wage_fen", "text", "done_by_id", "done_at"),
        )
        name_actions(ACTIONS)
