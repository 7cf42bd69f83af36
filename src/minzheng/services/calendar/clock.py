"""The clock that doors read. Domain functions never do: they are told the moment.

In service it is the machine's clock. The demo county may be moved ahead by whole days, so that a visitor can see a
publicity of seven days come to its end; the offset is a number in one file and is ignored unless DEMO is set.
"""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone

FILE_NAME = "demo-clock-days"


def now() -> dt.datetime:
    """Return the present moment (aware), moved ahead by the demo's offset."""
    present = timezone.now()
    return present + dt.timedelta(days=offset_days()) if settings.DEMO else present


def today() -> dt.date:
    """Return the present day in the settings' time zone."""
    return timezone.localtime(now()).date()


def offset_days() -> int:
    """Return by how many days the demo runs ahead; 0 outside the demo."""
    if not settings.DEMO:
        return 0
    try:
        return int(_file().read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def move_ahead(days: int) -> None:
    """Move the demo ahead by `days` (1 to 60); never back, since what was recorded stays recorded."""
    if not settings.DEMO or not 1 <= days <= 60:
        raise ValueError(days)
    temporary = _file().with_suffix(".new")
    temporary.write_text(str(offset_days() + days), encoding="ascii")
    temporary.replace(_file())


def _file() -> Path:
    return Path(settings.VAR_DIR) / FILE_NAME
