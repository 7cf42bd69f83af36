"""One's own drafts and views, and who else is on a page."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from minzheng.accounts.models import Staff
from minzheng.services import vault
from minzheng.workbench.models import Draft, Presence, SavedView

KEPT_DAYS = 7
PRESENT_FOR = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Kept:
    """A draft as a form takes it back."""

    values: dict[str, Any]
    saved_at: dt.datetime
    passed_from: str


def context_of(staff: Staff) -> str:
    """Return what is sealed into a draft besides its words: whose it is."""
    return f"workbench.Draft:{staff.username}"


def draft_of(staff: Staff, key: str, at: dt.datetime) -> Kept | None:
    """Return the half-written form of a person, None if there is none younger than a week."""
    row = Draft.objects.filter(staff=staff, key=key, saved_at__gte=at - dt.timedelta(days=KEPT_DAYS))
    found = row.select_related("passed_from").first()
    if found is None:
        return None
    text = vault.open_sealed(bytes(found.values_sealed), context=context_of(staff))
    return Kept(json.loads(text), found.saved_at, found.passed_from.name if found.passed_from else "")


def drafts_of(staff: Staff, at: dt.datetime) -> QuerySet[Draft]:
    """Return the drafts of a person, the latest first."""
    return Draft.objects.filter(staff=staff, saved_at__gte=at - dt.timedelta(days=KEPT_DAYS)).order_by("-saved_at")


def office_of(staff: Staff) -> str:
    """Return the office of a person: role and areas, the same for colleagues who sit together."""
    return f"{staff.role}:{','.join(low for low, _high in staff.area.ranges)}"[:200]


def views_of(staff: Staff, page: str, office: str) -> QuerySet[SavedView]:
    """Return the saved views of a page: one's own and those shared by colleagues of the same office."""
    mine_or_ours = Q(owner=staff) | Q(is_shared=True, office=office)
    rows = SavedView.objects.filter(mine_or_ours, page=page).select_related("owner", "passed_from")
    return rows.order_by("name", "pk")


def others_present(subject: str, staff: Staff, at: dt.datetime) -> list[Presence]:
    """Return the colleagues who had the page open within the last two minutes."""
    rows = Presence.objects.filter(subject=subject, seen_at__gt=at - PRESENT_FOR).exclude(staff=staff)
    return list(rows.select_related("staff").order_by("-seen_at"))
