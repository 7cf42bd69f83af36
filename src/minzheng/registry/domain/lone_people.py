"""People who are kept without a household: on a roll of their own, until a household is registered with them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.checking import CheckedHousehold, HouseholdRefused, check_member
from minzheng.registry.domain.intake import NewHousehold, NewMember
from minzheng.registry.domain.opening import village_in
from minzheng.registry.domain.person import write_many
from minzheng.registry.domain.registration import CHAIN, REGISTRARS, known_people, refusing_races
from minzheng.registry.domain.versions import check_source
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import NewEvent, record_many


@transaction.atomic
def register_people(
    *, people: Sequence[tuple[NewMember, str]], by: Staff, at: dt.datetime, source: str
) -> list[Person]:
    """Register persons, each with a village, who belong to no household; return them in the order given.

    The relation of a `NewMember` says nothing here. Raises HouseholdRefused for the first with problems, NotAllowed,
    RegisteredMeanwhile.
    """
    require_role(by, *REGISTRARS)
    source = check_source(source)
    on = local_day(at)
    checked = []
    for place, (new, division_code) in enumerate(people):
        member, problems = check_member(new, on=on)
        if member is None:
            raise HouseholdRefused(problems, where=f"{place + 1}. ")
        require_area(by, division_code)
        checked.append((member, village_in(division_code, by=by)))
    alone = [CheckedHousehold(_nowhere(member.new, code), "", (member,), on, "", source) for member, code in checked]
    with refusing_races():
        known = known_people(alone, by=by, at=at)
        written = write_many(checked, known=known, at=at)
    registered = [written[member.id_number.value] for member, _code in checked]
    record_many(
        (
            NewEvent(
                chain=CHAIN,
                action="person.registered",
                object_kind="person",
                object_id=str(person.pk),
                division_code=person.division_code,
                reason=source,
            )
            for person in registered
        ),
        at=at,
        by=by,
    )
    return registered


def _nowhere(new: NewMember, division_code: str) -> NewHousehold:
    return NewHousehold(division_code=division_code, address="", area_kind="", members=(new,))
