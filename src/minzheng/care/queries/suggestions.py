"""Referrals proposed from what is known of a household. A proposal; an officer sends it or not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from minzheng.care.enums import Target
from minzheng.care.models import Referral
from minzheng.care.queries.referrals import still_counts
from minzheng.registry.enums import ConditionKind, Employment, IncomeKind, LabourCapacity
from minzheng.registry.queries.household import HouseholdView
from minzheng.statute.referral import referral_law

# Compulsory schooling (义务教育法 第十一条), work from sixteen (劳动法 第十五条) up to sixty.
SCHOOL_FROM, SCHOOL_UNTIL, WORK_FROM, WORK_UNTIL = 6, 15, 16, 59
WORKING = frozenset({Employment.EMPLOYED, Employment.FLEXIBLE, Employment.FARMING, Employment.RETIRED})
CAN_WORK = frozenset({LabourCapacity.HAS, LabourCapacity.PARTLY_LOST})
SEVERE_GRADES = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the proposals look at in one member: codes of circumstances, fen of incomes, both by kind."""

    person_id: int
    name: str
    age_years: int
    conditions: Mapping[str, str]
    incomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One referral that what is known speaks for."""

    target: Target
    why: str
    law: str
    person_id: int | None = None


def known_members(home: HouseholdView) -> tuple[list[Known], int | None]:
    """Return members and dwellings of a household that somebody has read already; None dwellings means unknown."""
    members = [
        Known(
            one.person_id, one.name, one.age_years, {each.kind: each.code for each in one.conditions},
            {each.kind: each.amount_fen for each in one.incomes},
        )
        for one in home.members
    ]  # fmt: skip
    houses = [asset.count for asset in home.assets if asset.kind == "house"]
    return members, sum(houses) if houses else None


def suggestions(
    members: Sequence[Known], *, houses: int | None, is_recipient: bool, sent: Collection[Referral], today: date
) -> list[Suggestion]:
    """Return what to refer for, leaving out what was referred already and still counts. No query."""
    done = {(row.target, row.person_id) for row in sent if still_counts(row, today)}
    found: list[Suggestion] = []
    if is_recipient:
        found.append(_suggest(Target.UTILITIES, _("本户正在享受救助，可以申请水电气费减免。"), today))
    if houses == 0:
        found.append(_suggest(Target.HOUSING, _("登记的住房为0套，可以申请公租房或租赁补贴。"), today))
    for member in members:
        found += _person(member, is_recipient=is_recipient, today=today)
    return [one for one in found if (one.target, one.person_id) not in done]


def _person(member: Known, *, is_recipient: bool, today: date) -> Iterator[Suggestion]:
    name = {"name": member.name, "age": member.age_years}
    studies = ConditionKind.FULL_TIME_STUDENT in member.conditions
    if ConditionKind.SERIOUS_ILLNESS in member.conditions:
        yield _suggest(Target.MEDICAL, _("%(name)s患重病。") % name, today, member)
    if studies or SCHOOL_FROM <= member.age_years <= SCHOOL_UNTIL:
        why = _("%(name)s在校就读。") if studies else _("%(name)s%(age)d岁，在义务教育年龄。")
        yield _suggest(Target.EDUCATION, why % name, today, member)
    if is_recipient and not studies and is_jobless_and_able(member):
        yield _suggest(Target.EMPLOYMENT, _("%(name)s%(age)d岁，有劳动能力，没有工资收入。") % name, today, member)


def is_jobless_and_able(member: Known) -> bool:
    """Say whether what is known makes this an able person without work; unknown means is not one."""
    if not WORK_FROM <= member.age_years <= WORK_UNTIL or ConditionKind.SERIOUS_ILLNESS in member.conditions:
        return False
    work = member.conditions.get(ConditionKind.EMPLOYMENT)
    if work in WORKING or member.conditions.get(ConditionKind.LABOUR_CAPACITY, LabourCapacity.HAS) not in CAN_WORK:
        return False
    if member.conditions.get(ConditionKind.DISABILITY, "").rpartition(".")[2] in SEVERE_GRADES:
        return False
    earned = [member.incomes.get(kind) for kind in (IncomeKind.WAGE, IncomeKind.BUSINESS)]
    is_known = work == Employment.JOBLESS or earned[0] is not None
    return is_known and not any(earned)


def _suggest(target: Target, why: str, today: date, member: Known | None = None) -> Suggestion:
    law = referral_law(target, today).reference
    return Suggestion(target, why, law, member.person_id if member else None)
