"""The room of prices and of the subsidy they start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricesConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.prices"
    label = "prices"
    verbose_name = _("价格与价格补贴")

    def ready(self) -> None:
        """Prices and months stay as written; an index only learns who confirmed it."""
        from minzheng.prices.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        for model in ("MarketPrice", "SubsidyMonth"):
            guards.protect("prices", model)
        guards.protect("prices", "PriceIndex", allow_update_columns=("confirmed_by_id", "confirmed_at"))
        name_actions(ACTIONS)
