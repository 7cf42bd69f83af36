from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Audit chains, and guards on every append-only table."""

    name = "minzheng.services.audit"
    label = "audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        """Protect our own tables; put guards back after every migrate (SQLite loses them with a rebuilt table)."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready

        guards.protect("audit", "AuditEvent")
        guards.protect("audit", "ChainSeal")
        pre_migrate.connect(guards.before_migrate, dispatch_uid="minzheng.audit.rules")
        post_migrate.connect(guards.after_migrate, dispatch_uid="minzheng.audit.guards")
