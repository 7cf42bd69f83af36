"""What of urgent help waits for a person: who is not helped yet, papers that are late, refills to approve."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Completion, Request
from minzheng.relief.queries import funds

MOST = 50
STATES = {
    Role.TOWNSHIP_OFFICER: (RequestState.REPORTED, RequestState.DECIDED),
    Role.COUNTY_OFFICER: (RequestState.AT_COUNTY, RequestState.AT_CONFERENCE),
}


def waiting_relief(staff: Staff) -> list[dict[str, Any]]:
    """Return the rows of this work; whoever reported something is not asked to pay it."""
    states = STATES.get(Role(staff.role))
    if states is None:
        return []
    rows = Request.objects.filter(state__in=states).exclude(recorded_by=staff).select_related("event")
    found = [
        _row(
            row.number, row.name,
            _("%(what)s：%(state)s") % {"what": row.event.what[:20], "state": row.get_state_display()}, _("去救助"),
            local_day(row.recorded_at),
        )
        for row in rows.order_by("recorded_at")[:MOST]
    ]  # fmt: skip
    if staff.role == Role.TOWNSHIP_OFFICER:
        owed = Completion.objects.filter(done_at__isnull=True).select_related("request").order_by("due_on")
        found += [
            _row(
                one.request.number, one.request.name,
                _("补齐先行救助的手续，期限 %(day)s") % {"day": one.due_on}, _("去补齐"), one.since_on,
            )
            for one in owed[:MOST]
        ]  # fmt: skip
        return found
    for refill in funds.waiting()[:MOST]:
        if refill.proposed_by_id != staff.pk:
            url = reverse("desk:relief_fund", args=[refill.fund.division_code])
            found.append({
                "number": "", "url": url, "action_url": f"{url}#work", "who": refill.fund.name, "place": "",
                "what": _("批准补足备用金"), "program": _("临时救助"), "action": _("去批准"),
                "opened_on": local_day(refill.proposed_at),
            })  # fmt: skip
    return found


def _row(number: str, who: str, what: str, action: str, opened_on: dt.date) -> dict[str, Any]:
    url = reverse("desk:relief_request", args=[number])
    return {
        "number": number, "url": url, "action_url": f"{url}#work", "who": who, "place": "", "what": what,
        "program": _("临时救助"), "action": action, "opened_on": opened_on,
    }  # fmt: skip
