"""Pages of other rooms about the people of a household or a case: a room says whom it has a page about.

A page of the desk names no program: the room asks by facts of decisions in force (docs/adr/0172).
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import HELD_STATES
from minzheng.casework.models import Case
from minzheng.desk.guards import REVIEW_READERS
from minzheng.kernel.month import Month
from minzheng.support.queries.visits import at_home_in


@dataclass(frozen=True)
class PersonLink:
    """One page about one person."""

    title: str
    url: str


Room = Callable[[Collection[int], Staff, dt.date], Iterable[PersonLink]]


def _support(case_ids: Collection[int], staff: Staff, today: dt.date) -> Iterable[PersonLink]:
    if staff.role not in REVIEW_READERS | {Role.VILLAGE_WORKER}:
        return ()
    found = at_home_in(case_ids, Month.of(today))
    return [
        PersonLink(_("%(name)s在家供养") % {"name": name}, reverse("desk:support_person", args=[pk]))
        for pk, name in sorted(found.items())
    ]


ROOMS: tuple[Room, ...] = (_support,)


def person_links(cases: Iterable[Case], staff: Staff, today: dt.date) -> list[PersonLink]:
    """Return the pages about people whom these cases pay for, for who may read them; a question a room, if any."""
    held = [case.pk for case in cases if case.state in HELD_STATES]
    return [link for room in ROOMS for link in room(held, staff, today)] if held else []
