"""Split, move, change of head, members who come and go, closing: each on the day before, the day, and after."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.registry.domain import household as household_domain
from minzheng.registry.domain import membership, splitting
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.registry.domain.composition import CompositionRefused, HouseholdClosed, HouseholdNotFound
from minzheng.registry.domain.intake import per_month
from minzheng.registry.domain.versions import KnownEarlier, SourceMissing
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    Household,
    IncomeItem,
    Membership,
    NameToken,
    Residence,
    StandardArea,
)
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import (
    AT,
    NEIGHBOUR_VILLAGE,
    VILLAGE,
    county_officer,
    leader,
    neighbour_officer,
    township_officer,
)

pytestmark = pytest.mark.usefixtures("county")

DAY = dt.date(2026, 10, 1)
BEFORE = DAY - dt.timedelta(days=1)
OTHER_VILLAGE = "420581101202"


def composition(household, day, moment=AT):
    rows = Membership.objects.as_of(day, moment).filter(household=household)
    return {row.person_id: row.relation for row in rows}


@pytest.fixture
def family():
    return make.household(*make.couple_with_child(), **make.full_means())


@pytest.fixture
def people(family):
    return make.people(family)


def split(family, leaving, **fields):
    given = {"address": "二组 3 号", "split_on": DAY, "by": county_officer(), "at": AT, "source": "分户申请"} | fields
    return splitting.split(household=family, leaving=leaving, **given)


def test_split_moves_people_on_the_day(family, people):
    husband, wife, son = people

    other = split(family, {wife.pk: "02", son.pk: "20"})

    assert composition(family, BEFORE) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}
    assert composition(family, DAY) == {husband.pk: "02"}
    assert composition(other, BEFORE) == {}
    assert composition(other, DAY) == {wife.pk: "02", son.pk: "20"}
    assert other.number == "HH-420581-000002"


def test_split_takes_incomes_and_the_standard_along_and_leaves_the_rest(family, people):
    _husband, wife, _son = people

    other = split(family, {wife.pk: "02"})

    assert list(
        IncomeItem.objects.as_of(DAY, AT).filter(household=other).values_list("person", "kind", "amount_fen")
    ) == [(wife.pk, "wage", 0)]
    assert not IncomeItem.objects.as_of(DAY, AT).filter(household=family, person=wife).exists()
    assert IncomeItem.objects.as_of(BEFORE, AT).filter(household=family, person=wife).exists()
    assert StandardArea.objects.as_of(DAY, AT).get(household=other).area_kind == "rural"
    assert AssetItem.objects.as_of(DAY, AT).filter(household=family).count() == 2
    assert not AssetItem.objects.filter(household=other).exists()


def test_split_of_the_head_needs_a_new_head_and_all_relations(family, people):
    husband, wife, son = people

    with pytest.raises(CompositionRefused, match="须从其余成员"):
        split(family, {husband.pk: "02"})
    with pytest.raises(CompositionRefused, match=f"须重新填写 {son.name} 与新户主 {wife.name} 的关系"):
        split(family, {husband.pk: "02"}, new_head=wife)
    split(family, {husband.pk: "02"}, new_head=wife, relations={son.pk: "20"})

    assert composition(family, DAY) == {wife.pk: "02", son.pk: "20"}


def test_split_of_the_account_holder_ends_the_account(family, people):
    husband, wife, son = people

    split(family, {husband.pk: "02"}, new_head=wife, relations={son.pk: "20"})

    assert BankAccount.objects.as_of(BEFORE, AT).filter(household=family).count() == 1
    assert BankAccount.objects.as_of(DAY, AT).filter(household=family).count() == 0


@pytest.mark.parametrize(
    ("relations", "reason"),
    [({1: "12"}, "没有户主"), ({1: "02", 2: "02"}, "有 2 名户主"), ({1: "02", 2: "30"}, "与性别不符")],
)
def test_split_must_make_a_household_that_makes_sense(family, people, relations, reason):
    with pytest.raises(CompositionRefused, match=reason):
        split(family, {people[place].pk: relation for place, relation in relations.items()})

    assert Household.objects.count() == 1


def test_split_of_everyone_is_a_move(family, people):
    with pytest.raises(CompositionRefused, match="请办理“迁移”"):
        split(family, {person.pk: "02" for person in people})


def test_split_of_a_stranger_is_refused(family):
    stranger = make.people(make.household())[0]

    with pytest.raises(CompositionRefused, match="不是户 HH-420581-000001 的成员"):
        split(family, {stranger.pk: "02"})


def test_split_in_the_future_is_refused(family, people):
    with pytest.raises(CompositionRefused, match="分户日期 2026-11-25 晚于办理日 2026-11-24"):
        split(family, {people[1].pk: "02"}, split_on=dt.date(2026, 11, 25))


def test_split_is_audited_on_both_households(family, people):
    other = split(family, {people[1].pk: "02"})

    assert [event.action for event in of_object("household", family.pk)] == ["household.registered", "household.split"]
    assert [event.action for event in of_object("household", other.pk)] == ["household.split_off"]


def move(household, **fields):
    given = {
        "division_code": OTHER_VILLAGE,
        "address": "三组 8 号",
        "moved_on": DAY,
        "by": county_officer(),
        "at": AT,
        "source": "户口迁移证",
    } | fields
    return household_domain.move(household=household, **given)


def test_move_takes_people_and_what_they_are_found_by_along(family, people):
    move(family, area_kind="urban")

    family.refresh_from_db()
    assert (family.division_code, family.address) == (OTHER_VILLAGE, "三组 8 号")
    people[2].refresh_from_db()
    assert people[2].division_code == OTHER_VILLAGE
    assert set(NameToken.objects.values_list("division_code", flat=True)) == {OTHER_VILLAGE}
    assert Residence.objects.as_of(BEFORE, AT).get().division_code == VILLAGE
    assert Residence.objects.as_of(DAY, AT).get().division_code == OTHER_VILLAGE
    assert StandardArea.objects.as_of(BEFORE, AT).get().area_kind == "rural"
    assert StandardArea.objects.as_of(DAY, AT).get().area_kind == "urban"


def test_move_between_townships_is_done_by_who_covers_both(family):
    officer = township_officer()

    with within(officer.area), pytest.raises(NotAllowed):
        move(family, by=officer, division_code=NEIGHBOUR_VILLAGE)
    move(family, division_code=NEIGHBOUR_VILLAGE)

    with within(officer.area):
        assert Household.objects.count() == 0
    with within(neighbour_officer().area):
        assert Household.objects.count() == 1


def test_move_of_a_neighbours_household_finds_nothing(family):
    stranger = neighbour_officer()

    with within(stranger.area), pytest.raises(HouseholdNotFound):
        move(family, by=stranger)


def test_move_to_the_same_place_is_refused(family):
    with pytest.raises(CompositionRefused, match="新旧住址相同"):
        move(family, division_code=VILLAGE, address=family.address)


def test_change_head_restates_everyone(family, people):
    husband, wife, son = people

    membership.change_head(
        household=family,
        new_head=wife,
        relations={husband.pk: "11", son.pk: "20"},
        on=DAY,
        by=county_officer(),
        at=AT,
        source="户口簿",
    )

    assert composition(family, BEFORE) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}
    assert composition(family, DAY) == {husband.pk: "11", wife.pk: "02", son.pk: "20"}


def test_change_head_with_a_relation_missing_names_who(family, people):
    husband, wife, son = people

    with pytest.raises(CompositionRefused, match=son.name):
        membership.change_head(
            household=family,
            new_head=wife,
            relations={husband.pk: "11"},
            on=DAY,
            by=county_officer(),
            at=AT,
            source="户口簿",
        )


def test_change_head_to_the_head_is_refused(family, people):
    with pytest.raises(CompositionRefused, match="已经是户主"):
        membership.change_head(
            household=family, new_head=people[0], relations={}, on=DAY, by=county_officer(), at=AT, source="户口簿"
        )


def add(family, member, **fields):
    given = {"on": DAY, "by": county_officer(), "at": AT, "source": "出生医学证明"} | fields
    return membership.add_member(household=family, member=member, **given)


def test_add_member_a_newborn_from_birth(family):
    born = DAY + dt.timedelta(days=5)

    baby = add(family, make.new_member("30", sex="2", born=born))

    assert baby.pk not in composition(family, baby.birth_date - dt.timedelta(days=1))
    assert composition(family, baby.birth_date)[baby.pk] == "30"


def test_add_member_with_means(family):
    uncle = add(family, make.new_member("71", incomes={"wage": per_month(1)}, conditions={"disability": "4.1"}))

    assert IncomeItem.objects.get(person=uncle).amount_fen == 1
    assert uncle.conditions.get().code == "4.1"


def test_add_member_a_second_head_is_refused(family):
    with pytest.raises(CompositionRefused, match="有 2 名户主"):
        add(family, make.new_member("02"))

    assert Membership.objects.count() == 3


def test_add_member_of_another_household_is_refused(family):
    member = make.new_member(name="张三")
    make.household(member)

    with pytest.raises(HouseholdRefused, match="张三 已是户 HH-420581-000002 的成员"):
        add(family, make.new_member("71", name="张三", id_number=member.id_number))


def test_remove_member_ends_membership_and_income(family, people):
    wife = people[1]

    membership.remove_member(household=family, person=wife, on=DAY, by=county_officer(), at=AT, source="离婚证")

    assert wife.pk in composition(family, BEFORE)
    assert wife.pk not in composition(family, DAY)
    assert not IncomeItem.objects.as_of(DAY, AT).filter(person=wife).exists()


def test_remove_member_the_last_one_is_refused():
    alone = make.household()

    with pytest.raises(CompositionRefused, match="请办理“销户”"):
        membership.remove_member(
            household=alone, person=make.people(alone)[0], on=DAY, by=county_officer(), at=AT, source="迁出"
        )


def test_close_ends_everything_and_nothing_more_can_be_done(family, people):
    household_domain.close(household=family, on=DAY, by=county_officer(), at=AT, source="全户迁出本县")

    family.refresh_from_db()
    assert family.closed_on == BEFORE
    assert len(composition(family, BEFORE)) == 3
    assert composition(family, DAY) == {}
    with pytest.raises(HouseholdClosed, match="已于 2026-09-30 销户"):
        move(family)


def test_operations_need_a_source(family, people):
    with pytest.raises(SourceMissing):
        split(family, {people[1].pk: "02"}, source="  ")


def test_operations_are_not_for_leaders(family):
    with pytest.raises(NotAllowed):
        move(family, by=leader())


def test_operations_cannot_be_known_before_what_they_replace(family, people):
    with pytest.raises(KnownEarlier):
        split(family, {people[1].pk: "02"}, at=AT - dt.timedelta(hours=1), split_on=DAY)


def test_what_was_believed_before_is_still_readable(family, people):
    later = AT + dt.timedelta(days=1)

    split(family, {people[1].pk: "02"}, at=later)

    assert len(composition(family, DAY, AT)) == 3
    assert len(composition(family, DAY, later)) == 2
