"""A split: some members leave into a household of their own."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.registry.domain.composition import (
    CompositionRefused,
    check_from,
    members_on,
    new_relations,
    refuse_future,
    require_members,
    restate,
    take_along,
)
from minzheng.registry.domain.opening import address_of, empty_household, note, open_household, village_in
from minzheng.registry.domain.person import place
from minzheng.registry.domain.versions import check_source, supersede
from minzheng.registry.models import Household, Membership, Person, Residence, StandardArea


@transaction.atomic
def split(
    *,
    household: Household,
    leaving: Mapping[int, str],
    address: str,
    split_on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    division_code: str = "",
    area_kind: str = "",
    new_head: Person | None = None,
    relations: Mapping[int, str] | None = None,
) -> Household:
    """Let members leave into a household of their own from `split_on`; return the new household.

    `leaving` gives each leaving person's id the relation to the new head (one is "02"). If the old head leaves,
    `new_head` and `relations` (person id -> relation) say how those who stay go on. Without a division or an area kind
    the old ones go on. Incomes, expenses and own assets go along. Raises CompositionRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(split_on, at=at, what=_("分户日期"))
    source = check_source(source)
    present = members_on(household, split_on)
    require_members(household, leaving, present)
    if len(leaving) == len(present):
        raise CompositionRefused(_("全体成员都要分出，这不是分户。全家搬迁请办理“迁移”。"))
    staying = [row for row in present.values() if row.person_id not in leaving]
    relations = new_relations(present, leaving, staying, new_head=new_head, relations=relations or {})
    division_code = village_in(division_code or household.division_code, by=by)
    other = empty_household(division_code, address_of(address), at=at)
    shared: dict[str, Any] = {"holds_from": split_on, "holds_until": None, "source": source, "by": by, "at": at}
    supersede(
        Residence, key={"household": other}, values={"division_code": division_code, "address": other.address}, **shared
    )
    kind = area_kind or StandardArea.objects.latest_versions().holding_on(split_on).get(household=household).area_kind
    supersede(StandardArea, key={"household": other}, values={"area_kind": kind}, **shared)
    restate(household, day=split_on, leaving=leaving, relations=relations, source=source, by=by, at=at)
    for person_id, relation in leaving.items():
        person = present[person_id].person
        supersede(Membership, key={"household": other, "person": person}, values={"relation": relation}, **shared)
        place(person, division_code)
    take_along(leaving.keys(), out_of=household, into=other, day=split_on, source=source, by=by, at=at)
    check_from(household, split_on)
    check_from(other, split_on)
    details = {
        "split_on": split_on.isoformat(),
        "leaving": sorted(leaving),
        "old": household.number,
        "new": other.number,
    }
    note(household, "household.split", by=by, at=at, after=details, reason=source)
    note(other, "household.split_off", by=by, at=at, after=details, reason=source)
    return other
