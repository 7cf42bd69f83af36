"""Repeated work of casework, put on the timetable by apps.py."""

from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.casework.domain import close_relatives


def match_relatives(at: datetime) -> str:
    """Match the rolls of officials against every open case."""
    made = close_relatives.match_all(at=at)
    return _("新备案%(n)d条") % {"n": len(made)} if made else ""
