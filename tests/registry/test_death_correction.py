"""A death recorded by mistake: taken back by a new version, by a second person; the record itself stays."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.registry.domain import death_correction, facts, membership
from minzheng.registry.domain.composition import CompositionRefused
from minzheng.registry.domain.death import DeathRefused, record_death
from minzheng.registry.domain.death_correction import CorrectionRefused
from minzheng.registry.models import BankAccount, Death, DeathCorrection, Household, IncomeItem, Membership
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import (
    AT,
    NEIGHBOUR_VILLAGE,
    auditor,
    county_officer,
    neighbour_officer,
    township_officer,
    village_worker,
)

pytestmark = pytest.mark.usefixtures("county")

DIED = dt.date(2026, 9, 30)
AFTER = dt.date(2026, 10, 1)
LATER = AT + dt.timedelta(hours=2)


def members(household, day=AFTER, moment=LATER):
    return dict(Membership.objects.as_of(day, moment).filter(household=household).values_list("person", "relation"))


@pytest.fixture
def family():
    return make.household(*make.couple_with_child(), **make.full_means())


def died(person, **fields):
    given = {"died_on": DIED, "by": township_officer(), "at": AT, "source": "村干部口头报告"} | fields
    return record_death(person=person, **given)


def asked(person, by=None, **fields):
    given = {"reason": "同名同姓，登记错人", "source": "本人到场，村委会证明", "by": by or township_officer(), "at": AT}
    return death_correction.ask(person=person, **(given | fields))


def test_asking_changes_nothing_but_waits(family):
    husband, wife, son = make.people(family)
    died(wife)

    correction = asked(wife)

    assert correction.state == "asked"
    assert members(family) == {husband.pk: "02", son.pk: "20"}
    assert list(of_object("person", wife.pk))[-1].action == "person.death_questioned"


def test_the_second_person_restores_the_member_and_the_income(family):
    husband, wife, son = make.people(family)
    died(wife)

    death_correction.approve(correction=asked(wife), by=county_officer(), at=LATER, answer="已见到本人")

    assert members(family) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}
    assert list(IncomeItem.objects.as_of(AFTER, LATER).filter(person=wife).values_list("amount_fen", flat=True)) == [0]
    # What was believed in between can still be said.
    assert members(family, moment=AT) == {husband.pk: "02", son.pk: "20"}


def test_the_record_of_the_death_stays_and_says_it_was_withdrawn(family):
    wife = make.people(family)[1]
    death = died(wife)

    death_correction.approve(correction=asked(wife), by=county_officer(), at=LATER)

    first, second = Death.objects.order_by("pk")
    assert (first.pk, first.is_withdrawn) == (death.pk, False)
    assert (second.replaces_id, second.is_withdrawn, second.source) == (
        death.pk, True, "更正误登的死亡：本人到场，村委会证明",
    )  # fmt: skip
    assert not Death.objects.latest_versions().filter(is_withdrawn=False).exists()


def test_the_head_comes_back_as_head_with_the_account(family):
    husband, wife, son = make.people(family)
    died(husband, new_head=wife, relations={son.pk: "20"})

    death_correction.approve(correction=asked(husband), by=county_officer(), at=LATER)

    assert members(family) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}
    assert BankAccount.objects.as_of(AFTER, LATER).get(household=family).holder == husband


def test_the_head_may_come_back_under_the_new_head(family):
    husband, wife, son = make.people(family)
    died(husband, new_head=wife, relations={son.pk: "20"})

    death_correction.approve(correction=asked(husband, relation="11"), by=county_officer(), at=LATER)

    assert members(family) == {husband.pk: "11", wife.pk: "02", son.pk: "20"}
    assert members(family, day=DIED) == {husband.pk: "02", wife.pk: "12", son.pk: "20"}


def test_a_household_of_one_is_open_again():
    alone = make.household()
    man = make.people(alone)[0]
    died(man)
    assert Household.objects.get(pk=alone.pk).closed_on == DIED

    death_correction.approve(correction=asked(man), by=county_officer(), at=LATER)

    assert Household.objects.get(pk=alone.pk).closed_on is None
    assert members(alone) == {man.pk: "02"}
    assert [event.action for event in of_object("household", alone.pk)][-2:] == [
        "household.reopened", "member.restored",
    ]  # fmt: skip


def test_an_income_that_only_began_after_the_day_of_death_is_restored(family):
    wife = make.people(family)[1]
    facts.record_income(
        household=family, person=wife, kind="property", amount_fen=700, period="month",
        holds_from=dt.date(2026, 11, 1), by=county_officer(), at=AT, source="租约",
    )  # fmt: skip
    died(wife)

    death_correction.approve(correction=asked(wife), by=county_officer(), at=LATER)

    restored = IncomeItem.objects.as_of(dt.date(2026, 11, 1), LATER).filter(person=wife, kind="property")
    assert list(restored.values_list("amount_fen", "holds_from")) == [(700, dt.date(2026, 11, 1))]


def test_after_the_correction_the_right_day_can_be_recorded(family):
    wife = make.people(family)[1]
    died(wife)
    with pytest.raises(DeathRefused, match="请先办理“更正死亡登记”"):
        died(wife, died_on=DIED + dt.timedelta(days=2))

    death_correction.approve(correction=asked(wife), by=county_officer(), at=LATER)
    died(wife, died_on=DIED + dt.timedelta(days=2), at=LATER)

    assert wife.pk in members(family, day=AFTER)
    assert wife.pk not in members(family, day=dt.date(2026, 10, 3))


def test_one_person_cannot_do_both_halves(family):
    wife = make.people(family)[1]
    died(wife)
    by = county_officer()

    with pytest.raises(TwoPeopleNeeded):
        death_correction.approve(correction=asked(wife, by=by), by=by, at=LATER)
    assert DeathCorrection.objects.get().state == "asked"


@pytest.mark.parametrize("who", [village_worker, auditor])
def test_who_may_neither_ask_nor_settle(family, who):
    wife = make.people(family)[1]
    died(wife)

    with pytest.raises(NotAllowed):
        asked(wife, by=who())
    correction = asked(wife)
    with pytest.raises(NotAllowed):
        death_correction.approve(correction=correction, by=who(), at=LATER)
    with pytest.raises(NotAllowed):
        death_correction.reject(correction=correction, by=who(), at=LATER, answer="证明不全")


def test_a_township_asks_and_does_not_settle_and_the_neighbour_does_neither(family):
    wife = make.people(family)[1]
    died(wife)
    neighbour = neighbour_officer()

    with pytest.raises(NotAllowed):
        asked(wife, by=neighbour)
    correction = asked(wife)
    with pytest.raises(NotAllowed):
        death_correction.approve(correction=correction, by=township_officer(), at=LATER)
    with within(neighbour.area):
        assert DeathCorrection.objects.count() == 0


def test_a_rejected_correction_says_why_and_may_be_asked_again(family):
    wife = make.people(family)[1]
    died(wife)
    first = asked(wife)

    with pytest.raises(CorrectionRefused, match="不予更正须写明理由"):
        death_correction.reject(correction=first, by=county_officer(), at=LATER, answer=" ")
    death_correction.reject(correction=first, by=county_officer(), at=LATER, answer="没有见到本人")
    with pytest.raises(CorrectionRefused, match="不能再次办理"):
        death_correction.approve(correction=first, by=county_officer(), at=LATER)

    assert Death.objects.count() == 1
    assert asked(wife).state == "asked"


def test_asked_twice_or_of_the_living_is_refused(family):
    husband, wife, _son = make.people(family)
    died(wife)
    asked(wife)

    with pytest.raises(CorrectionRefused, match="已经提出，正等待另一人核准"):
        asked(wife)
    with pytest.raises(CorrectionRefused, match="没有死亡登记"):
        asked(husband)
    with pytest.raises(CorrectionRefused, match="没有写明为什么是误登"):
        asked(wife, reason=" ")


def test_what_has_changed_since_is_not_overwritten(family):
    husband, wife, son = make.people(family)
    died(husband, new_head=wife, relations={son.pk: "20"})
    membership.change_head(
        household=family, new_head=son, relations={wife.pk: "52"}, on=dt.date(2026, 11, 1), by=county_officer(),
        at=AT + dt.timedelta(hours=1), source="申请",
    )  # fmt: skip

    with pytest.raises(CorrectionRefused, match="不能照原样恢复"):
        death_correction.approve(correction=asked(husband), by=county_officer(), at=LATER)
    assert Death.objects.count() == 1
    assert DeathCorrection.objects.get().state == "asked"


def test_a_relation_that_does_not_fit_is_refused_when_settled(family):
    husband, wife, son = make.people(family)
    died(husband, new_head=wife, relations={son.pk: "20"})

    with pytest.raises(CompositionRefused, match="性别不符"):
        death_correction.approve(correction=asked(husband, relation="12"), by=county_officer(), at=LATER)
    assert members(family) == {wife.pk: "02", son.pk: "20"}


def test_the_correction_of_a_far_household_is_the_county_s(family):
    far = make.household(*make.couple_with_child(), division_code=NEIGHBOUR_VILLAGE)
    wife = make.people(far)[1]
    died(wife, by=neighbour_officer())

    with pytest.raises(NotAllowed):
        asked(wife, by=township_officer())
    assert asked(wife, by=neighbour_officer()).state == "asked"
