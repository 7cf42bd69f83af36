"""What of prices the to-do shows an officer of the county: indices to check, months to confirm in time."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.linked_files import Waiting, waiting_row
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import month_words
from minzheng.prices.queries.waiting import price_work


def waiting_prices(staff: Staff, today: dt.date) -> Iterator[Waiting]:
    """Yield what this person can do next; who entered an index is not asked to check it."""
    if staff.role != Role.COUNTY_OFFICER or not staff.area.covers(settings.COUNTY_CODE):
        return
    found = price_work(today)
    for row in found.indices:
        if row.entered_by_id == staff.pk:
            continue
        yield waiting_row(
            row.month, _("核对价格指数：%(kind)s") % {"kind": row.get_kind_display()}, settings.COUNTY_CODE, today,
            due=None, opened_on=local_day(row.entered_at), who=_("%(name)s录入") % {"name": row.entered_by.name},
            program=_("价格补贴"), url=reverse("desk:price_index", args=[row.pk]), is_provisional=False,
        )  # fmt: skip
    for one in found.months:
        if staff.pk in one.entered_by:
            continue
        deadline = one.deadline
        yield waiting_row(
            str(one.month), _("确认发放价格补贴：%(why)s") % {"why": one.finding.why}, settings.COUNTY_CODE, today,
            due=deadline.day if deadline else None, opened_on=one.released_on, who=month_words(str(one.month)),
            program=_("价格补贴"), url=reverse("desk:price_month", args=[str(one.month)]),
            is_provisional=bool(deadline and deadline.provisional),
        )  # fmt: skip
