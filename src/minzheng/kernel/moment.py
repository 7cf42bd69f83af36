"""Moments and the local day. The clock itself is read at the door; nothing here calls now()."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(at: datetime) -> date:
    """Return the calendar day of an aware moment in China; raise ValueError for a naive one (its day is a guess)."""
    if at.tzinfo is None:
        raise ValueError("时刻没有时区，无法确定是哪一天：请传入带时区的 datetime")
    return at.astimezone(SHANGHAI).date()


def noon(day: date) -> datetime:
    """Return twelve o'clock of that day in China, aware: a moment that belongs to the day beyond doubt."""
    return datetime.combine(day, time(12), SHANGHAI)
