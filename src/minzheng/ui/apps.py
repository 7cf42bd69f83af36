"""The look that the doors share."""

from django.apps import AppConfig
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from minzheng.kernel import language


class UiConfig(AppConfig):
    """Components, form renderer, vendored front-end assets; no tables."""

    name = "minzheng.ui"
    label = "ui"
    verbose_name = _("界面组件")

    def ready(self) -> None:
        """Let the rooms without a framework speak the language of the request."""
        language.follow(translation.get_language, translation.override)
