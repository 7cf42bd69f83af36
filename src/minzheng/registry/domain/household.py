"""A household as a whole: registered, moved within the county, closed.

`on` (or `moved_on`) is the first day of the new state of things; `at` is when the office writes it down.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.composition import CompositionRefused, refuse_future, restate, take_along
from minzheng.registry.domain.intake import NewAccount, NewAsset, NewDeclaration, NewHousehold, NewMember
from minzheng.registry.domain.migration import note_migration, place_elsewhere
from minzheng.registry.domain.opening import address_of, note, open_household, village_in
from minzheng.registry.domain.person import place
from minzheng.registry.domain.registration import register_all
from minzheng.registry.domain.versions import ONE_DAY, check_source, supersede
from minzheng.registry.enums import Direction
from minzheng.registry.models import Household, Membership, Residence, StandardArea


@transaction.atomic
def register(
    *,
    division_code: str,
    address: str,
    area_kind: str,
    members: Sequence[NewMember],
    by: Staff,
    at: dt.datetime,
    source: str,
    holds_from: dt.date | None = None,
    assets: Sequence[NewAsset] = (),
    account: NewAccount | None = None,
    declaration: NewDeclaration | None = None,
    elsewhere: str = "",
) -> Household:
    """Register a household with its people and facts, which hold from `holds_from` (None: the day of `at`).

    `elsewhere` names the place outside the county it moved in from, if so: `holds_from` is then its first day here.
    Raises HouseholdRefused with every problem, NotAllowed, RegisteredMeanwhile.
    """
    new = NewHousehold(
        division_code=division_code,
        address=address,
        area_kind=area_kind,
        members=tuple(members),
        assets=tuple(assets),
        account=account,
        declaration=declaration,
        holds_from=holds_from,
    )
    elsewhere = place_elsewhere(elsewhere)
    household = register_all(households=[new], by=by, at=at, source=source)[0]
    if elsewhere:
        on = holds_from or local_day(at)
        rows = Membership.objects.latest_versions().filter(household=household).select_related("person")
        note_migration(
            [row.person for row in rows.order_by("pk")],
            household=household,
            direction=Direction.IN,
            elsewhere=elsewhere,
            on=on,
            source=source,
            by=by,
            at=at,
        )
        details = {"elsewhere": elsewhere, "on": on.isoformat()}
        note(household, "household.moved_in", by=by, at=at, after=details, reason=source)
    return household


@transaction.atomic
def move(
    *,
    household: Household,
    division_code: str,
    address: str,
    moved_on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    area_kind: str = "",
) -> Household:
    """Let a household live elsewhere from `moved_on`; its people go along. Return it as it is now.

    `area_kind` only where the standard changes too. `by` must cover the old and the new village: between townships
    that is the county. Raises CompositionRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(moved_on, at=at, what=_("迁移日期"))
    division_code = village_in(division_code, by=by)
    before = {"division_code": household.division_code, "address": household.address}
    if before == {"division_code": division_code, "address": address_of(address)}:
        raise CompositionRefused(_("新旧住址相同，没有迁移。请核对新的村（社区）和住址。"))
    household.division_code, household.address = division_code, address_of(address)
    after = {"division_code": household.division_code, "address": household.address}
    shared: dict[str, Any] = {"holds_from": moved_on, "holds_until": None, "source": source, "by": by, "at": at}
    supersede(Residence, key={"household": household}, values=after, **shared)
    if area_kind:
        supersede(StandardArea, key={"household": household}, values={"area_kind": area_kind}, **shared)
    rows = Membership.objects.latest_versions().filter(household=household).overlapping(local_day(at), None)
    for row in rows.select_related("person"):
        place(row.person, division_code)
    household.save(update_fields=["division_code", "address"])
    details = {**after, "moved_on": moved_on.isoformat()}
    note(household, "household.moved", by=by, at=at, before=before, after=details, reason=source)
    return household


@transaction.atomic
def close(
    *, household: Household, on: dt.date, by: Staff, at: dt.datetime, source: str, elsewhere: str = ""
) -> Household:
    """Close a household whose people are no longer here from `on` (all moved away). Its last day is the day before.

    `elsewhere` names the place outside the county they moved to, if known. Open cases are casework's to look at:
    doors call casework.domain.dissolution.
    Raises CompositionRefused, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(on, at=at, what=_("销户日期"))
    source, elsewhere = check_source(source), place_elsewhere(elsewhere)
    people = list(
        Membership.objects.latest_versions().filter(household=household).overlapping(on, None).select_related("person")
    )
    leaving = {row.person_id for row in people}
    restate(household, day=on, leaving=leaving, source=source, by=by, at=at)
    take_along(leaving, out_of=household, into=None, day=on, source=source, by=by, at=at)
    household.closed_on = on - ONE_DAY
    household.save(update_fields=["closed_on"])
    details: dict[str, Any] = {"closed_on": household.closed_on.isoformat(), "people": sorted(leaving)}
    if elsewhere:
        gone = {row.person_id: row.person for row in people}.values()
        note_migration(
            gone, household=household, direction=Direction.OUT, elsewhere=elsewhere, on=on, source=source, by=by, at=at
        )
        note(household, "household.moved_out", by=by, at=at, after=details | {"elsewhere": elsewhere}, reason=source)
    else:
        note(household, "household.closed", by=by, at=at, after=details, reason=source)
    return household
