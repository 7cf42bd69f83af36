"""The books. What the database itself guards is named in `ready`, so that it is back in place after every migration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "account.opened": _("开立账户"),
    "transfer.posted": _("记账"),
    "transfer.reversed": _("冲正"),
    "close.proposed": _("结账"),
    "close.confirmed": _("复核结账"),
    "close.withdrawn": _("撤回结账"),
    "good.named": _("登记物资种类"),
    "writeoff.proposed": _("提出报损"),
    "writeoff.confirmed": _("批准报损核销"),
    "due.written": _("登记应发待遇"),
}
MONTH_COLUMNS = ("debited_fen", "credited_fen", "last_transfer_id")
CONFIRMING_COLUMNS = (
    "confirmed_by_id",
    "confirmed_at",
    "withdrawn_by_id",
    "withdrawn_at",
    "withdraw_reason",
)


class LedgerConfig(AppConfig):
    """Accounts, transfers and dues."""

    name = "minzheng.ledger"
    label = "ledger"
    verbose_name = _("账簿")

    def ready(self) -> None:
        """Transfers and dues are never rewritten; balances move only with a transfer."""
        from minzheng.ledger import month_triggers, triggers  # noqa: PLC0415 - app ready
        from minzheng.services.audit import actions, guards  # noqa: PLC0415 - app ready

        guards.protect("ledger", "Transfer")
        guards.protect("ledger", "Due")
        guards.protect("ledger", "DuePerson")
        guards.protect("ledger", "Account", allow_update_columns=("name", "balance_fen", "last_transfer_id"))
        guards.protect("ledger", "MonthBalance", allow_update_columns=MONTH_COLUMNS)
        guards.protect("ledger", "LedgerClose", allow_update_columns=CONFIRMING_COLUMNS)
        guards.protect("ledger", "Good")
        guards.protect("ledger", "WriteOff", allow_update_columns=("confirmed_by_id", "confirmed_at", "transfer_id"))
        triggers.register()
        month_triggers.register()
        actions.name_actions(ACTIONS)
