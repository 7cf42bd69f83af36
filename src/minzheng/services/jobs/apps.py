from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that takes longer than a page may: queued here, done by `minzheng work`."""

    name = "minzheng.services.jobs"
    label = "jobs"
    verbose_name = _("后台任务")
