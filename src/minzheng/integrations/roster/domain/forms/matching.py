"""Whom is a form about? A household that is registered, by ID numbers or by all its names; or one that is not yet.

A guess is never made: without an ID number a household is known only where village, head and every member agree, and
one such household exists. What is found is shown to the person who approves.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster.domain import known
from minzheng.integrations.roster.domain.draft import HouseholdDraft, PersonDraft
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Household, Membership, Person
from minzheng.registry.queries.divisions import name_path
from minzheng.registry.queries.household import HouseholdView, MemberView, views

AT_ONCE = 400
HEAD = "02"


def match(households: list[HouseholdDraft], *, by: Staff | None, at: dt.datetime) -> None:
    """Say of each draft which household it is about, and what stands against registering or adding to it."""
    numbers = {person.id_number for household in households for person in household.members if person.id_number}
    people = find_many(numbers)
    homes = _homes_of(people.values(), at)
    by_village = _by_village(households, at)
    found: dict[int, HouseholdDraft] = {}
    fresh: list[HouseholdDraft] = []
    wanted: dict[int, Household] = {}
    for draft in households:
        home = _home_of(draft, people, homes, by_village)
        if home is None:
            fresh.append(draft)
        elif home.pk in found:
            draft.line.error(
                "head_name",
                "household_twice",
                _("与“%(sheet)s”写的是同一户（%(number)s），只能留一张")
                % {"sheet": found[home.pk].sheet, "number": home.number},
            )
        else:
            found[home.pk], wanted[home.pk] = draft, home
    shown = views(wanted.values(), day=local_day(at), known_at=at)
    for pk, draft in found.items():
        _compare_with(draft, shown[pk], people)
        _settle_place(draft, wanted[pk])
    _require_whole(fresh, by=by, at=at)


def _home_of(
    draft: HouseholdDraft,
    people: Mapping[str, Person],
    homes: Mapping[int, Household],
    by_village: Mapping[tuple[str, str, frozenset[str]], list[Household]],
) -> Household | None:
    lived = {}
    for person in draft.members:
        registered = people.get(person.id_number or "")
        if registered is not None and registered.pk in homes:
            lived[homes[registered.pk].pk] = homes[registered.pk]
    if len(lived) > 1:
        numbers = listed(sorted(home.number for home in lived.values()))
        draft.line.error(
            "head_name", "several_households", _("表上的人分别登记在 %(numbers)s，不是同一户") % {"numbers": numbers}
        )
    if lived:
        return next(iter(lived.values()))
    if any(person.id_number for person in draft.members):
        return None
    candidates = by_village.get(_key(draft), [])
    return candidates[0] if len(candidates) == 1 else None


def _key(draft: HouseholdDraft) -> tuple[str, str, frozenset[str]]:
    names = frozenset(person.name or "" for person in draft.members)
    return draft.division_code or "", (draft.head.name or "") if draft.head else "", names


def _homes_of(people: object, at: dt.datetime) -> dict[int, Household]:
    found: dict[int, Household] = {}
    ids = sorted(person.pk for person in people)  # type: ignore[attr-defined]
    for start in range(0, len(ids), AT_ONCE):
        rows = Membership.objects.as_of(local_day(at), at).filter(person__in=ids[start : start + AT_ONCE])
        found |= {row.person_id: row.household for row in rows.select_related("household")}
    return found


def _by_village(
    households: list[HouseholdDraft], at: dt.datetime
) -> dict[tuple[str, str, frozenset[str]], list[Household]]:
    """Return the registered households of the villages in question by village, head and all names."""
    without = [draft for draft in households if not any(person.id_number for person in draft.members)]
    keys: dict[tuple[str, str, frozenset[str]], list[Household]] = defaultdict(list)
    for village in sorted({draft.division_code for draft in without if draft.division_code}):
        rows = Membership.objects.as_of(local_day(at), at).filter(
            household__division_code=village, household__closed_on__isnull=True
        )
        members: dict[int, list[Membership]] = defaultdict(list)
        for row in rows.select_related("household", "person"):
            members[row.household_id].append(row)
        for living in members.values():
            head = next((row.person.name for row in living if row.relation == HEAD), "")
            keys[village, head, frozenset(row.person.name for row in living)].append(living[0].household)
    return keys


def _compare_with(draft: HouseholdDraft, home: HouseholdView, people: Mapping[str, Person]) -> None:
    draft.household_number = home.number
    left = {member.person_id: member for member in home.members}
    for person in draft.members:
        registered = people.get(person.id_number or "")
        member = left.get(registered.pk) if registered else _named(person, left)
        line = draft.line_of(person)
        at = "id_number" if person.id_number and line.has("id_number") else "member_name"
        if member is None:
            line.error(
                at if line.has(at) else "head_name",
                "not_a_member",
                _("%(name)s 不是户 %(number)s 登记的成员；确已加入的，请先在家庭档案中办理“增加成员或迁入”")
                % {"name": person.name or _("此人"), "number": home.number},
            )
            continue
        del left[member.person_id]
        if person.name and person.name != member.name:
            line.error(
                at if line.has(at) else "head_name",
                "name_differs",
                _("此身份证号登记的姓名与表上不同；请核对姓名和证号"),
            )
        _give_way(person, member, draft)
    if left:
        names = listed(member.name for member in left.values())
        draft.line.warn(
            "household_size",
            "member_not_listed",
            _("登记的成员 %(names)s 不在表上；已离开或去世的，请另行办理") % {"names": names},
        )


def _settle_place(draft: HouseholdDraft, home: Household) -> None:
    """A form never moves a household: where it lives is what the register says."""
    if draft.division_code and draft.division_code != home.division_code:
        draft.line.warn("division", "place_differs", _("表上的村（社区）与档案不同；搬迁的请另办“迁移”，这里不改住址"))
    draft.division_code = home.division_code
    draft.division_name = draft.division_name or name_path(home.division_code)


def _named(person: PersonDraft, left: Mapping[int, MemberView]) -> MemberView | None:
    same = [member for member in left.values() if member.name == person.name]
    return same[0] if len(same) == 1 else None


def _give_way(person: PersonDraft, member: MemberView, draft: HouseholdDraft) -> None:
    """A sum of everything says less than incomes known by kind; it is compared with them, not put over them."""
    if person.income_total is None or not member.incomes:
        return
    fen, span = person.income_total
    year = fen * 12 if span == "month" else fen
    registered = sum(income.year_fen for income in member.incomes)
    person.incomes = {}
    if year != registered:
        line = draft.line_of(person)
        code = "income_year" if line.has("income_year") else "income_month"
        line.warn(
            code,
            "income_differs",
            _("档案中分项登记的收入合计每年 %(registered)s，表上每年 %(year)s；没有覆盖，请核实后分项登记")
            % {"registered": format_yuan(registered), "year": format_yuan(year)},
        )


def _require_whole(fresh: list[HouseholdDraft], *, by: Staff | None, at: dt.datetime) -> None:
    """A household that is not registered needs everything registration needs."""
    names = {person.id_number: person.name or "" for draft in fresh for person in draft.members if person.id_number}
    answers = known.people(names, program="", by=by, at=at)
    for draft in fresh:
        for person in draft.members:
            line = draft.line_of(person)
            at_id = "id_number" if line.has("id_number") else "head_id" if line.has("head_id") else "head_name"
            if not person.id_number and not _complained(draft, person):
                line.error(
                    at_id if line.has(at_id) else "member_name",
                    "id_empty",
                    _(
                        "%(name)s 没有身份证号，也不能按村、户主和全家姓名认出是哪一户；"
                        "已登记的户请补户主身份证号，新登记的户每个人都要有身份证号"
                    )
                    % {"name": person.name or _("此人")},
                )
            elif person.id_number in answers:
                answer = answers[person.id_number]
                line.error(at_id, answer.code, answer.reason)
            if person.relation is None and not _complained(draft, person):
                line.error("relation", "relation_empty", _("没有写与户主关系"))
        if draft.division_code is None and not any(p.code.startswith("division") for p in draft.problems):
            draft.line.error("division", "division_empty", _("没有写地区（村、社区），新户不能登记"))
        if draft.area_kind is None:
            draft.line.error(
                "area_kind",
                "area_kind_empty",
                _("没有写明按城市还是农村标准：请填“申请类型”，或在标题中写明“城市低保”或“农村低保”"),
            )


def _complained(draft: HouseholdDraft, person: PersonDraft) -> bool:
    line = draft.line_of(person)
    return person.row == line.row and any(problem.is_error for problem in line.problems)
