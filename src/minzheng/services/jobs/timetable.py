"""What is done again and again: every so many seconds, or once a day at an hour."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minzheng.kernel.moment import SHANGHAI


@dataclass(frozen=True)
class Repeated:
    """One repeated piece of work; it is told the moment and returns a sentence (empty: nothing was to do)."""

    code: str
    label: Any
    run: Callable[[dt.datetime], str]
    every: dt.timedelta | None = None
    daily_at: dt.time | None = None

    def next_after(self, at: dt.datetime) -> dt.datetime:
        """Return the next moment after `at`."""
        if self.daily_at is None:
            return at + (self.every or dt.timedelta(days=1))
        local = at.astimezone(SHANGHAI)
        wanted = dt.datetime.combine(local.date(), self.daily_at, SHANGHAI)
        return wanted if wanted > local else wanted + dt.timedelta(days=1)


_repeated: dict[str, Repeated] = {}


def repeat(work: Repeated) -> None:
    """Put it on the timetable; called from a room's apps.py."""
    _repeated[work.code] = work


def everything() -> list[Repeated]:
    """Return the whole timetable in the order of its codes."""
    return [_repeated[code] for code in sorted(_repeated)]
