"""The room of claims: bills and settlements of what is reckoned by the claim, and who is insured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.claims"
    label = "claims"
    verbose_name = _("医疗救助结算")

    def ready(self) -> None:
        """What was handed in, reckoned and frozen stays; a row learns only who confirmed, paid or ended it."""
        from minzheng.claims import triggers  # noqa: PLC0415 - app ready
        from minzheng.claims.domain.settling import SETTLING  # noqa: PLC0415 - app ready
        from minzheng.claims.queries.fund import held_on_accounts, open_statements  # noqa: PLC0415 - app ready
        from minzheng.claims.queries.given import given_by_bill  # noqa: PLC0415 - app ready
        from minzheng.claims.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.ledger import given, holdings, open_items  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready

        triggers.register()
        name_actions(ACTIONS)
        kinds.register(SETTLING)
        holdings.register(held_on_accounts)
        given.register("claims", given_by_bill)
        open_items.register(open_statements)
