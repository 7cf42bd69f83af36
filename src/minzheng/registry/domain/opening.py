"""Opening a household for a change, and closing the act: role, area, lock at the start; the audit row at the end."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.registry.domain.composition import CompositionRefused, lock
from minzheng.registry.domain.numbers import take_numbers
from minzheng.registry.domain.registration import CHAIN, REGISTRARS
from minzheng.registry.models import Household
from minzheng.registry.queries.divisions import village_codes
from minzheng.registry.validators import clean_text
from minzheng.services.audit.domain.record import record


def open_household(household: Household, *, by: Staff) -> Household:
    """Return the household locked, if `by` may change it. Raises NotAllowed, HouseholdNotFound, HouseholdClosed."""
    require_role(by, *REGISTRARS)
    locked = lock(household)
    require_area(by, locked.division_code)
    return locked


def village_in(division_code: str, *, by: Staff) -> str:
    """Return the code if it is a village of the area of `by`. Raises CompositionRefused, NotAllowed."""
    if division_code not in village_codes({division_code}):
        raise CompositionRefused(
            _("区划代码“%(code)s”不是区划表中的村（社区）。请从列表中选择。") % {"code": division_code}
        )
    require_area(by, division_code)
    return division_code


def address_of(text: str) -> str:
    """Return an address in its kept form. Raises CompositionRefused."""
    try:
        return clean_text(text, what=_("住址"), longest=200)
    except ValueError as error:
        raise CompositionRefused(_("%(why)s。") % {"why": error}) from error


def empty_household(division_code: str, address: str, *, at: dt.datetime) -> Household:
    """Create a household nobody belongs to yet; its number is the next of the county."""
    county = division_code[:6]
    number = next(take_numbers({county: 1})[county])
    return Household.objects.create(number=number, division_code=division_code, address=address, created_at=at)


def pairs(relations: Mapping[int, str]) -> list[list[object]]:
    """Return relations as the audit keeps them: person id and code, by person id."""
    return [[person_id, str(relation)] for person_id, relation in sorted(relations.items())]


def note(household: Household, action: str, *, by: Staff, at: dt.datetime, **details: object) -> None:
    """Write the audit row of an act on a household."""
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="household",
        object_id=str(household.pk),
        division_code=household.division_code,
        **details,  # type: ignore[arg-type]
    )
