"""The registry of people and households; its facts may be added to and never changed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Registers the append-only tables with the guards of the audit room."""

    name = "minzheng.registry"
    label = "registry"
    verbose_name = _("人员与家庭登记")

    def ready(self) -> None:
        """Ask for database triggers on every table of dated facts."""
        from minzheng.registry.models import DatedFact  # noqa: PLC0415 - app ready
        from minzheng.registry.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready
        from minzheng.services.audit.guards import protect  # noqa: PLC0415 - app ready

        name_actions(ACTIONS)
        settled = ("state", "settled_by_id", "settled_at", "answer")
        protect(self.label, "deathcorrection", allow_update_columns=settled)
        for fact in DatedFact.__subclasses__():
            protect(self.label, fact.__name__.lower())
