"""Referrals proposed from what is known of a household. A proposal; an officer sends it or not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from minzheng.care.enums import Target
from minzheng.care.models import Referral
from minzheng.care.queries.referrals import still_counts
from minzheng.registry.enums import ConditionKind, Employment, IncomeKind, LabourCapacity
from minzheng.registry.queries.household import HouseholdView, MemberView
from minzheng.statute.referral import referral_law

# Compulsory schooling (义务教育法 第十一条), work from sixteen (劳动法 第十五条) up to sixty.
SCHOOL_FROM, SCHOOL_UNTIL, WORK_FROM, WORK_UNTIL = 6, 15, 16, 59
WORKING = frozenset({Employment.EMPLOYED, Employment.FLEXIBLE, Employment.FARMING, Employment.RETIRED})
SEVERE_GRADES = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One referral that what is known speaks for."""

    target: Target
    why: str
    law: str
    person_id: int | None = None


def suggestions(
    home: HouseholdView, *, is_recipient: bool, sent: Collection[Referral], today: date
) -> list[Suggestion]:
    """Return what to refer for, leaving out what was referred already and still counts. No query."""
    done = {(row.target, row.person_id) for row in sent if still_counts(row, today)}
    found = [*_household(home, is_recipient=is_recipient, today=today)]
    for member in home.members:
        found += _person(member, is_recipient=is_recipient, today=today)
    return [one for one in found if (one.target, one.person_id) not in done]


def _household(home: HouseholdView, *, is_recipient: bool, today: date) -> Iterator[Suggestion]:
    if is_recipient:
        yield _suggest(Target.UTILITIES, _("本户正在享受救助，可以申请水电气费减免。"), today)
    houses = [asset.count for asset in home.assets if asset.kind == "house"]
    if houses and not sum(houses):
        yield _suggest(Target.HOUSING, _("登记的住房为0套，可以申请公租房或租赁补贴。"), today)


def _person(member: MemberView, *, is_recipient: bool, today: date) -> Iterator[Suggestion]:
    name = {"name": member.name, "age": member.age_years}
    studies = member.condition(ConditionKind.FULL_TIME_STUDENT) is not None
    if member.condition(ConditionKind.SERIOUS_ILLNESS) is not None:
        yield _suggest(Target.MEDICAL, _("%(name)s患重病。") % name, today, member)
    if studies or SCHOOL_FROM <= member.age_years <= SCHOOL_UNTIL:
        why = _("%(name)s在校就读。") if studies else _("%(name)s%(age)d岁，在义务教育年龄。")
        yield _suggest(Target.EDUCATION, why % name, today, member)
    if is_recipient and not studies and is_jobless_and_able(member):
        yield _suggest(Target.EMPLOYMENT, _("%(name)s%(age)d岁，有劳动能力，没有工资收入。") % name, today, member)


def is_jobless_and_able(member: MemberView) -> bool:
    """Say whether what is known makes this an able person without work; unknown means is not one."""
    if not WORK_FROM <= member.age_years <= WORK_UNTIL:
        return False
    work, labour = member.condition(ConditionKind.EMPLOYMENT), member.condition(ConditionKind.LABOUR_CAPACITY)
    if work is not None and work.code in WORKING:
        return False
    if labour is not None and labour.code not in {LabourCapacity.HAS, LabourCapacity.PARTLY_LOST}:
        return False
    disability = member.condition(ConditionKind.DISABILITY)
    is_severe = disability is not None and disability.code.rpartition(".")[2] in SEVERE_GRADES
    if is_severe or member.condition(ConditionKind.SERIOUS_ILLNESS) is not None:
        return False
    earned = [member.income(IncomeKind.WAGE), member.income(IncomeKind.BUSINESS)]
    is_known = (work is not None and work.code == Employment.JOBLESS) or earned[0] is not None
    return is_known and not any(each.amount_fen for each in earned if each is not None)


def _suggest(target: Target, why: str, today: date, member: MemberView | None = None) -> Suggestion:
    law = referral_law(target, today).reference
    return Suggestion(target, why, law, member.person_id if member else None)
