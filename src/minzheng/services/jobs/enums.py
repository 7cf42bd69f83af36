"""Where a background job stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """Queued, in hand, or over; a job whose worker died goes back to queued."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("办理中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有办成")
    CANCELLED = "cancelled", _("已取消")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
