"""The words of self-assessment. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an assessment stands; read from which rows there are, never stored."""

    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", _("待复核")
    CLOSED = "closed", _("已确认")
    SUPERSEDED = "superseded", _("已退回重评")
