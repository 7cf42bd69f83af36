"""Put the two sheets together: whose members are whose, who is covered, who is paid."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.draft import HouseholdDraft
from minzheng.integrations.roster.domain.member_rows import MemberGroup
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.wording import listed

# Where the members are not certain, counting them would only add noise.
COMPOSITION = frozenset({"two_heads", "no_head", "head_differs"})


def join(
    households: list[HouseholdDraft], groups: list[MemberGroup], *, has_member_list: bool, notes: list[Problem]
) -> None:
    """Give each household its members; a group without a household is told in `notes` and creates nothing."""
    by_certificate = _unique(households, lambda household: household.certificate_number)
    by_head = _unique(households, lambda household: (household.head.id_number or "") if household.head else "")
    taken: set[int] = set()
    for group in groups:
        household = by_certificate.get(group.certificate_number)
        if household is None:
            household = next((by_head[found] for found in group.key_ids if found in by_head), None)
        if household is None or id(household) in taken:
            _orphan(group, notes)
            continue
        taken.add(id(household))
        _give(household, group)
    for household in households:
        if any(problem.code in COMPOSITION for problem in household.problems):
            continue
        _check_composition(household, has_members=id(household) in taken, has_member_list=has_member_list)
        _find_payee(household)


def _unique(households: list[HouseholdDraft], key: Callable[[HouseholdDraft], str]) -> dict[str, HouseholdDraft]:
    found: dict[str, list[HouseholdDraft]] = defaultdict(list)
    for household in households:
        if key(household):
            found[key(household)].append(household)
    return {value: many[0] for value, many in found.items() if len(many) == 1}


def _orphan(group: MemberGroup, notes: list[Problem]) -> None:
    first = group.lines[0]
    reason = _("发放名册中没有与这 %(n)d 名成员对应的户（按低保证编号和户主身份证号都对不上），没有导入") % {
        "n": len(group.lines)
    }
    notes.append(Problem(first.sheet.name, first.row, "", Severity.WARNING.value, "members_without_household", reason))
    for line in group.lines:
        notes.extend(line.problems)


def _give(household: HouseholdDraft, group: MemberGroup) -> None:
    household.member_lines = group.lines
    heads = group.heads
    first = group.lines[0]
    if len(heads) > 1:
        rows = listed(str(head.row) for head in heads)
        household.line_of(heads[1]).error(
            "relation",
            "two_heads",
            _("这一户有 %(n)d 个户主（第 %(rows)s 行）；只能有一个") % {"n": len(heads), "rows": rows},
        )
        return
    if not heads:
        first.error("relation", "no_head", _("这一户没有户主：成员中没有一行的与户主关系是“户主”"))
        return
    head = heads[0]
    named = household.head
    if named and named.id_number and head.id_number and named.id_number != head.id_number:
        household.line_of(head).error(
            "id_number",
            "head_differs",
            _("与发放名册第 %(row)d 行的户主身份证号不同；请核对是哪张表错了") % {"row": household.row},
        )
        return
    if named and named.name and head.name and named.name != head.name:
        household.line_of(head).error(
            "member_name",
            "head_differs",
            _("与发放名册第 %(row)d 行的户主姓名不同；请核对是哪张表错了") % {"row": household.row},
        )
        return
    head.phone = head.phone or (named.phone if named else "")
    household.head = head
    household.members = [head, *(person for person in group.people if person is not head)]
    if group.area_kind and household.area_kind and group.area_kind != household.area_kind:
        first.error("area_kind", "area_kind_differs", _("两张表写的城乡类别不同；请核对"))
    if household.address == household.division_name and group.address:
        household.address = group.address


def _check_composition(household: HouseholdDraft, *, has_members: bool, has_member_list: bool) -> None:
    line = household.line
    if has_members:
        _check_counts(household)
        return
    others = max(household.persons_count or 0, household.household_size or 0) - 1
    if has_member_list:
        line.warn("head_id", "members_missing", _("家庭成员表中没有这一户；只登记户主"))
    if others > 0:
        reason = _("名册写有 %(n)d 人，只登记户主，其余 %(others)d 人没有姓名和证号，不会登记") % {
            "n": others + 1,
            "others": others,
        }
        line.warn("persons_count", "members_unknown", reason)


def _check_counts(household: HouseholdDraft) -> None:
    """Who is covered must be known by name: fewer people than paid for is told, more needs a column that says who."""
    line = household.line
    stated = household.persons_count
    said = [person for person in household.members if person.is_covered is not None]
    if len(said) < len(household.members) and said:
        for person in household.members:
            if person.is_covered is None:
                household.line_of(person).error(
                    "is_covered", "covered_empty", _("没有写是否保障对象，而同户其他人写了")
                )
        return
    covered = [person for person in household.members if person.is_covered is not False]
    if stated is not None and stated > len(covered):
        reason = _("保障人数 %(stated)d，家庭成员表中只有 %(covered)d 名保障对象；其余的人不会登记") % {
            "stated": stated,
            "covered": len(covered),
        }
        line.warn("persons_count", "count_differs", reason)
    elif stated is not None and stated < len(covered):
        reason = _("保障人数 %(stated)d，家庭成员表中却有 %(covered)d 人；请加一列“是否保障对象”写明是哪几人") % {
            "stated": stated,
            "covered": len(covered),
        }
        line.error("persons_count", "count_differs", reason)
    if household.household_size is not None and household.household_size != len(household.members):
        reason = _("家庭人口 %(size)d，家庭成员表中有 %(n)d 人") % {
            "size": household.household_size,
            "n": len(household.members),
        }
        line.warn("household_size", "size_differs", reason)


def _find_payee(household: HouseholdDraft) -> None:
    """The account must belong to a member: nobody holds another household's card (财政“一卡通”规定)."""
    holder = household.account_holder
    if holder is None:
        return
    places = [place for place, person in enumerate(household.members) if person.name == holder]
    if not places:
        household.line.error(
            "account_holder",
            "account_holder_unknown",
            _("账户名称不是户主%(more)s；请改为本户成员的账户，或在家庭成员表中补上持卡人")
            % {"more": _("，也不是本户其他成员") if len(household.members) > 1 else ""},
        )
    elif len(places) > 1 and places[0] != 0:
        household.line.error(
            "account_holder", "account_holder_unknown", _("本户有两个成员叫这个名字，分不清账户是谁的")
        )
    else:
        household.payee = places[0]
