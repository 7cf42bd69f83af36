"""The look that the doors share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Components, form renderer, vendored front-end assets; no tables."""

    name = "minzheng.ui"
    label = "ui"
    verbose_name = _("界面组件")
