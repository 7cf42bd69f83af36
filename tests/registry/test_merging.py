"""Households that merge, members who join another, moves over the county's border: the day before, the day, after."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.registry.domain import facts, membership, merging
from minzheng.registry.domain import household as household_domain
from minzheng.registry.domain.composition import CompositionRefused, HouseholdClosed, HouseholdNotFound
from minzheng.registry.domain.intake import NewAsset, NewDeclaration, per_month
from minzheng.registry.models import (
    AssetItem,
    BankAccount,
    Household,
    HouseholdDeclaration,
    IncomeItem,
    Membership,
    Migration,
    NameToken,
)
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import (
    AT,
    NEIGHBOUR_VILLAGE,
    VILLAGE,
    county_officer,
    neighbour_officer,
    township_officer,
    village_worker,
)

pytestmark = pytest.mark.usefixtures("county")

DAY = dt.date(2026, 10, 1)
BEFORE = DAY - dt.timedelta(days=1)


def composition(household, day, moment=AT):
    rows = Membership.objects.as_of(day, moment).filter(household=household)
    return {row.person_id: row.relation for row in rows}


@pytest.fixture
def old():
    """A widow with a pension and a grandson, who moves to her son."""
    widow = make.new_member("02", sex="2", born=dt.date(1955, 1, 1), incomes={"transfer": per_month(50000)})
    return make.household(widow, make.new_member("41", born=dt.date(2015, 1, 1)), **make.full_means())


@pytest.fixture
def young():
    return make.household(*make.couple_with_child(), **make.full_means())


def merge(old, young, **fields):
    widow, boy = make.people(old)
    given = {
        "relations": {widow.pk: "52", boy.pk: "20"}, "on": DAY, "by": township_officer(), "at": AT,
        "source": "并户申请",
    }  # fmt: skip
    return merging.merge(**({"household": old, "into": young} | given | fields))


def test_people_belong_to_the_other_household_from_the_day(old, young):
    widow, boy = make.people(old)
    before = composition(young, BEFORE)

    merge(old, young)

    assert composition(old, BEFORE) == {widow.pk: "02", boy.pk: "41"}
    assert composition(old, DAY) == {}
    assert composition(young, BEFORE) == before
    assert composition(young, DAY) == before | {widow.pk: "52", boy.pk: "20"}
    assert Household.objects.get(pk=old.pk).closed_on == BEFORE


def test_incomes_go_along_and_common_property_adds_up(old, young):
    widow = make.people(old)[0]

    merge(old, young)

    assert list(IncomeItem.objects.as_of(DAY, AT).filter(person=widow).values_list("household", "amount_fen")) == [
        (young.pk, 50000)
    ]
    assert not IncomeItem.objects.as_of(DAY, AT).filter(household=old).exists()
    held = AssetItem.objects.as_of(DAY, AT).filter(household=young).order_by("kind")
    assert list(held.values_list("kind", "count", "amount_fen")) == [("deposit", 1, 4000000), ("house", 2, 0)]
    assert not AssetItem.objects.as_of(DAY, AT).filter(household=old).exists()
    assert AssetItem.objects.as_of(BEFORE, AT).filter(household=young, kind="deposit").get().amount_fen == 2000000


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ((False, 100), (False, 200), (False, 300)),
        ((True, 0), (False, 0), (True, 0)),
        ((False, 0), (True, 0), (True, 0)),
        ((False, None), (False, 200), (False, None)),
        ((None, 0), (False, 0), (None, 0)),
        ((None, 0), (True, 0), (True, 0)),
    ],
)
def test_a_yes_of_either_is_a_yes_and_what_one_was_not_asked_is_unknown(mine, theirs, together):
    def home(said):
        declared = NewDeclaration(employs_others=said[0], bought_house_in_3_years=False, support_payment_fen=said[1])
        return make.household(make.new_member(), make.new_member("71"), declaration=declared)

    young, old = home(mine), home(theirs)
    first, second = make.people(old)

    merge_into = {"relations": {first.pk: "99", second.pk: "99"}, "on": DAY}
    merging.merge(household=old, into=young, by=county_officer(), at=AT, source="并户申请", **merge_into)

    row = HouseholdDeclaration.objects.as_of(DAY, AT).get(household=young)
    assert (row.employs_others, row.support_payment_fen) == together


def test_the_account_of_the_household_that_ends_is_paid_no_more(old, young):
    merge(old, young)

    assert BankAccount.objects.as_of(BEFORE, AT).filter(household=old).count() == 1
    assert BankAccount.objects.as_of(DAY, AT).filter(household=old).count() == 0
    assert BankAccount.objects.as_of(DAY, AT).filter(household=young).count() == 1


def test_every_relation_must_be_said_and_nobody_may_be_a_second_head(old, young):
    widow, boy = make.people(old)

    with pytest.raises(CompositionRefused, match=f"没有填写 {boy.name} 与并入户户主的关系"):
        merge(old, young, relations={widow.pk: "52"})
    with pytest.raises(CompositionRefused, match="已有户主"):
        merge(old, young, relations={widow.pk: "02", boy.pk: "20"})
    with pytest.raises(CompositionRefused, match="性别不符"):
        merge(old, young, relations={widow.pk: "51", boy.pk: "20"})
    assert composition(old, DAY) != {}
    assert Household.objects.get(pk=old.pk).closed_on is None


def test_a_household_does_not_merge_into_itself_a_closed_one_or_tomorrow(old, young):
    with pytest.raises(CompositionRefused, match="不能并入自己"):
        merge(old, old)
    with pytest.raises(CompositionRefused, match="尚未发生"):
        merge(old, young, on=AT.date() + dt.timedelta(days=1))
    merge(old, young)
    with pytest.raises(HouseholdClosed):
        merge(old, young)
    with pytest.raises(HouseholdClosed):
        merge(old, young, household=young, into=old)


def test_between_townships_only_the_county_merges(old):
    far = make.household(*make.couple_with_child(), division_code=NEIGHBOUR_VILLAGE)
    by = township_officer()

    with within(by.area), pytest.raises(HouseholdNotFound):
        merge(old, far, by=by)
    with pytest.raises(NotAllowed):
        merge(old, far, by=neighbour_officer())
    merge(old, far, by=county_officer())

    assert NameToken.objects.filter(person__in=make.people(old)).exclude(division_code=NEIGHBOUR_VILLAGE).count() == 0


def test_both_households_keep_the_act(old, young):
    merge(old, young)

    assert list(of_object("household", old.pk))[-1].action == "household.merged"
    assert list(of_object("household", young.pk))[-1].action == "household.merged_in"
    assert list(of_object("household", young.pk))[-1].reason == "并户申请"


def test_somebody_who_marries_joins_the_other_household(old, young):
    boy = make.people(old)[1]

    merging.transfer(
        household=old, person=boy, into=young, relation="20", on=DAY, by=village_worker(), at=AT, source="收养证"
    )

    assert boy.pk not in composition(old, DAY)
    assert composition(young, DAY)[boy.pk] == "20"
    assert composition(old, BEFORE)[boy.pk] == "41"


def test_the_head_who_joins_another_leaves_a_head_behind(young, old):
    husband, wife, son = make.people(young)
    given = {"on": DAY, "by": township_officer(), "at": AT, "source": "再婚"}

    with pytest.raises(CompositionRefused, match="须从其余成员"):
        merging.transfer(household=young, person=husband, into=old, relation="99", **given)
    merging.transfer(
        household=young, person=husband, into=old, relation="99", new_head=wife, relations={son.pk: "20"}, **given
    )

    assert composition(young, DAY) == {wife.pk: "02", son.pk: "20"}


def test_the_last_member_is_a_merger(old):
    lonely = make.household()

    with pytest.raises(CompositionRefused, match="请办理“并户”"):
        merging.transfer(
            household=lonely, person=make.people(lonely)[0], into=old, relation="99", on=DAY, by=county_officer(),
            at=AT, source="申请",
        )  # fmt: skip


def test_a_household_that_moves_in_says_where_from():
    home = make.household(
        make.new_member(), make.new_member("12", sex="2"), holds_from=DAY, elsewhere="湖南省常德市石门县"
    )

    rows = Migration.objects.filter(household=home).order_by("pk")
    assert [(row.direction, row.elsewhere, row.holds_from, row.person_id) for row in rows] == [
        ("in", "湖南省常德市石门县", DAY, person.pk) for person in make.people(home)
    ]
    assert {event.action for event in of_object("household", home.pk)} == {
        "household.registered", "household.moved_in",
    }  # fmt: skip


def test_a_member_who_moves_in_and_one_who_moves_out(young):
    aunt = membership.add_member(
        household=young, member=make.new_member("97", sex="2", name="王姑姑"), on=DAY, by=village_worker(), at=AT,
        source="迁移证", elsewhere="重庆市",
    )  # fmt: skip
    membership.remove_member(
        household=young, person=aunt, on=DAY + dt.timedelta(days=9), by=village_worker(), at=AT, source="迁移证",
        elsewhere="广东省深圳市",
    )  # fmt: skip

    rows = Migration.objects.filter(person=aunt).order_by("pk")
    assert [(row.direction, row.elsewhere, row.holds_from) for row in rows] == [
        ("in", "重庆市", DAY), ("out", "广东省深圳市", DAY + dt.timedelta(days=9)),
    ]  # fmt: skip


def test_a_household_that_moved_out_may_come_back(young):
    members = [make.new_member("02", name="王归来"), make.new_member("12", sex="2", name="李归来")]
    home = make.household(*members)
    household_domain.close(
        household=home, on=DAY, by=county_officer(), at=AT, source="迁出证明", elsewhere="广东省深圳市"
    )

    again = make.household(*members, holds_from=AT.date(), elsewhere="广东省深圳市")

    assert Household.objects.get(pk=home.pk).closed_on == BEFORE
    assert [person.name for person in make.people(again)] == ["王归来", "李归来"]
    assert again.number != home.number
    assert Migration.objects.filter(direction="out").count() == 2


def test_a_place_too_long_to_keep_is_refused(young):
    with pytest.raises(CompositionRefused, match="超过 200 个字"):
        household_domain.close(
            household=young, on=DAY, by=county_officer(), at=AT, source="迁出证明", elsewhere="远" * 201
        )


def test_property_acquired_after_the_merger_is_not_counted_twice(old, young):
    facts.record_asset(
        household=old, kind="vehicle", use="passenger", holds_from=dt.date(2026, 11, 1), by=county_officer(), at=AT,
        source="行驶证", amount_fen=100,
    )  # fmt: skip

    merge(old, young)

    cars = AssetItem.objects.as_of(AT.date(), AT).filter(kind="vehicle")
    assert list(cars.values_list("household", "holds_from")) == [(young.pk, dt.date(2026, 11, 1))]
    assert NewAsset(kind="vehicle").count == 1
    assert young.division_code == VILLAGE
