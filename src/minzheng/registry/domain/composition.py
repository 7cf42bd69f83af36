"""Who belongs to a household, day by day: locking it, restating it, and seeing that it still makes sense."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.registry.codes import check_relation
from minzheng.registry.domain.versions import ONE_DAY, close, copy_from, supersede
from minzheng.registry.enums import Relation
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    ExpenseItem,
    Household,
    IncomeItem,
    Membership,
    Person,
    Supporter,
)


class CompositionRefused(Refused):
    """The household would not make sense any more: no head, two heads, a relation that contradicts a sex."""


class HouseholdNotFound(Refused):
    """There is no such household in the declared area."""


class HouseholdClosed(Refused):
    """A closed household takes no changes."""


def lock(household: Household) -> Household:
    """Return the household, read anew and locked until commit. Raises HouseholdNotFound, HouseholdClosed."""
    locked: Household | None = Household.objects.select_for_update().filter(pk=household.pk).first()
    if locked is None:
        raise HouseholdNotFound(_("找不到这一户，或不在您的管辖范围内。请核对户号，或由所属乡镇（街道）办理。"))
    if locked.closed_on is not None:
        raise HouseholdClosed(
            _("户 %(number)s 已于 %(day)s 销户，不能再变更。如属误销，请核对户号。")
            % {"number": locked.number, "day": locked.closed_on}
        )
    return locked


def refuse_future(day: dt.date, *, at: dt.datetime, what: str) -> None:
    """Raise CompositionRefused for a day after the day of `at`; `what` names the day in Chinese."""
    today = local_day(at)
    if day > today:
        raise CompositionRefused(
            _("%(what)s %(day)s 晚于办理日 %(today)s，尚未发生的变动不能登记。请核对日期。")
            % {"what": what, "day": day, "today": today}
        )


def members_on(household: Household, day: dt.date) -> dict[int, Membership]:
    """Return the memberships that hold on a day by the latest knowledge, by person id, the head first."""
    rows = Membership.objects.latest_versions().holding_on(day).filter(household=household).select_related("person")
    return {row.person_id: row for row in rows.order_by("relation", "pk")}


def restate(
    household: Household,
    *,
    day: dt.date,
    leaving: Collection[int] = (),
    relations: Mapping[int, str] | None = None,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> None:
    """From `day` on, let people leave and give others (by person id) a new relation to the head.

    Does not judge the outcome: call `check_from` when all parts of an operation are written.
    """
    relations = relations or {}
    rows = Membership.objects.latest_versions().filter(household=household).overlapping(day, None)
    for row in rows.order_by("holds_from", "pk"):
        if row.person_id in leaving:
            close(row, last_day=day - ONE_DAY, source=source, by=by, at=at)
        elif row.person_id in relations and row.holds_from <= day and row.relation != relations[row.person_id]:
            supersede(
                Membership,
                key={"household": household, "person": row.person},
                values={"relation": relations[row.person_id]},
                holds_from=day,
                holds_until=row.holds_until,
                source=source,
                by=by,
                at=at,
            )


def check_from(household: Household, day: dt.date) -> None:
    """Raise CompositionRefused unless the household makes sense on `day` and on each later day something changes.

    A household without members is left to the caller: it must be closed.
    """
    rows = list(
        Membership.objects.latest_versions()
        .filter(household=household)
        .overlapping(day, None)
        .select_related("person")
        .order_by("pk")
    )
    days = {day} | {row.holds_from for row in rows} | {row.holds_until + ONE_DAY for row in rows if row.holds_until}
    for change in sorted(each for each in days if each >= day):
        present = [
            row for row in rows if row.holds_from <= change and (row.holds_until is None or row.holds_until >= change)
        ]
        if present:
            _check_day(household, change, present)


def _check_day(household: Household, day: dt.date, present: list[Membership]) -> None:
    heads = [row for row in present if row.relation == Relation.HEAD]
    place = _("户 %(number)s 自 %(day)s 起") % {"number": household.number, "day": day}
    if not heads:
        raise CompositionRefused(
            _("%(place)s没有户主。请指定新户主，并填写其余成员与新户主的关系。") % {"place": place}
        )
    if len(heads) > 1:
        names = listed(row.person.name for row in heads)
        raise CompositionRefused(
            _("%(place)s有 %(count)s 名户主（%(names)s），每户只能有一名。请更正其余成员与户主的关系。")
            % {"place": place, "count": len(heads), "names": names}
        )
    if len({row.person_id for row in present}) < len(present):
        raise CompositionRefused(_("%(place)s有成员重复登记。请核对成员名单。") % {"place": place})
    for row in present:
        try:
            check_relation(row.relation, sex=row.person.sex, head_sex=heads[0].person.sex)
        except ValueError as error:
            raise CompositionRefused(
                _("%(place)s，%(name)s 的%(why)s。") % {"place": place, "name": row.person.name, "why": error}
            ) from error


def need_relations(
    staying: Iterable[Membership], *, new_head: Person | None, relations: Mapping[int, str]
) -> dict[int, str]:
    """Return the relation of everyone who stays to the new head; raise CompositionRefused if one is missing."""
    people = list(staying)
    if new_head is None or new_head.pk not in {row.person_id for row in people}:
        names = listed(row.person.name for row in people)
        raise CompositionRefused(
            _("户主不再是成员，须从其余成员（%(names)s）中指定新户主。请选择后再提交。") % {"names": names}
        )
    missing = [row.person.name for row in people if row.person_id not in relations and row.person_id != new_head.pk]
    if missing:
        raise CompositionRefused(
            _("更换户主后，须重新填写 %(names)s 与新户主 %(head)s 的关系。")
            % {"names": listed(missing), "head": new_head.name}
        )
    return {**relations, new_head.pk: Relation.HEAD.value}


def take_along(
    people: Collection[int],
    *,
    out_of: Household,
    into: Household | None,
    day: dt.date,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> None:
    """End, from `day` on, what the household counts through people who leave; carry it `into` their new household.

    Incomes, expenses, assets and supporters of their own go along; the account to be paid to ends if they hold it.
    """
    for model in (IncomeItem, ExpenseItem, AssetItem, Supporter):
        rows = model.objects.latest_versions().filter(household=out_of, person__in=people).overlapping(day, None)
        for row in rows.order_by("pk"):
            if into is not None:
                copy_from(row, household=into, holds_from=max(row.holds_from, day), by=by, at=at)
            close(row, last_day=day - ONE_DAY, source=source, by=by, at=at)
    end_accounts(people, of=out_of, day=day, source=source, by=by, at=at)


def end_accounts(
    holders: Collection[int], *, of: Household, day: dt.date, source: str, by: Staff, at: dt.datetime
) -> None:
    """End, from `day` on, accounts held by people who are gone: nothing more may be paid to them."""
    rows: Any = BankAccount.objects.latest_versions().filter(household=of, holder__in=holders).overlapping(day, None)
    for row in rows.filter(guardian_note="").order_by("pk"):
        close(row, last_day=day - ONE_DAY, source=source, by=by, at=at)


def require_members(household: Household, people: Collection[int], present: Mapping[int, Membership]) -> None:
    """Raise CompositionRefused unless somebody was chosen and all of them are present."""
    if not people:
        raise CompositionRefused(_("没有选择成员。请至少选择一人。"))
    if any(person_id not in present for person_id in people):
        raise CompositionRefused(
            _("所选人员在该日不是户 %(number)s 的成员。请核对日期和成员名单。") % {"number": household.number}
        )


def new_relations(
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
