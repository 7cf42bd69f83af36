"""What happens to a household: register, split, move, change of head, members who come and go, closing.

`on` (or `moved_on`, `split_on`) is the first day of the new state of things; `at` is when the office writes it down.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.checking import (
    CheckedHousehold,
    HouseholdRefused,
    check_member,
)
from minzheng.registry.domain.composition import (
    CompositionRefused,
    check_from,
    lock,
    members_on,
    need_relations,
    refuse_future,
    restate,
    take_along,
)
from minzheng.registry.domain.intake import NewAccount, NewAsset, NewDeclaration, NewHousehold, NewMember
from minzheng.registry.domain.numbers import take_numbers
from minzheng.registry.domain.person import place, write_many
from minzheng.registry.domain.registration import (
    CHAIN,
    REGISTRARS,
    Rows,
    add_person_facts,
    known_people,
    refusing_races,
    register_all,
)
from minzheng.registry.domain.versions import ONE_DAY, check_source, supersede
from minzheng.registry.enums import Relation
from minzheng.registry.models import Household, Membership, Person, Residence, StandardArea
from minzheng.registry.queries.divisions import village_codes
from minzheng.registry.validators import clean_text
from minzheng.services.audit.domain.record import record

__all__ = [
    "NewMember",
    "add_member",
    "change_head",
    "close",
    "move",
    "register",
    "remove_member",
    "split",
]


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
) -> Household:
    """Register a household with its people and facts, which hold from `holds_from` (None: the day of `at`).

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
    return register_all(households=[new], by=by, at=at, source=source)[0]


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
    household = _open(household, by=by)
    refuse_future(split_on, at=at, what=_("分户日期"))
    source = check_source(source)
    present = members_on(household, split_on)
    _require_members(household, leaving, present)
    if len(leaving) == len(present):
        raise CompositionRefused(_("全体成员都要分出，这不是分户。全家搬迁请办理“迁移”。"))
    staying = [row for row in present.values() if row.person_id not in leaving]
    relations = _new_relations(present, leaving, staying, new_head=new_head, relations=relations or {})
    division_code = _village(division_code or household.division_code, by=by)
    other = _new_household(division_code, _address(address), at=at)
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
    _audit(household, "household.split", by=by, at=at, after=details, reason=source)
    _audit(other, "household.split_off", by=by, at=at, after=details, reason=source)
    return other


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
    household = _open(household, by=by)
    refuse_future(moved_on, at=at, what=_("迁移日期"))
    division_code = _village(division_code, by=by)
    before = {"division_code": household.division_code, "address": household.address}
    if before == {"division_code": division_code, "address": _address(address)}:
        raise CompositionRefused(_("新旧住址相同，没有迁移。请核对新的村（社区）和住址。"))
    household.division_code, household.address = division_code, _address(address)
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
    _audit(household, "household.moved", by=by, at=at, before=before, after=details, reason=source)
    return household


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
    household = _open(household, by=by)
    refuse_future(on, at=at, what=_("户主变更日期"))
    present = members_on(household, on)
    _require_members(household, [new_head.pk], present)
    if present[new_head.pk].relation == Relation.HEAD:
        raise CompositionRefused(_("%(name)s 已经是户主，无须变更。") % {"name": new_head.name})
    before = {row.person_id: row.relation for row in present.values()}
    wanted = need_relations(present.values(), new_head=new_head, relations=relations)
    restate(household, day=on, relations=wanted, source=source, by=by, at=at)
    check_from(household, on)
    _audit(
        household,
        "household.head_changed",
        by=by,
        at=at,
        before=_pairs(before),
        after={"on": on.isoformat(), "members": _pairs(wanted)},
        reason=source,
    )


