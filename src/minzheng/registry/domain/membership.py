"""Members who come and go: somebody joins, somebody leaves for good, another becomes the head.

`on` is the first day of the new state of things; `at` is when the office writes it down.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.checking import CheckedHousehold, HouseholdRefused, check_member
from minzheng.registry.domain.composition import (
    CompositionRefused,
    check_from,
    members_on,
    need_relations,
    new_relations,
    refuse_future,
    require_members,
    restate,
    take_along,
)
from minzheng.registry.domain.intake import NewHousehold, NewMember
from minzheng.registry.domain.migration import note_migration, place_elsewhere
from minzheng.registry.domain.opening import note, open_household, pairs
from minzheng.registry.domain.person import write_many
from minzheng.registry.domain.registration import Rows, add_person_facts, known_people, refusing_races
from minzheng.registry.domain.versions import check_source
from minzheng.registry.enums import Direction, Relation
from minzheng.registry.models import Household, Person


@transaction.atomic
def add_member(
    *,
    household: Household,
    member: NewMember,
    on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    elsewhere: str = "",
) -> Person:
    """Add a person from `on` (a newborn from birth at the earliest), with the facts given; return the person.

    `elsewhere` names the place outside the county the person moved in from, if so. A child without an ID number is
    registered by `birth.record_birth`.
    Raises HouseholdRefused, CompositionRefused, NotAllowed, RegisteredMeanwhile.
    """
    household = open_household(household, by=by)
    refuse_future(on, at=at, what=_("加入日期"))
    source, elsewhere = check_source(source), place_elsewhere(elsewhere)
    checked, problems = check_member(member, on=local_day(at))
    if checked is None:
        raise HouseholdRefused(problems)
    new = NewHousehold(
        division_code=household.division_code, address=household.address, area_kind="", members=(member,)
    )
    kept = CheckedHousehold(new, household.address, (checked,), on, "", source)
    with refusing_races():
        known = known_people([kept], by=by, at=at)
        people = write_many([(checked, household.division_code)], known=known, at=at)
        person = people[checked.id_number.value]
        rows = Rows(by, at)
        add_person_facts(rows, household, kept, checked, person)
        rows.write()
    check_from(household, max(on, person.birth_date))
    details = {"person": person.pk, "relation": member.relation, "on": on.isoformat()}
    if elsewhere:
        note_migration(
            [person],
            household=household,
            direction=Direction.IN,
            elsewhere=elsewhere,
            on=on,
            source=source,
            by=by,
            at=at,
        )
        note(household, "member.moved_in", by=by, at=at, after=details | {"elsewhere": elsewhere}, reason=source)
    else:
        note(household, "member.added", by=by, at=at, after=details, reason=source)
    return person


@transaction.atomic
def remove_member(
    *,
    household: Household,
    person: Person,
    on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    new_head: Person | None = None,
    relations: Mapping[int, str] | None = None,
    elsewhere: str = "",
) -> None:
    """Let a person leave for good from `on`; who goes into a household here uses `split` or `merging.transfer`.

    `elsewhere` names the place outside the county the person moved to, if so.
    If the head leaves, `new_head` and `relations` say how the others go on. Raises CompositionRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(on, at=at, what=_("移出日期"))
    source, elsewhere = check_source(source), place_elsewhere(elsewhere)
    present = members_on(household, on)
    require_members(household, [person.pk], present)
    if len(present) == 1:
        raise CompositionRefused(_("%(name)s 是最后一名成员，移出后此户为空。请办理“销户”。") % {"name": person.name})
    staying = [row for row in present.values() if row.person_id != person.pk]
    wanted = new_relations(present, [person.pk], staying, new_head=new_head, relations=relations or {})
    restate(household, day=on, leaving=[person.pk], relations=wanted, source=source, by=by, at=at)
    take_along([person.pk], out_of=household, into=None, day=on, source=source, by=by, at=at)
    check_from(household, on)
    details = {"person": person.pk, "on": on.isoformat(), "members": pairs(wanted)}
    if elsewhere:
        note_migration(
            [person],
            household=household,
            direction=Direction.OUT,
            elsewhere=elsewhere,
            on=on,
            source=source,
            by=by,
            at=at,
        )
        note(household, "member.moved_out", by=by, at=at, before=details, after={"elsewhere": elsewhere}, reason=source)
    else:
        note(household, "member.removed", by=by, at=at, before=details, reason=source)


@transaction.atomic
def change_head(
    *,
    household: Household,
    new_head: Person,
    relations: Mapping[int, str],
    on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
) -> None:
    """Make another member the head from `on`; `relations` gives all others' relation (by person id) to the new head.

    Raises CompositionRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(on, at=at, what=_("户主变更日期"))
    present = members_on(household, on)
    require_members(household, [new_head.pk], present)
    if present[new_head.pk].relation == Relation.HEAD:
        raise CompositionRefused(_("%(name)s 已经是户主，无须变更。") % {"name": new_head.name})
    before = {row.person_id: row.relation for row in present.values()}
    wanted = need_relations(present.values(), new_head=new_head, relations=relations)
    restate(household, day=on, relations=wanted, source=source, by=by, at=at)
    check_from(household, on)
    note(
        household,
        "household.head_changed",
        by=by,
        at=at,
        before=pairs(before),
        after={"on": on.isoformat(), "members": pairs(wanted)},
        reason=source,
    )
