"""Choosing the format of a program's bank files from a day on. What was written before keeps its format."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain.entitlement import CHAIN, PREPARERS
from minzheng.payments.formats import load
from minzheng.payments.models import FormatChoice
from minzheng.payments.queries.programs import program_name
from minzheng.services.audit.domain.record import record


class TooLate(Refused):
    """A format is chosen for files to come, not for days past."""


@transaction.atomic
def choose(*, program: str, format_code: str, effective_date: dt.date, by: Staff, at: dt.datetime) -> FormatChoice:
    """Choose the format from a day on, today or later; the latest choice for a day counts.

    Raises NoSuchProgram, NoSuchFormat, TooLate, NotAllowed.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    program_name(program)
    layout = load(format_code)
    if effective_date < local_day(at):
        raise TooLate(
            _("启用日期 %(day)s 已经过去；以前的文件不改格式，请填今天或以后的日期") % {"day": effective_date}
        )
    made = FormatChoice.objects.create(
        program=program, format_code=layout.code, effective_date=effective_date, chosen_by=by, chosen_at=at
    )
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="bank_format.chosen",
        object_kind="payments.FormatChoice",
        object_id=program,
        division_code=settings.COUNTY_CODE,
        after={"format": layout.code, "from": effective_date.isoformat()},
    )
    return made
