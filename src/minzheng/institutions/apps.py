"""Places with beds. What the database itself guards is named in `ready`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = ("Assessment", "HealthCheck", "CareMark", "Visit", "SafetyCheck", "Training", "Pot", "WorksStep")
# What is written later, once; everything else of the row stays as it was written.
LATER: dict[str, tuple[str, ...]] = {
    "Institution": ("kind", "name", "address"),
    "Bed": ("out_since", "out_reason"),
    "Worker": ("until_on",),
    "CommitteeMember": ("until_on",),
    "Menu": ("votes_for", "votes_present", "approved_by_id", "approved_at"),
    "Entry": ("state", "withdrawn_by_id", "withdrawn_at", "withdraw_reason"),
    "Residence": ("bed_id", "stay", "tier", "agreement_until"),
    "Leave": ("returned_on", "returned_by_id", "returned_at", "return_note"),
    "Departure": ("burial_on", "burial_words", "burial_cost_fen", "settled_by_id", "settled_at"),
    "Belongings": ("handed_to", "handed_on", "handed_by_id"),
    "CareItem": ("until_on", "ended_by_id", "ended_at"),
    "Incident": ("cause", "closed_by_id", "closed_at"),
    "Complaint": ("answer", "answered_by_id", "answered_at"),
    "Defect": ("remedy", "mended_by_id", "mended_at", "verified_by_id", "verified_at"),
    "Voucher": ("confirmed_by_id", "confirmed_at", "cancelled_by_id", "cancelled_at", "cancel_reason"),
    "Works": ("percent", "accepted_by_id", "accepted_at", "accepted_words", "cost_fen"),
}


class InstitutionsConfig(AppConfig):
    """Homes, their residents, their staff, and the money in trust."""

    name = "minzheng.institutions"
    label = "institutions"
    verbose_name = _("福利机构")

    def ready(self) -> None:
        """What was agreed, done and signed stays; money of one pot never reaches another."""
        from minzheng.institutions import triggers  # noqa: PLC0415 - app ready
        from minzheng.institutions.queries.given import given_in_homes  # noqa: PLC0415 - app ready
        from minzheng.institutions.queries.money import held_on_accounts  # noqa: PLC0415 - app ready
        from minzheng.institutions.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.ledger import given, holdings  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        for model in APPEND_ONLY:
            guards.protect("institutions", model)
        for model, columns in LATER.items():
            guards.protect("institutions", model, allow_update_columns=columns)
        triggers.register()
        name_actions(ACTIONS)
        given.register("institutions", given_in_homes)
        holdings.register(held_on_accounts)
