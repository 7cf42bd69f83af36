"""What of claims the to-do shows: files and corrections for the second person, payments for finance."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.claims.queries import waiting
from minzheng.desk.linked_files import Waiting, waiting_row
from minzheng.kernel.moment import local_day

PAGES = {
    waiting.FILE: ("desk:claim_file", gettext_lazy("医院结算文件：%(words)s")),
    waiting.CHANGE: ("desk:claim_bill", gettext_lazy("复核结算单更正：%(words)s")),
    waiting.STATEMENT: ("desk:claim_statement", gettext_lazy("机构付款单：%(words)s元")),
    waiting.ROLL: ("desk:claim_roll", gettext_lazy("复核名册：%(words)s")),
    waiting.CLAIM: ("desk:claim_application", gettext_lazy("个人医疗救助申请：%(words)s")),
}


def waiting_claims(staff: Staff, today: dt.date) -> Iterator[Waiting]:
    """Yield what this person can do next."""
    if not staff.area.covers(settings.COUNTY_CODE):
        return
    if staff.role == Role.COUNTY_OFFICER:
        found = waiting.county_work(staff)
    elif staff.role == Role.FINANCE_OFFICER:
        found = waiting.finance_work(staff)
    else:
        return
    for one in found:
        page, words = PAGES[one.kind]
        yield waiting_row(
            one.label, str(words) % {"words": one.words}, one.division_code or settings.COUNTY_CODE, today, due=None,
            opened_on=local_day(one.since), who=one.who, program=_("医疗救助"), url=reverse(page, args=[one.key]),
            is_provisional=False,
        )  # fmt: skip
