"""The desk: the pages officials work on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Pages for the office; no tables, no decisions."""

    name = "minzheng.desk"
    label = "desk"
    verbose_name = _("办公桌面")
