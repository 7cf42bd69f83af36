"""A death: last day a member, head replaced, household of one closed."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.registry.domain import splitting
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.registry.domain.composition import CompositionRefused
from minzheng.registry.domain.death import DeathRefused, record_death
from minzheng.registry.domain.person import reveal
from minzheng.registry.models import BankAccount, Death, IncomeItem, Membership
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import AT, county_officer, neighbour_officer

pytestmark = pytest.mark.usefixtures("county")

DIED = dt.date(2026, 9, 30)
AFTER = dt.date(2026, 10, 1)


def died(person, **fields):
    given = {"died_on": DIED, "by": county_officer(), "at": AT, "source": "死亡医学证明"} | fields
    return record_death(person=person, **given)


def members(household, day):
    return dict(Membership.objects.as_of(day, AT).filter(household=household).values_list("person", "relation"))


def test_death_of_a_member_leaves_the_others():
    family = make.household(*make.couple_with_child())
    husband, wife, son = make.people(family)

    died(wife)

    assert members(family, DIED) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}
    assert members(family, AFTER) == {husband.pk: "02", son.pk: "20"}
    assert list(IncomeItem.objects.as_of(DIED, AT).values_list("person", flat=True).order_by("pk")) == [
        husband.pk,
        wife.pk,
    ]
    assert list(IncomeItem.objects.as_of(AFTER, AT).values_list("person", flat=True)) == [husband.pk]
    assert Death.objects.get().died_on == DIED


def test_death_of_the_head_needs_a_new_head():
    family = make.household(*make.couple_with_child(), **make.full_means())
    husband, wife, son = make.people(family)

    with pytest.raises(CompositionRefused, match="须从其余成员"):
        died(husband)
    assert Death.objects.count() == 0
    died(husband, new_head=wife, relations={son.pk: "20"})

    assert members(family, AFTER) == {wife.pk: "02", son.pk: "20"}
    assert BankAccount.objects.as_of(DIED, AT).exists()
    assert not BankAccount.objects.as_of(AFTER, AT).exists()


def test_death_of_the_only_member_closes_the_household():
    alone = make.household()

    died(make.people(alone)[0])

    alone.refresh_from_db()
    assert alone.closed_on == DIED
    assert members(alone, DIED) != {}
    assert members(alone, AFTER) == {}


def test_death_twice_is_refused():
    family = make.household(*make.couple_with_child())
    wife = make.people(family)[1]
    died(wife)

    with pytest.raises(DeathRefused, match="已登记于 2026-09-30 死亡"):
        died(wife, died_on=AFTER)


@pytest.mark.parametrize(
    ("day", "reason"), [(dt.date(1970, 1, 1), "早于出生日期"), (dt.date(2026, 11, 25), "晚于办理日")]
)
def test_death_on_an_impossible_day_is_refused(day, reason):
    family = make.household(*make.couple_with_child())

    with pytest.raises((DeathRefused, CompositionRefused), match=reason):
        died(make.people(family)[1], died_on=day)


def test_death_on_the_day_of_work_is_possible():
    family = make.household(*make.couple_with_child())

    died(make.people(family)[1], died_on=dt.date(2026, 11, 24))

    assert len(members(family, dt.date(2026, 11, 24))) == 3
    assert len(members(family, dt.date(2026, 11, 25))) == 2


def test_death_learnt_after_a_split_ends_the_later_household_too():
    family = make.household(*make.couple_with_child())
    wife = make.people(family)[1]
    other = splitting.split(
        household=family,
        leaving={wife.pk: "02"},
        address="二组 1 号",
        split_on=AFTER,
        by=county_officer(),
        at=AT,
        source="分户申请",
    )

    died(wife)

    other.refresh_from_db()
    assert other.closed_on == DIED
    assert members(other, AFTER) == {}
    assert wife.pk in members(family, DIED)
    assert wife.pk not in members(family, AFTER)


def test_death_is_audited():
    family = make.household(*make.couple_with_child())
    wife = make.people(family)[1]

    died(wife)

    event = of_object("person", wife.pk).get()
    assert (event.action, event.after["died_on"], event.reason) == ("person.died", "2026-09-30", "死亡医学证明")


def test_death_in_the_neighbour_township_is_not_mine():
    family = make.household(*make.couple_with_child())

    with pytest.raises(NotAllowed):
        died(make.people(family)[1], by=neighbour_officer())


def test_the_dead_are_not_registered_again():
    family = make.household(*make.couple_with_child())
    wife = make.people(family)[1]
    number = reveal(person=wife, by=county_officer(), at=AT, purpose="核对")
    died(wife)

    with pytest.raises(HouseholdRefused, match="已登记死亡"):
        make.household(make.new_member(name=wife.name, id_number=number, sex="2"))
