"""The calendar app: the packaged years are loaded after every `migrate`, so a new release brings a new year with it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def load_years(**_signal: Any) -> None:
    """Load the packaged years that the database does not know."""
    from minzheng.services.calendar.domain.announcement import load_packaged  # noqa: PLC0415 - app ready

    load_packaged()


class CalendarConfig(AppConfig):
    """Working days."""

    name = "minzheng.services.calendar"
    label = "calendar"
    verbose_name = _("工作日历")

    def ready(self) -> None:
        """Load the packaged years whenever this app's tables are in place."""
        post_migrate.connect(load_years, sender=self, dispatch_uid="calendar.load_years")
