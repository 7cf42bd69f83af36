"""The words of the workbench."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RowResult(TextChoices):
    """What became of one row of a bulk act."""

    WAITING = "waiting", _("还没有办")
    DONE = "done", _("已办")
    REFUSED = "refused", _("没有办成")
