from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who work here."""

    name = "minzheng.accounts"
    label = "accounts"
    verbose_name = _("工作人员")
