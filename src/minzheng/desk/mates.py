"""Colleagues around a case or household: their notes, and whose hands it is in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import WRITE_ROLES
from minzheng.accounts.models import Staff
from minzheng.casework.enums import CLOSED_STATES
from minzheng.casework.models import Case
from minzheng.desk.request import DeskRequest
from minzheng.registry.models import Household
from minzheng.workbench.queries.claim import claim_on
from minzheng.workbench.queries.keep import others_present
from minzheng.workbench.queries.note import colleagues, notes_of

MOST_NOTES = 50


def notes_context(household: Household, case: Case | None = None) -> dict[str, Any]:
    """Return the notes of a case, or of the household with all its cases, and who can be named in one."""
    rows = list(notes_of(household, case)[: MOST_NOTES + 1])
    if case is not None:
        address = reverse("desk:case_notes", args=[case.number])
    else:
        address = reverse("desk:household_notes", args=[household.number])
    return {
        "notes": rows[:MOST_NOTES],
        "has_more_notes": len(rows) > MOST_NOTES,
        "mates": colleagues(household.division_code),
        "notes_url": address,
    }


def present_context(subject: str, request: DeskRequest) -> dict[str, Any]:
    """Return who else is on a page: those who fill a form in, and the names of those who only look."""
    rows = others_present(subject, request.user, request.at)
    return {"present": rows, "looking": [row.staff.name for row in rows if not row.doing]}


def hands_of(case: Case, staff: Staff) -> dict[str, str]:
    """Say whose hands a case is in, and what this person can do about it."""
    if staff.role not in WRITE_ROLES or case.state in CLOSED_STATES:
        return {}
    claim = claim_on(case, staff.role)
    take, give = (reverse("desk:case_hands", args=[case.number, verb]) for verb in ("take-up", "put-back"))
    if claim is None:
        return {"words": "", "url": take, "button": _("我来办")}
    origin = _("，来自%(name)s") % {"name": claim.passed_from.name} if claim.passed_from else ""
    if claim.taken_by_id == staff.pk:
        return {"words": _("我在办") + origin, "url": give, "button": _("放回")}
    return {"words": _("%(name)s在办") % {"name": claim.taken_by.name} + origin, "url": "", "button": ""}
