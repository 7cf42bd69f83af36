"""The rows of one page of the to-do in words: who, what, for which program, by when, and the one thing to press."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.enums import HANGING_STATES, State
from minzheng.casework.queries.clock import how_counted
from minzheng.casework.queries.todo import TodoItem
from minzheng.desk.bulk import BULK
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.todo_entries import LOOK, Entry
from minzheng.desk.todo_list import TodoPage
from minzheng.kernel.wording import comma
from minzheng.registry.models import Membership
from minzheng.workbench.models import Claim

LONGEST_NOTE = 60


def draw(page: TodoPage, staff: Staff, today: dt.date, at: dt.datetime) -> list[dict[str, Any]]:
    """Fill in the rows of the page; return the acts that rows of it can be chosen for."""
    shown = [one for group in page.groups for one in group.entries]
    items = [one.item for one in shown if one.item]
    prefetch_related_objects([item.case for item in items], "applicant")
    sizes = _sizes({item.case.household_id for item in items}, today, at)
    for group in page.groups:
        group.items = [_row(one, page, sizes, staff, today) for one in group.entries]
    verbs = Counter(one.verb for one in shown if one.verb in BULK)
    return [{"verb": verb, "button": BY_VERB[verb].button, "n": n} for verb, n in verbs.items()]


def _row(one: Entry, page: TodoPage, sizes: Counter[int], staff: Staff, today: dt.date) -> dict[str, Any]:
    if one.ready is not None:
        return one.ready | {"place": page.places.get(one.division_code, one.ready["place"])}
    if one.mention is not None:
        return _reminder(one, page)
    return _case(one, page, sizes, staff, today)


def _case(one: Entry, page: TodoPage, sizes: Counter[int], staff: Staff, today: dt.date) -> dict[str, Any]:
    item = one.item
    assert item is not None  # noqa: S101 - entries without an item were drawn above
    case, size, address = item.case, sizes[item.case.household_id], _page(item)
    work = BY_VERB.get(one.verb)
    waits = one.group in {"waiting", "late"}
    return {
        "who": _("%(name)s一家 %(n)s 口") % {"name": case.applicant.name, "n": size} if size else case.applicant.name,
        "place": page.places[case.division_code],
        "what": item.what,
        "program": page.names.get(case.program, ""),
        "number": case.number,
        "opened_on": case.opened_on,
        "due": item.due_on,
        "days_left": item.days_left,
        "is_past": item.due_on is not None and item.due_on < today,
        "is_provisional": item.is_provisional,
        "counted": how_counted(case) if item.due_on == case.due_on else "",
        "is_waiting": waits,
        "is_posting": case.state in HANGING_STATES,
        "is_main": one.group == "today",
        "url": address,
        "action": work.button if work else "" if waits else LOOK.get(State(case.state), ""),
        "action_url": _action_url(item, work.verb) if work else address,
        "can_choose": one.verb in BULK,
        "hands": _hands(one.claim, staff),
        "hands_url": "" if waits else _hands_url(case.number, one.claim, staff),
    }


def _reminder(one: Entry, page: TodoPage) -> dict[str, Any]:
    mention = one.mention
    assert mention is not None  # noqa: S101 - see _row
    note = mention.note
    subject = "case" if note.case else "household"
    address = reverse(f"desk:{subject}", args=[one.number]) + "?tab=notes#known"
    cut = note.text if len(note.text) <= LONGEST_NOTE else note.text[:LONGEST_NOTE] + "…"
    return {
        "who": _("%(name)s提到您") % {"name": note.written_by.name},
        "place": page.places[one.division_code],
        "what": f"“{cut}”",
        "program": page.names.get(one.program, _("家庭")),
        "number": one.number,
        "opened_on": note.written_at,
        "url": address,
        "action": _("去看"),
        "action_url": address,
        "is_main": True,
        "hands": _("来自%(name)s") % {"name": mention.passed_from.name} if mention.passed_from else "",
        "seen_url": reverse("desk:case_mention_seen", args=[mention.pk]),
    }


def _hands(claim: Claim | None, staff: Staff) -> str:
    if claim is None:
        return ""
    who = _("我在办") if claim.taken_by_id == staff.pk else _("%(name)s在办") % {"name": claim.taken_by.name}
    return f"{who}{comma()}{_('来自%(name)s') % {'name': claim.passed_from.name}}" if claim.passed_from else who


def _hands_url(number: str, claim: Claim | None, staff: Staff) -> str:
    if claim is None:
        return reverse("desk:case_hands", args=[number, "take-up"])
    return reverse("desk:case_hands", args=[number, "put-back"]) if claim.taken_by_id == staff.pk else ""


def _page(item: TodoItem) -> str:
    """A review proposal has a page of its own, where both calculations stand side by side."""
    if item.proposal is not None:
        return reverse("desk:review", args=[item.proposal.number])
    return reverse("desk:case", args=[item.case.number])


def _action_url(item: TodoItem, verb: str) -> str:
    if item.proposal is not None:
        return f"{_page(item)}#work"
    return reverse("desk:case_action", args=[item.case.number, verb])


def _sizes(households: set[int], today: dt.date, at: dt.datetime) -> Counter[int]:
    """Count the members of each household, in one query."""
    rows = Membership.objects.filter(household__in=households).as_of(today, at)
    return Counter(rows.values_list("household_id", flat=True))
