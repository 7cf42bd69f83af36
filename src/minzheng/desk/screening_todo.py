"""What of screening waits for a person: families to be visited because they may qualify and get nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.screening.models import GapVisit


def screening_rows(due: Sequence[GapVisit], today: dt.date) -> list[dict[str, Any]]:
    """Return a row if there are families to visit."""
    if not due:
        return []
    late = sum(row.due_on < today for row in due)
    words = _("走访可能符合条件的家庭，%(n)d 户") % {"n": len(due)}
    if late:
        words = _("走访可能符合条件的家庭，%(n)d 户，%(late)d 户逾期") % {"n": len(due), "late": late}
    url = reverse("desk:screening_visits")
    return [
        {
            "number": "", "url": url, "action_url": url, "who": _("应保未保走访"), "place": "", "what": words,
            "program": _("应保未保走访"), "action": _("去走访"), "opened_on": today,
        }
    ]  # fmt: skip
