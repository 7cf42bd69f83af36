"""What of claims the to-do shows: files and corrections for the second person, payments for finance."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.models import Staff
from minzheng.claims.queries import waiting
from minzheng.desk.linked_files import Waiting, waiting_row
from minzheng.kernel.moment import local_day
from minzheng.services.gathering import Ask

PAGES = {
    waiting.FILE: ("desk:claim_file", gettext_lazy("医院结算文件：%(words)s")),
    waiting.CHANGE: ("desk:claim_bill", gettext_lazy("复核结算单更正：%(words)s")),
    waiting.STATEMENT: ("desk:claim_statement", gettext_lazy("机构付款单：%(words)s元")),
    waiting.ROLL: ("desk:claim_roll", gettext_lazy("复核名册：%(words)s")),
    waiting.CLAIM: ("desk:claim_application", gettext_lazy("个人医疗救助申请：%(words)s")),
}


def claim_asks(staff: Staff) -> dict[str, Ask]:
    """Return what to gather for `waiting_claims`."""
    return waiting.asks(staff) if staff.area.covers(settings.COUNTY_CODE) else {}


def waiting_claims(rows: Mapping[str, Sequence[Any]], today: dt.date) -> Iterator[Waiting]:
    """Yield what the person for whom the rows were gathered can do next."""
    for one in waiting.work(rows):
        page, words = PAGES[one.kind]
        yield waiting_row(
            one.label, str(words) % {"words": one.words}, one.division_code or settings.COUNTY_CODE, today, due=None,
            opened_on=local_day(one.since), who=one.who, program=_("医疗救助"), url=reverse(page, args=[one.key]),
            is_provisional=False,
        )  # fmt: skip
