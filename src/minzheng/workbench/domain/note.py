"""Writing a note, naming colleagues in it, and having seen one.

A note is words between colleagues: no evidence, never read by a determination, never printed on a paper.
"""

import datetime as dt
import re

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import NotAllowed, require_area, require_role
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Household
from minzheng.services.audit.domain.record import record
from minzheng.workbench.models import Mention, Note
from minzheng.workbench.queries.note import colleagues

# Finance sees no family's file; everybody else who sees the household may write about it.
WRITERS = tuple(role for role in Role if role != Role.FINANCE_OFFICER)
LONGEST = 2000
NAMED = re.compile(r"@([\w·]{1,30})")


class NoteRefused(Refused):
    """The note cannot be taken as it stands."""


@transaction.atomic
def write(*, household: Household, case: Case | None = None, text: str, by: Staff, at: dt.datetime) -> Note:
    """Write a note and remind the colleagues named with @. Raises NoteRefused, NotAllowed.

    Only people who may see the household can be reminded; a name nobody there bears is refused, not dropped.
    """
    require_role(by, *WRITERS)
    require_area(by, household.division_code)
    words = text.strip()
    if not words:
        raise NoteRefused(_("留言是空的。请写下要告诉同事的话。"))
    if len(words) > LONGEST:
        raise NoteRefused(_("留言最多 %(n)d 字，现有 %(has)d 字。") % {"n": LONGEST, "has": len(words)})
    if case is not None and case.household_id != household.pk:
        raise NoteRefused(_("这件办件不属于这一户，留言没有保存。请从办件页面留言。"))
    named = _named(words, household.division_code)
    note = Note.objects.create(household=household, case=case, text=words, written_by=by, written_at=at)
    Mention.objects.bulk_create(Mention(note=note, staff=one) for one in named if one.pk != by.pk)
    details = {"note": note.pk, "mentions": [one.username for one in named]}
    if case is not None:
        flow.note(case=case, action="note", by=by, at=at, details=details)
    else:
        record(
            chain="workbench", at=at, by=by, action="household.note", object_kind="household",
            object_id=str(household.pk), division_code=household.division_code, after=details,
        )  # fmt: skip
    return note


@transaction.atomic
def see(*, mention: Mention, by: Staff, at: dt.datetime) -> None:
    """Take a reminder off one's own to-do. Raises NotAllowed for another person's."""
    if mention.staff_id != by.pk:
        raise NotAllowed(_("这条提醒是给别人的，只有本人可以标为看过。"))
    Mention.objects.filter(pk=mention.pk, seen_at__isnull=True).update(seen_at=at)


def _named(text: str, division_code: str) -> list[Staff]:
    """Return the colleagues named; the longest name that stands after the @ counts, so words may follow it at once."""
    known = colleagues(division_code)
    found: list[Staff] = []
    for after in NAMED.findall(text):
        bearers = [one for one in known if after.startswith(one.name)]
        longest = max((len(one.name) for one in bearers), default=0)
        bearers = [one for one in bearers if len(one.name) == longest]
        if not bearers:
            raise NoteRefused(
                _("“@%(name)s”不是能看到这一户的同事的姓名，提醒不到人。请从名单里选，或去掉 @。") % {"name": after}
            )
        if len(bearers) > 1:
            raise NoteRefused(
                _("有 %(n)d 位同事叫“%(name)s”，不知道提醒哪一位。请去掉 @，写明科室。")
                % {"n": len(bearers), "name": bearers[0].name}
            )
        found += [one for one in bearers if one not in found]
    return found
