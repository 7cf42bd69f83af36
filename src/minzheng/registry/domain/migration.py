"""Over the county's border: where people came from, and where they went, as facts of the household."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.registry.domain.composition import CompositionRefused
from minzheng.registry.domain.versions import supersede
from minzheng.registry.enums import Direction
from minzheng.registry.models import Household, Migration, Person
from minzheng.registry.validators import clean_text


def place_elsewhere(text: str) -> str:
    """Return the place outside the county in its kept form, empty if none was given. Raises CompositionRefused."""
    if not text.strip():
        return ""
    try:
        return clean_text(text, what=_("县外原住地或去向"), longest=200)
    except ValueError as error:
        raise CompositionRefused(_("%(why)s。") % {"why": error}) from error


def note_migration(
    people: Iterable[Person],
    *,
    household: Household,
    direction: Direction,
    elsewhere: str,
    on: dt.date,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> None:
    """Record for each person that `on` is the first day here, or the first day no longer here."""
    for person in people:
        supersede(
            Migration,
            key={"household": household, "person": person, "direction": direction.value},
            values={"elsewhere": elsewhere},
            holds_from=on,
            holds_until=on,
            source=source,
            by=by,
            at=at,
        )
