"""Two households become one, or a member of one joins another: people and what is theirs go along from a day on.

Whether cases stand in the way is casework's to say (casework.domain.dissolution); the registry does not know of them.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.wording import listed
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
from minzheng.registry.domain.opening import note, open_household, pairs
from minzheng.registry.domain.person import place
from minzheng.registry.domain.versions import ONE_DAY, check_source, close, supersede
from minzheng.registry.enums import FINANCIAL_ASSETS, Relation
from minzheng.registry.models import AssetItem, BankAccount, Household, HouseholdDeclaration, Membership, Person


@transaction.atomic
def merge(
    *,
    household: Household,
    into: Household,
    relations: Mapping[int, str],
    on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
) -> Household:
    """Let all members of `household` belong to `into` from `on`, and close it; return `into`.

    `relations` gives everybody's relation (by person id) to the head of `into`, who stays. Address, standard and
    account are those of `into`; common property adds up. Raises CompositionRefused, HouseholdClosed, NotAllowed.
    """
    household, into = _both(household, into, by=by)
    refuse_future(on, at=at, what=_("并户日期"))
    source = check_source(source)
    rows = list(
        Membership.objects.latest_versions().filter(household=household).overlapping(on, None).select_related("person")
    )
    people = {row.person_id: row.person for row in rows}
    if not people:
        raise CompositionRefused(
            _("户 %(number)s 在该日没有成员，不能并户。请核对日期。") % {"number": household.number}
        )
    _require_relations(people, relations)
    _join(rows, into=into, relations=relations, day=on, source=source, by=by, at=at)
    restate(household, day=on, leaving=people, source=source, by=by, at=at)
    take_along(people, out_of=household, into=into, day=on, source=source, by=by, at=at)
    shared: dict[str, Any] = {"out_of": household, "into": into, "day": on, "source": source, "by": by, "at": at}
    _add_property(**shared)
    _add_declaration(**shared)
    for account in BankAccount.objects.latest_versions().filter(household=household).overlapping(on, None):
        close(account, last_day=on - ONE_DAY, source=source, by=by, at=at)
    household.closed_on = on - ONE_DAY
    household.save(update_fields=["closed_on"])
    check_from(into, on)
    details = {"on": on.isoformat(), "old": household.number, "new": into.number, "members": pairs(relations)}
    note(household, "household.merged", by=by, at=at, after=details, reason=source)
    note(into, "household.merged_in", by=by, at=at, after=details, reason=source)
    return into


@transaction.atomic
def transfer(
    *,
    household: Household,
    person: Person,
    into: Household,
    relation: str,
    on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    new_head: Person | None = None,
    relations: Mapping[int, str] | None = None,
) -> Household:
    """Let one member (who married, who is taken in) belong to `into` from `on`; return `into`.

    `relation` is to the head of `into`. If the head leaves, `new_head` and `relations` say how the others go on.
    Raises CompositionRefused, HouseholdClosed, NotAllowed.
    """
    household, into = _both(household, into, by=by)
    refuse_future(on, at=at, what=_("转入日期"))
    source = check_source(source)
    present = members_on(household, on)
    require_members(household, [person.pk], present)
    if len(present) == 1:
        raise CompositionRefused(
            _("%(name)s 是最后一名成员，转出后此户为空。请办理“并户”。") % {"name": present[person.pk].person.name}
        )
    _require_relations({person.pk: person}, {person.pk: relation})
    staying = [row for row in present.values() if row.person_id != person.pk]
    wanted = new_relations(present, [person.pk], staying, new_head=new_head, relations=relations or {})
    _join([present[person.pk]], into=into, relations={person.pk: relation}, day=on, source=source, by=by, at=at)
    restate(household, day=on, leaving=[person.pk], relations=wanted, source=source, by=by, at=at)
    take_along([person.pk], out_of=household, into=into, day=on, source=source, by=by, at=at)
    check_from(household, on)
    check_from(into, on)
    details = {"person": person.pk, "on": on.isoformat(), "old": household.number, "new": into.number}
    note(household, "member.left", by=by, at=at, after=details | {"members": pairs(wanted)}, reason=source)
    note(into, "member.joined", by=by, at=at, after=details | {"relation": relation}, reason=source)
    return into


def _both(household: Household, into: Household, *, by: Staff) -> tuple[Household, Household]:
    """Open both, locked in order of id, so that two clerks who merge crosswise do not wait for each other."""
    if household.pk == into.pk:
        raise CompositionRefused(_("户 %(number)s 不能并入自己。请填写另一户的户号。") % {"number": household.number})
    opened = {each.pk: open_household(each, by=by) for each in sorted((household, into), key=lambda each: each.pk)}
    return opened[household.pk], opened[into.pk]


def _require_relations(people: Mapping[int, Person], relations: Mapping[int, str]) -> None:
    missing = [person.name for pk, person in people.items() if not relations.get(pk)]
    if missing:
        raise CompositionRefused(
            _("没有填写 %(names)s 与并入户户主的关系。请逐人填写后再提交。") % {"names": listed(missing)}
        )
    heads = [people[pk].name for pk, relation in relations.items() if relation == Relation.HEAD and pk in people]
    if heads:
        raise CompositionRefused(
            _("%(names)s 的关系不能填“户主”：并入的那一户已有户主。要换户主的，并入后另办“变更户主”。")
            % {"names": listed(heads)}
        )


def _join(
    rows: Collection[Membership],
    *,
    into: Household,
    relations: Mapping[int, str],
    day: dt.date,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> None:
    for row in rows:
        supersede(
            Membership,
            key={"household": into, "person": row.person},
            values={"relation": relations[row.person_id]},
            holds_from=max(row.holds_from, day),
            holds_until=row.holds_until,
            source=source,
            by=by,
            at=at,
        )
        place(row.person, into.division_code)


def _add_property(*, out_of: Household, into: Household, day: dt.date, source: str, by: Staff, at: dt.datetime) -> None:
    """Property of the household as a whole adds up by kind and use: two rows of one kind would be two statements."""
    rows = AssetItem.objects.latest_versions().filter(person__isnull=True).overlapping(day, None)
    for row in rows.filter(household=out_of).order_by("pk"):
        first = max(row.holds_from, day)
        has = rows.filter(household=into, kind=row.kind, use=row.use).holding_on(first).first()
        count, fen = row.count, row.amount_fen
        if has is not None:
            # A sum of money is one sum however many books it stands in.
            count = max(count, has.count) if row.kind in FINANCIAL_ASSETS else count + has.count
            fen += has.amount_fen
        supersede(
            AssetItem,
            key={"household": into, "person": None, "kind": row.kind, "use": row.use},
            values={"count": count, "amount_fen": fen, "acquired_on": row.acquired_on or (has and has.acquired_on)},
            holds_from=first,
            holds_until=row.holds_until,
            source=source,
            by=by,
            at=at,
        )
        close(row, last_day=day - ONE_DAY, source=source, by=by, at=at)


def _add_declaration(
    *, out_of: Household, into: Household, day: dt.date, source: str, by: Staff, at: dt.datetime
) -> None:
    """A yes of either holds for both; what one of them was not asked is unknown of the merged household."""
    rows = HouseholdDeclaration.objects.latest_versions().holding_on(day)
    found = {row.household_id: row for row in rows.filter(Q(household=out_of) | Q(household=into))}
    mine, theirs = found.get(into.pk), found.get(out_of.pk)
    if mine is None and theirs is None:
        return

    def either(name: str) -> bool | None:
        said = {getattr(row, name) if row else None for row in (mine, theirs)}
        return True if True in said else None if None in said else False

    paid = [row.support_payment_fen if row else None for row in (mine, theirs)]
    known = [fen for fen in paid if fen is not None]
    supersede(
        HouseholdDeclaration,
        key={"household": into},
        values={
            "employs_others": either("employs_others"),
            "bought_house_in_3_years": either("bought_house_in_3_years"),
            "support_payment_fen": sum(known) if len(known) == len(paid) else None,
        },
        holds_from=day,
        holds_until=None,
        source=source,
        by=by,
        at=at,
    )
    if theirs is not None:
        close(theirs, last_day=day - ONE_DAY, source=source, by=by, at=at)
