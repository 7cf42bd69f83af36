"""The room of urgent and one-off help."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReliefConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.relief"
    label = "relief"
    verbose_name = _("临时救助和急难救助")

    def ready(self) -> None:
        """What was reported, reckoned, decided and handed over stays; what is still owed is filled in once."""
        from minzheng.ledger import given, holdings  # noqa: PLC0415 - app ready
        from minzheng.relief.queries.helped import given_by_relief  # noqa: PLC0415 - app ready
        from minzheng.relief.queries.money import held_on_accounts  # noqa: PLC0415 - app ready
        from minzheng.relief.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        for model in (
            "ReliefEvent", "OtherHelp", "Reckoning", "Grant", "NeedShare", "Cancellation", "ConferenceMember",
            "ReliefVisit", "ReserveFund", "SocialOffer",
        ):  # fmt: skip
            guards.protect("relief", model)
        guards.protect(
            "relief", "Request",
            allow_update_columns=(
                "state", "facts", "name", "id_number", "id_number_index", "phone", "person_id", "household_id",
                "case_id", "repeat_reason", "ended_by_id", "ended_at", "end_reason",
            ),
        )  # fmt: skip
        guards.protect(
            "relief", "SocialMatch",
            allow_update_columns=(
                "confirmed_by_id", "confirmed_at", "received_by", "receipt", "handed_on", "handed_by_id", "handed_at",
                "result", "result_words", "result_by_id", "result_at", "dropped_by_id", "dropped_at", "drop_reason",
            ),
        )  # fmt: skip
        guards.protect("relief", "Need", allow_update_columns=("amount_fen", "proof"))
        guards.protect(
            "relief", "Recovery",
            allow_update_columns=(
                "opinion", "heard_on", "heard_by_id", "heard_at", "confirmed_by_id", "confirmed_at", "dropped_by_id",
                "dropped_at", "drop_reason", "settled_at",
            ),
        )  # fmt: skip
        guards.protect("relief", "MoneyBack", allow_update_columns=("refill_id",))
        guards.protect("relief", "Instalment", allow_update_columns=("state",))
        guards.protect("relief", "Voucher", allow_update_columns=("refill_id",))
        guards.protect("relief", "Conference", allow_update_columns=("confirmed_by_id", "confirmed_at"))
        guards.protect(
            "relief", "Refill",
            allow_update_columns=(
                "approved_by_id", "approved_at", "refused_by_id", "refused_at", "refuse_reason", "transfer_id",
            ),
        )  # fmt: skip
        guards.protect(
            "relief", "Completion",
            allow_update_columns=(
                "surveyors", "text", "is_signed", "are_facts_true", "done_on", "done_by_id", "done_at",
            ),
        )  # fmt: skip
        guards.protect(
            "relief", "Slip",
            allow_update_columns=("case_id", "answer", "result", "answered_on", "answered_by_id", "answered_at"),
        )  # fmt: skip
        name_actions(ACTIONS)
        holdings.register(held_on_accounts)
        given.register("relief", given_by_relief)
