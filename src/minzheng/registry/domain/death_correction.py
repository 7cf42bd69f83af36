"""A death recorded by mistake: one person says so, another settles it, and a new version takes the record back.

The record stays in the books. What the registry cut off that day is written again; decisions and money are not touched:
a benefit that was stopped or reclaimed is for the office to put right.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.kernel import language
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.composition import check_from
from minzheng.registry.domain.opening import note
from minzheng.registry.domain.registration import CHAIN
from minzheng.registry.domain.versions import ONE_DAY, check_source, restore, supersede, withdraw
from minzheng.registry.enums import CorrectionState, Relation
from minzheng.registry.models import (
    BankAccount,
    DatedFact,
    Death,
    DeathCorrection,
    ExpenseItem,
    Household,
    IncomeItem,
    Membership,
    Person,
)
from minzheng.services.audit.domain.record import record

ASKERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
SETTLERS = (Role.COUNTY_OFFICER,)


class CorrectionRefused(Refused):
    """The death cannot be corrected as asked."""


@transaction.atomic
def ask(*, person: Person, reason: str, source: str, by: Staff, at: dt.datetime, relation: str = "") -> DeathCorrection:
    """Say that the recorded death of a person is wrong; nothing changes until another person settles it.

    `relation` is to the present head, if the household has gone on under another; empty: as it was before.
    Raises CorrectionRefused, NotAllowed.
    """
    require_role(by, *ASKERS)
    require_area(by, person.division_code)
    source, reason = check_source(source), reason.strip()
    if not reason:
        raise CorrectionRefused(_("没有写明为什么是误登。请写清楚怎样发现、谁可以证明。"))
    if relation and (relation not in Relation.values or relation == Relation.HEAD):
        raise CorrectionRefused(_("恢复后与户主的关系不对：要恢复为户主的请留空，其余请从列表中选择。"))
    death = Death.objects.latest_versions().filter(person=person, is_withdrawn=False).first()
    if death is None:
        raise CorrectionRefused(_("%(name)s 没有死亡登记，无须更正。请核对所选的人。") % {"name": person.name})
    try:
        with transaction.atomic():
            asked = DeathCorrection.objects.create(
                death=death, relation=relation, reason=reason, source=source, asked_by=by, asked_at=at
            )
    except IntegrityError as error:
        raise CorrectionRefused(
            _("%(name)s 的死亡登记更正已经提出，正等待另一人核准。请不要重复提出。") % {"name": person.name}
        ) from error
    _audit(asked, "person.death_questioned", by=by, at=at, reason=reason)
    return asked


@transaction.atomic
def approve(*, correction: DeathCorrection, by: Staff, at: dt.datetime, answer: str = "") -> DeathCorrection:
    """Take the death back: the person belongs again to the households, with the incomes and the account, as before.

    Raises NotAllowed (also: who asked may not settle), CorrectionRefused, CompositionRefused.
    """
    correction = _settle(correction, CorrectionState.DONE, by=by, at=at, answer=answer)
    death = correction.death
    person = Person.objects.select_for_update().get(pk=death.person_id)
    with language.as_kept():
        source = check_source((_("更正误登的死亡：%(source)s") % {"source": correction.source})[:200])
    if Death.objects.filter(replaces=death).exists():
        raise CorrectionRefused(_("这条死亡登记已有更新的版本。请刷新页面后再办理。"))
    withdraw(death, source=source, by=by, at=at)
    for household in _households(person, death):
        _take_back(household, person, correction, source=source, by=by, at=at)
    _audit(correction, "person.death_corrected", by=by, at=at, reason=source)
    return correction


@transaction.atomic
def reject(*, correction: DeathCorrection, by: Staff, at: dt.datetime, answer: str) -> DeathCorrection:
    """Leave the death as it stands. Raises NotAllowed (also: who asked may not settle), CorrectionRefused."""
    if not answer.strip():
        raise CorrectionRefused(_("不予更正须写明理由，提出人才知道还缺什么证明。请填写。"))
    correction = _settle(correction, CorrectionState.REJECTED, by=by, at=at, answer=answer)
    _audit(correction, "person.death_upheld", by=by, at=at, reason=answer.strip())
    return correction


def _settle(
    correction: DeathCorrection, state: CorrectionState, *, by: Staff, at: dt.datetime, answer: str
) -> DeathCorrection:
    require_role(by, *SETTLERS)
    rows = DeathCorrection.objects.select_for_update(of=("self",)).select_related("death__person", "asked_by")
    locked: DeathCorrection | None = rows.filter(pk=correction.pk).first()
    if locked is None:
        raise CorrectionRefused(_("找不到这条更正，或不在您的管辖范围内。请由所属县民政局办理。"))
    require_area(by, locked.death.person.division_code)
    require_other_person(by, earlier=locked.asked_by, what=_("死亡登记更正的提出"))
    if locked.state != CorrectionState.ASKED:
        raise CorrectionRefused(_("这条更正%(state)s，不能再次办理。") % {"state": CorrectionState(locked.state).label})
    locked.state, locked.settled_by, locked.settled_at, locked.answer = state.value, by, at, answer.strip()
    locked.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    return locked


def _written_with(model: Any, death: Death, **about: Any) -> list[Any]:
    """Return what was written of the household in the act that recorded the death."""
    # What was cut off but keeps its own source (another's relation) ends on the day of death.
    of_the_act = Q(source=death.source) | Q(replaces__isnull=False, holds_until=death.died_on)
    rows = model.objects.filter(of_the_act, known_at=death.known_at, recorded_by=death.recorded_by_id, **about)
    return list(rows.select_related("replaces").order_by("pk"))


def _households(person: Person, death: Death) -> list[Household]:
    ids = sorted({row.household_id for row in _written_with(Membership, death, person=person)})
    return list(Household.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _take_back(
    household: Household, person: Person, correction: DeathCorrection, *, source: str, by: Staff, at: dt.datetime
) -> None:
    death = correction.death
    if household.closed_on is not None and household.closed_on != death.died_on:
        raise CorrectionRefused(
            _("户 %(number)s 已于 %(day)s 因别的原因销户，不能自动恢复。请更正后把此人登记到现在居住的一户。")
            % {"number": household.number, "day": household.closed_on}
        )
    shared: dict[str, Any] = {"source": source, "by": by, "at": at}
    if household.closed_on is not None:
        household.closed_on = None
        household.save(update_fields=["closed_on"])
        note(household, "household.reopened", by=by, at=at, reason=source)
    cut = _written_with(Membership, death, household=household)
    mine = [row for row in cut if row.person_id == person.pk]
    if correction.relation:
        for row in mine:
            supersede(
                Membership,
                key={"household": household, "person": person},
                values={"relation": correction.relation},
                holds_from=death.died_on + ONE_DAY,
                holds_until=row.replaces.holds_until,
                **shared,
            )
    else:
        _restore_all(cut, **shared)
    for model, about in ((IncomeItem, "person"), (ExpenseItem, "person"), (BankAccount, "holder")):
        _restore_all(_written_with(model, death, household=household, **{about: person}), **shared)
    check_from(household, death.died_on + ONE_DAY)
    note(household, "member.restored", by=by, at=at, after={"person": person.pk}, reason=source)


def _restore_all(cut: list[Any], *, source: str, by: Staff, at: dt.datetime) -> None:
    """Take back what began that day, then write whole again what ended; refuse if something newer stands on it."""
    replaced = set()
    if cut:
        rows = type(cut[0]).objects.filter(replaces__in=[row.pk for row in cut])
        replaced = set(rows.values_list("replaces_id", flat=True))
    if replaced:
        raise CorrectionRefused(
            _(
                "登记死亡以后，这一户的成员关系、收入或账户又有变更，不能照原样恢复。"
                "请退回，重新提出时填写“恢复后与户主的关系”；收入和账户另行登记。"
            )
        )
    began: list[DatedFact] = [row for row in cut if row.replaces_id is None]
    for row in began:
        withdraw(row, source=source, by=by, at=at)
    for row in cut:
        if row.replaces_id is not None:
            restore(row, source=source, by=by, at=at)


def _audit(correction: DeathCorrection, action: str, *, by: Staff, at: dt.datetime, reason: str) -> None:
    person = correction.death.person
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="person",
        object_id=str(person.pk),
        division_code=person.division_code,
        after={"correction": correction.pk, "died_on": correction.death.died_on.isoformat()},
        reason=reason,
    )
