"""What waits in a home, as rows of the to-do of its director and its carers."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import HOME_ROLES
from minzheng.accounts.models import Staff
from minzheng.institutions.queries import houses, waiting

# Which count, the words, the button, the tab ("" is the round).
WAITING = (
    (waiting.CARE, gettext_lazy("今天的照护，%(n)d 项没有登记"), gettext_lazy("去巡房"), ""),
    (waiting.VOUCHERS, gettext_lazy("复核收支凭证，%(n)d 张"), gettext_lazy("去复核"), "money"),
    (waiting.INCIDENTS, gettext_lazy("查明原因、办结意外事件，%(n)d 件"), gettext_lazy("去办结"), "safety"),
    (waiting.COMPLAINTS, gettext_lazy("答复投诉，%(n)d 件"), gettext_lazy("去答复"), "life"),
    (waiting.DEFECTS, gettext_lazy("整改问题，%(n)d 项"), gettext_lazy("去整改"), "safety"),
)


def home_rows(staff: Staff, today: dt.date) -> list[dict[str, Any]]:
    """Return a row for each kind of work there is in the home of this person."""
    home = houses.homes().first() if staff.role in HOME_ROLES else None
    if home is None:
        return []
    counts, rows = waiting.work_in(home, staff, today), []
    for code, words, button, tab in WAITING:
        if counts[code]:
            place = [home.number, tab] if tab else [home.number]
            url = reverse("desk:home_tab" if tab else "desk:home_round", args=place)
            rows.append({
                "number": "", "url": url, "action_url": url, "who": home.name, "place": "",
                "what": words % {"n": counts[code]}, "program": _("机构"), "action": button, "opened_on": today,
            })  # fmt: skip
    return rows
