"""Progress of work inside one long transaction: a line in a file, because nobody sees its rows before the end.

The database still decides what is done; this only moves the bar. One machine writes and reads it.
"""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def write(token: str, done: int, total: int) -> None:
    """Say how far a job is."""
    _folder().mkdir(parents=True, exist_ok=True)
    temporary = _file(token).with_suffix(".new")
    temporary.write_text(f"{done} {total}", encoding="ascii")
    temporary.replace(_file(token))


def read(token: str) -> tuple[int, int, datetime] | None:
    """Return (done, total, when it was said), None if nothing was said."""
    try:
        done, total = _file(token).read_text(encoding="ascii").split()
        return int(done), int(total), datetime.fromtimestamp(_file(token).stat().st_mtime, tz=UTC)
    except (OSError, ValueError):
        return None


def drop(token: str) -> None:
    """Forget a job that is over."""
    with contextlib.suppress(OSError):
        _file(token).unlink()


def _file(token: str) -> Path:
    return _folder() / f"{token}.progress"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "jobs"
