"""What of urgent help waits for a person, in words: who is not helped yet, what follows; and social help."""

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
    (
        "relief_false",
        gettext_lazy("事实不实，还没有提出追回，%(n)d 户"),
        gettext_lazy("去提出"),
        "desk:relief",
        "?list=recovery",
    ),
    (
        "relief_unheard",
        gettext_lazy("追回前听取本人意见，%(n)d 户"),
        gettext_lazy("去登记"),
        "desk:relief",
        "?list=recovery",
    ),
    ("relief_recoveries", gettext_lazy("决定追回，%(n)d 户"), gettext_lazy("去决定"), "desk:relief", "?list=recovery"),
)
SOCIAL = (
    (
        "social_unmatched",
        gettext_lazy("帮扶登记后还没有对接，%(n)d 项"),
        gettext_lazy("去对接"),
        "desk:social",
        "?list=unmatched",
    ),
    (
        "social_unconfirmed",
        gettext_lazy("核对帮扶对接，%(n)d 份"),
        gettext_lazy("去核对"),
        "desk:social",
        "?list=unconfirmed",
    ),
    (
        "social_unhanded",
        gettext_lazy("帮扶过期没有签收，%(n)d 份"),
        gettext_lazy("去登记"),
        "desk:social",
        "?list=unhanded",
    ),
    (
        "social_unanswered",
        gettext_lazy("帮扶交付后没有登记结果，%(n)d 份"),
        gettext_lazy("去登记"),
        "desk:social",
        "?list=unanswered",
    ),
)


def relief_rows(counts: Mapping[str, int], today: dt.date) -> list[dict[str, Any]]:
    """Return a row for each kind of work there is."""
    named = [(_("临时救助"), one) for one in WAITING] + [(_("社会帮扶"), one) for one in SOCIAL]
    rows = []
    for who, (code, words, button, page, query) in named:
        if counts.get(code):
            url = reverse(page) + query
            rows.append({
                "number": "", "url": url, "action_url": url, "who": who, "place": "",
                "what": words % {"n": counts[code]}, "program": who, "action": button, "opened_on": today,
            })  # fmt: skip
    return rows
