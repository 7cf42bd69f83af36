"""What of urgent help waits for a person, in words: who is not helped yet, papers to make good, refills to approve."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Which count of relief.queries.waiting, the words, the button, the address.
WAITING = (
    ("relief", gettext_lazy("救助求助的家庭，%(n)d 户"), gettext_lazy("去救助"), "desk:relief", ""),
    (
        "relief_papers",
        gettext_lazy("补齐先行救助的手续，%(n)d 件"),
        gettext_lazy("去补齐"),
        "desk:relief",
        "?list=papers",
    ),
    ("relief_refills", gettext_lazy("批准补足备用金，%(n)d 份"), gettext_lazy("去批准"), "desk:relief_funds", ""),
)


def relief_rows(counts: Mapping[str, int], today: dt.date) -> list[dict[str, Any]]:
    """Return a row for each kind of work there is."""
    rows = []
    for code, words, button, page, query in WAITING:
        if counts.get(code):
            url = reverse(page) + query
            rows.append({
                "number": "", "url": url, "action_url": url, "who": _("临时救助"), "place": "",
                "what": words % {"n": counts[code]}, "program": _("临时救助"), "action": button, "opened_on": today,
            })  # fmt: skip
    return rows
