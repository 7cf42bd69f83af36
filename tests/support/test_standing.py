"""Guardians on a paper, care agreements by two people: never two at once, never by a card holder or who acts."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.models import Household
from minzheng.support.domain import agreeing, guarding
from minzheng.support.domain.road import SupportRefused
from minzheng.support.enums import AgreementState
from minzheng.support.models import CareAgreement, Guardian
from minzheng.support.queries import standing, visits
from tests.factories import accounts, casework, payments, registry, relatives, support
from tests.factories.support import NOW

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
DAY = dt.timedelta(days=1)


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def person(offices):
    return support.granted(offices)


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


def cared_for(day=TODAY):
    (found,) = standing.cared(visits.supported_at_home(Month.of(day)), day)
    return found


def test_an_agreement_holds_once_another_person_confirmed_it(offices, person, county):
    assert cared_for().needs_one
    row = support.proposed(person, by=offices.village)
    assert (row.state_on(TODAY), cared_for().running, cared_for().needs_one) == (AgreementState.WAITING, None, False)
    with pytest.raises(NotAllowed):
        agreeing.confirm(agreement=row, by=offices.village, at=NOW)
    with pytest.raises(SupportRefused, match="已有一份协议待确认"):
        support.proposed(person, by=offices.township)

    agreeing.confirm(agreement=row, by=offices.township, at=NOW)

    assert cared_for().running == row
    with pytest.raises(SupportRefused, match="已经确认"):
        agreeing.confirm(agreement=row, by=offices.county, at=NOW)


def test_who_proposed_does_not_confirm(offices, person, county):
    row = support.proposed(person, by=offices.township)

    with pytest.raises(TwoPeopleNeeded):
        agreeing.confirm(agreement=row, by=offices.township, at=NOW)


def test_the_neighbour_township_proposes_and_confirms_nothing(offices, person, county):
    neighbour = accounts.neighbour_officer()
    with pytest.raises((NotAllowed, SupportRefused)):
        support.proposed(person, by=neighbour)
    row = support.proposed(person, by=offices.village)
    with pytest.raises(NotAllowed):
        agreeing.confirm(agreement=row, by=neighbour, at=NOW)


def test_never_two_agreements_at_once(offices, person, county):
    first = support.agreed(person, by=offices.village, confirmed_by=offices.township)
    with pytest.raises(SupportRefused, match="新协议的起始日应晚于"):
        support.proposed(person, by=offices.village)

    second = support.agreed(
        person, by=offices.village, confirmed_by=offices.township, from_on=TODAY + 10 * DAY,
        until_on=TODAY + 200 * DAY, carer_name="刘翠花",
    )  # fmt: skip

    first.refresh_from_db()
    assert (first.ended_on, first.end_reason) == (TODAY + 9 * DAY, f"由{second.number}接续")
    running = [[row.is_running(TODAY + n * DAY) for row in (first, second)] for n in (0, 9, 10, 200, 201)]
    assert running == [[True, False], [True, False], [False, True], [False, True], [False, False]]
    # The database itself refuses a second one that runs.
    third = support.proposed(person, by=offices.village, from_on=TODAY + 20 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CareAgreement.objects.filter(pk=third.pk).update(confirmed_by=offices.township, confirmed_at=NOW)


@pytest.mark.parametrize(("days_left", "is_due"), [(31, False), (30, True), (0, True)])
def test_a_renewal_is_due_before_the_end(offices, person, county, days_left, is_due):
    support.agreed(person, by=offices.village, confirmed_by=offices.township, until_on=TODAY + days_left * DAY)

    assert (cared_for().ends_soon(TODAY), cared_for().needs_one) == (is_due, False)


def test_the_day_after_the_last_one_she_needs_an_agreement_again(offices, person, county):
    support.agreed(person, by=offices.village, confirmed_by=offices.township, until_on=TODAY + DAY)

    assert not cared_for(TODAY + DAY).needs_one
    assert cared_for(TODAY + 2 * DAY).needs_one


def test_who_can_do_everything_alone_needs_none(offices, county):
    support.granted(offices, **dict.fromkeys(support.ABILITIES, True))

    assert not cared_for().needs_one


def test_an_agreement_ends_with_a_day_and_a_reason(offices, person, county):
    row = support.agreed(person, by=offices.village, confirmed_by=offices.township)
    for given, why in (({"reason": " "}, "原因"), ({"ended_on": TODAY + DAY}, "不能晚于今天")):
        with pytest.raises(SupportRefused, match=why):
            agreeing.end_agreement(
                agreement=row, by=offices.township, at=NOW, **({"ended_on": TODAY, "reason": "照料人外出"} | given)
            )

    agreeing.end_agreement(agreement=row, ended_on=TODAY - DAY, reason="照料人外出", by=offices.township, at=NOW)

    assert cared_for().needs_one
    with pytest.raises(SupportRefused, match="已经终止"):
        agreeing.end_agreement(agreement=row, ended_on=TODAY, reason="再", by=offices.township, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CareAgreement.objects.filter(pk=row.pk).update(carer_name="别人")


def test_the_card_holder_is_never_the_carer(offices, person, county):
    number = registry.id_number()
    holder = registry.people(registry.household(registry.new_member(name="周明", id_number=number)))[0]
    home = Household.objects.get(pk=visits.supported_at_home(Month.of(TODAY))[person.pk].grounds.household_id)
    payments.account(home, holder, guardian_note="侄子代领")

    with pytest.raises(SupportRefused, match="持有这一户的收款账户"):
        support.proposed(person, by=offices.village, carer_name="周明", carer_id_number=number)


def test_the_carer_neither_proposes_nor_confirms_nor_visits(offices, person, county):
    number = registry.id_number()
    relatives.identify(offices.township, number)
    row = support.proposed(person, by=offices.village, carer_name="王乡干", carer_id_number=number)

    with pytest.raises(NotAllowed, match="照料人是您本人"):
        agreeing.confirm(agreement=row, by=offices.township, at=NOW)
    agreeing.confirm(agreement=row, by=offices.second_township, at=NOW)
    with pytest.raises(NotAllowed, match="照料人是您本人"):
        support.visited(person, by=offices.township)


def test_nobody_signs_for_both_sides(offices, person, county):
    with pytest.raises(SupportRefused, match="同一人不能代表双方"):
        support.proposed(person, by=offices.village, signed_by="邓秀英")
    with pytest.raises(SupportRefused, match="应由周桂英签字"):
        support.proposed(person, by=offices.village, signed_by="李支书")
    with pytest.raises(SupportRefused, match="未满18周岁"):
        support.proposed(person, by=offices.village, carer_id_number=registry.id_number(born=TODAY.replace(year=2009)))
    with pytest.raises(SupportRefused, match="不能是本人"):
        support.proposed(
            person, by=offices.village, carer_name=person.name, carer_id_number=relatives.number_of(person)
        )


def test_a_guardian_signs_and_a_guardian_who_cares_does_not(offices, person, county):
    guardian = support.spoken_for(person, by=offices.township)
    with pytest.raises(SupportRefused, match="应由周明签字"):
        support.proposed(person, by=offices.village)
    with pytest.raises(SupportRefused, match="同一人不能代表双方"):
        support.proposed(
            person, by=offices.village, carer_name=guardian.name, carer_id_number=guardian.id_number, signed_by="周明"
        )

    row = support.proposed(
        person, by=offices.village, carer_name=guardian.name, carer_id_number=guardian.id_number, signed_by="李支书"
    )

    assert row.signed_by == "李支书"


def test_a_change_of_guardian_keeps_the_one_before(offices, person, county):
    first = support.spoken_for(person, by=offices.township, from_on=TODAY - 100 * DAY)
    with pytest.raises(SupportRefused, match="请写明原因"):
        support.spoken_for(person, by=offices.township, name="周亮")
    with pytest.raises(SupportRefused, match="应晚于原监护人"):
        support.spoken_for(person, by=offices.township, name="周亮", from_on=first.from_on, reason="去世")

    second = support.spoken_for(person, by=offices.township, name="周亮", reason="原监护人外出务工，法院变更")

    assert [row.name for row in standing.guardians_of(person)] == ["周亮", "周明"]
    assert standing.guardian_on(person, TODAY - DAY) == first
    assert standing.guardian_on(person, TODAY) == second
    assert standing.guardian_on(person, TODAY - 101 * DAY) is None
    guarding.end_guardian(guardian=second, ended_on=TODAY, reason="恢复行为能力", by=offices.township, at=NOW)
    assert standing.guardian_on(person, TODAY) == second
    assert standing.guardian_on(person, TODAY + DAY) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardian.objects.filter(pk=first.pk).update(name="别人")


def test_a_minors_guardian_speaks_until_the_eighteenth_birthday(offices, county):
    boy = support.minor(offices, born=dt.date(2009, 3, 10))
    birthday = boy.birth_date.replace(year=boy.birth_date.year + 18)
    assert standing.minors_alone(visits.supported_at_home(Month.of(TODAY)).values(), TODAY)

    row = support.spoken_for(boy, by=offices.township, basis="minor", document="户口簿")

    assert not standing.minors_alone(visits.supported_at_home(Month.of(TODAY)).values(), TODAY)
    assert standing.guardian_on(boy, birthday - DAY) == row
    assert standing.guardian_on(boy, birthday) is None


def test_a_grown_person_has_a_guardian_only_by_a_finding(offices, person, county):
    with pytest.raises(SupportRefused, match="已满18周岁"):
        support.spoken_for(person, by=offices.township, basis="minor")
    with pytest.raises(SupportRefused, match="监护根据的文书"):
        support.spoken_for(person, by=offices.township, document=" ")
    with pytest.raises(SupportRefused, match="不能晚于今天"):
        support.spoken_for(person, by=offices.township, document_on=TODAY + DAY)
    with pytest.raises(NotAllowed):
        support.spoken_for(person, by=offices.village)


def test_a_guardian_is_asked_about_money_only_if_on_record(offices, person, county):
    line = support.paid()
    after = payments.LATER + DAY
    given = {"at": after, "in_hand": [line], "asked": "guardian"}
    with pytest.raises(SupportRefused, match="没有登记监护人"):
        support.visited(person, by=offices.village, **given)
    support.spoken_for(person, by=offices.township, at=after)

    made = support.visited(person, by=offices.village, **given)

    assert made.receipts.get().asked == "guardian"