@transaction.atomic
def add_member(
    *, household: Household, member: NewMember, on: dt.date, by: Staff, at: dt.datetime, source: str
) -> Person:
    """Add a person from `on` (a newborn from birth at the earliest), with the facts given; return the person.

    Raises HouseholdRefused, CompositionRefused, NotAllowed, RegisteredMeanwhile.
    """
    household = _open(household, by=by)
    refuse_future(on, at=at, what=_("加入日期"))
    source = check_source(source)
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
    _audit(household, "member.added", by=by, at=at, after=details, reason=source)
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
) -> None:
    """Let a person leave for good from `on` (marriage, moved away); who goes into a household here is `split` instead.

    If the head leaves, `new_head` and `relations` say how the others go on. Raises CompositionRefused, NotAllowed.
    """
    household = _open(household, by=by)
    refuse_future(on, at=at, what=_("移出日期"))
    source = check_source(source)
    present = members_on(household, on)
    _require_members(household, [person.pk], present)
    if len(present) == 1:
        raise CompositionRefused(_("%(name)s 是最后一名成员，移出后此户为空。请办理“销户”。") % {"name": person.name})
    staying = [row for row in present.values() if row.person_id != person.pk]
    wanted = _new_relations(present, [person.pk], staying, new_head=new_head, relations=relations or {})
    restate(household, day=on, leaving=[person.pk], relations=wanted, source=source, by=by, at=at)
    take_along([person.pk], out_of=household, into=None, day=on, source=source, by=by, at=at)
    check_from(household, on)
    details = {"person": person.pk, "on": on.isoformat(), "members": _pairs(wanted)}
    _audit(household, "member.removed", by=by, at=at, before=details, reason=source)


@transaction.atomic
def close(*, household: Household, on: dt.date, by: Staff, at: dt.datetime, source: str) -> Household:
    """Close a household whose people are no longer here from `on` (all moved away). Its last day is the day before.

    Raises CompositionRefused, NotAllowed.
    """
    household = _open(household, by=by)
    refuse_future(on, at=at, what=_("销户日期"))
    source = check_source(source)
    people = list(Membership.objects.latest_versions().filter(household=household).overlapping(on, None))
    leaving = {row.person_id for row in people}
    restate(household, day=on, leaving=leaving, source=source, by=by, at=at)
    take_along(leaving, out_of=household, into=None, day=on, source=source, by=by, at=at)
    household.closed_on = on - ONE_DAY
    household.save(update_fields=["closed_on"])
    details = {"closed_on": household.closed_on.isoformat(), "people": sorted(leaving)}
    _audit(household, "household.closed", by=by, at=at, after=details, reason=source)
    return household


def _open(household: Household, *, by: Staff) -> Household:
    """Return the household locked, if `by` may change it."""
    require_role(by, *REGISTRARS)
    locked = lock(household)
    require_area(by, locked.division_code)
    return locked


def _village(division_code: str, *, by: Staff) -> str:
    if division_code not in village_codes({division_code}):
        raise CompositionRefused(
            _("区划代码“%(code)s”不是区划表中的村（社区）。请从列表中选择。") % {"code": division_code}
        )
    require_area(by, division_code)
    return division_code


def _address(text: str) -> str:
    try:
        return clean_text(text, what=_("住址"), longest=200)
    except ValueError as error:
        raise CompositionRefused(_("%(why)s。") % {"why": error}) from error


def _require_members(household: Household, people: Collection[int], present: Mapping[int, Membership]) -> None:
    if not people:
        raise CompositionRefused(_("没有选择成员。请至少选择一人。"))
    if any(person_id not in present for person_id in people):
        raise CompositionRefused(
            _("所选人员在该日不是户 %(number)s 的成员。请核对日期和成员名单。") % {"number": household.number}
        )


def _new_relations(
    present: Mapping[int, Membership],
    leaving: Collection[int],
    staying: list[Membership],
    *,
    new_head: Person | None,
    relations: Mapping[int, str],
) -> dict[int, str]:
    """Return the relations that change for those who stay; all of them if the head is among those who leave."""
    if any(present[person_id].relation == Relation.HEAD for person_id in leaving):
        return need_relations(staying, new_head=new_head, relations=relations)
    return dict(relations)


def _new_household(division_code: str, address: str, *, at: dt.datetime) -> Household:
    county = division_code[:6]
    number = next(take_numbers({county: 1})[county])
    return Household.objects.create(number=number, division_code=division_code, address=address, created_at=at)


def _pairs(relations: Mapping[int, str]) -> list[list[object]]:
    return [[person_id, str(relation)] for person_id, relation in sorted(relations.items())]


def _audit(household: Household, action: str, *, by: Staff, at: dt.datetime, **details: object) -> None:
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
