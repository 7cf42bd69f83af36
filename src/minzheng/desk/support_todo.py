"""What of support at home waits for a person: visits, money nobody asked about, problems, care agreements, burials."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.month import Month
from minzheng.support.domain.road import OFFICERS, VISITORS
from minzheng.support.queries import standing
from minzheng.support.queries.burials import waiting_burials
from minzheng.support.queries.visits import open_problems, supported_at_home, turns_of

PROBLEMS, AGREEMENTS, BURIALS = "support_problems", "support_agreements", "support_burials"


def waiting_support(staff: Staff) -> dict[str, QuerySet]:
    """Return what waits for a second person, to be counted with other things in one question."""
    if staff.role not in OFFICERS:
        return {}
    found = {
        PROBLEMS: open_problems().exclude(found_by=staff),
        AGREEMENTS: standing.waiting_agreements().exclude(proposed_by=staff),
    }
    if staff.role == Role.COUNTY_OFFICER:
        found[BURIALS] = waiting_burials().exclude(applied_by=staff)
    return found


def support_rows(staff: Staff, counts: Mapping[str, int], today: dt.date) -> list[dict[str, Any]]:
    """Return a row for each kind of work there is; `counts` are those of `waiting_support`."""
    found = []
    people = f"{reverse('desk:support')}?list="
    if staff.role in VISITORS:
        home = supported_at_home(Month.of(today), alive_on=today)
        rows, cared = turns_of(home, today), standing.cared(home, today)
        found += [
            (sum(one.is_late(today) for one in rows), _("探访逾期的在家供养人员，%(n)d 人"), _("去探访"), "late"),
            (sum(bool(one.unconfirmed) for one in rows), _("确认供养金到手，%(n)d 人"), _("去确认"), "money"),
            (sum(one.needs_one for one in cared), _("需要照料、没有照料协议的，%(n)d 人"), _("去办理"), "without"),
            (sum(one.ends_soon(today) for one in cared), _("续签快到期的照料协议，%(n)d 份"), _("去续签"), "ending"),
        ]
        if staff.role in OFFICERS:
            n = len(standing.minors_alone(home.values(), today))
            found.append((n, _("登记未成年人的监护人，%(n)d 人"), _("去登记"), "minors"))
    found += [
        (counts.get(PROBLEMS, 0), _("处理探访发现的问题，%(n)d 个"), _("去处理"), "problems"),
        (counts.get(AGREEMENTS, 0), _("确认照料协议，%(n)d 份"), _("去确认"), "waiting"),
    ]
    lines = [(n, words, button, people + code) for n, words, button, code in found]
    lines.append((counts.get(BURIALS, 0), _("审核丧葬费，%(n)d 件"), _("去审核"), reverse("desk:support_burials")))
    return [
        {
            "number": "", "url": url, "action_url": url, "who": _("在家供养"), "place": "", "what": words % {"n": n},
            "program": _("在家供养"), "action": button, "opened_on": today,
        }
        for n, words, button, url in lines
        if n
    ]  # fmt: skip
