"""A death: the person stops being a member after that day, and the household goes on under a head or is closed."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.composition import (
    check_from,
    end_accounts,
    lock,
    members_on,
    need_relations,
    refuse_future,
    restate,
)
from minzheng.registry.domain.registration import CHAIN, REGISTRARS
from minzheng.registry.domain.versions import ONE_DAY, check_source, close, supersede
from minzheng.registry.enums import Relation
from minzheng.registry.models import Death, ExpenseItem, Household, IncomeItem, Membership, Person
from minzheng.services.audit.domain.record import record


class DeathRefused(Refused):
    """The death cannot be recorded as given."""


@transaction.atomic
def record_death(
    *,
    person: Person,
    died_on: dt.date,
    by: Staff,
    at: dt.datetime,
    source: str,
    new_head: Person | None = None,
    relations: Mapping[int, str] | None = None,
) -> Death:
    """Record that a person died on `died_on`, the last day as a member.

    If the head of others dies, `new_head` and `relations` (person id -> relation to the new head) say how they go on. A
    household of one is closed. Own incomes and expenses end; assets stay with the household until settled.
    Raises DeathRefused, CompositionRefused, NotAllowed.
    """
    require_role(by, *REGISTRARS)
    require_area(by, person.division_code)
    refuse_future(died_on, at=at, what=_("死亡日期"))
    source = check_source(source)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _refuse_impossible(person, died_on)
    death = supersede(
        Death,
        key={"person": person},
        values={"died_on": died_on},
        holds_from=died_on,
        holds_until=None,
        source=source,
        by=by,
        at=at,
    )
    households = _households_of(person, died_on)
    for household in households:
        _leave(person, lock(household), died_on, new_head, relations or {}, source=source, by=by, at=at)
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="person.died",
        object_kind="person",
        object_id=str(person.pk),
        division_code=person.division_code,
        after={
            "died_on": died_on.isoformat(),
            "households": [household.number for household in households],
            "new_head": new_head.pk if new_head else None,
        },
        reason=source,
    )
    return death


def _refuse_impossible(person: Person, died_on: dt.date) -> None:
    if died_on < person.birth_date:
        raise DeathRefused(
            _("%(name)s 的死亡日期 %(day)s 早于出生日期 %(birth)s。请核对死亡证明。")
            % {"name": person.name, "day": died_on, "birth": person.birth_date}
        )
    earlier = Death.objects.latest_versions().filter(person=person, is_withdrawn=False).first()
    if earlier is not None:
        raise DeathRefused(
            _(
                "%(name)s 已登记于 %(day)s 死亡，不能重复登记。"
                "日期有误或属误登的，请先办理“更正死亡登记”，再按正确的日期登记。"
            )
            % {"name": person.name, "day": earlier.died_on}
        )


def _households_of(person: Person, day: dt.date) -> list[Household]:
    """Return where the person is a member on the day or later: two, if the death is learnt after a split."""
    rows = Membership.objects.latest_versions().overlapping(day, None).filter(person=person).select_related("household")
    by_id = {row.household_id: row.household for row in rows}
    return [by_id[household_id] for household_id in sorted(by_id)]


def _leave(
    person: Person,
    household: Household,
    died_on: dt.date,
    new_head: Person | None,
    relations: Mapping[int, str],
    *,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> None:
    day = died_on + ONE_DAY
    present = members_on(household, day)
    gone = present.pop(person.pk, None)
    wanted = dict(relations)
    if present and gone is not None and gone.relation == Relation.HEAD:
        wanted = need_relations(present.values(), new_head=new_head, relations=relations)
    restate(household, day=day, leaving=[person.pk], relations=wanted, source=source, by=by, at=at)
    for model in (IncomeItem, ExpenseItem):
        for row in model.objects.latest_versions().filter(household=household, person=person).overlapping(day, None):
            close(row, last_day=died_on, source=source, by=by, at=at)
    end_accounts([person.pk], of=household, day=day, source=source, by=by, at=at)
    check_from(household, day)
    if not Membership.objects.latest_versions().filter(household=household).overlapping(day, None).exists():
        household.closed_on = died_on
        household.save(update_fields=["closed_on"])
