"""Repeated work of the services below: put on the timetable by apps.py, the lowest room that sees them all."""

from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.services.audit.domain.seal import seal
from minzheng.services.jobs.domain import queue


def seal_chains(at: datetime) -> str:
    """Seal the heads of the audit chains that grew."""
    row = seal(at=at)
    return _("第%(n)d次封存") % {"n": row.number} if row else ""


def drop_old_files(at: datetime) -> str:
    """Remove the result files of jobs after a week."""
    dropped = queue.drop_old_files(at=at)
    return _("清理%(n)d个文件") % {"n": dropped} if dropped else ""
