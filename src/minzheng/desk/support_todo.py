"""What of support at home waits for a person: visits that are overdue, money nobody asked about, open problems."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.support.domain.visiting import VISITORS
from minzheng.support.queries.visits import open_problems, turns


def support_rows(staff: Staff, today: dt.date) -> list[dict[str, Any]]:
    """Return a row for each kind of work there is."""
    found = []
    if staff.role in VISITORS:
        rows = turns(today)
        found += [
            (sum(one.is_late(today) for one in rows), _("探访逾期的在家供养人员，%(n)d 人"), _("去探访"), "late"),
            (sum(bool(one.unconfirmed) for one in rows), _("确认供养金到手，%(n)d 人"), _("去确认"), "money"),
        ]
    if staff.role in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}:
        n = open_problems().exclude(found_by=staff).count()
        found.append((n, _("处理探访发现的问题，%(n)d 个"), _("去处理"), "problems"))
    return [
        {
            "number": "", "url": url, "action_url": url, "who": _("在家供养"), "place": "", "what": words % {"n": n},
            "program": _("在家供养"), "action": button, "opened_on": today,
        }
        for n, words, button, url in ((n, w, b, f"{reverse('desk:support')}?list={c}") for n, w, b, c in found)
        if n
    ]  # fmt: skip
