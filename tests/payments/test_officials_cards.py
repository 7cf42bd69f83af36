"""Nothing is paid to an official's card without a custody agreement in force, whenever he became one."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.payments.domain import run as pay_run
from minzheng.payments.enums import RunState
from minzheng.payments.models import HeldLine, PayLine
from minzheng.relatives.domain import custody
from tests.factories import payments, registry, relatives
from tests.factories.accounts import county_officer, finance_officer, township_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with everywhere("测试"):
        yield


@pytest.fixture
def paid():
    """A household paid into the card of a neighbour who is no official yet, beside one paid as usual."""
    payments.allocate()
    payments.paid_household()
    decision = payments.paid_household(with_account=False)
    neighbour = registry.people(registry.household())[0]
    payments.account(decision.case.household, neighbour, guardian_note="邻居代领")
    return decision.case.household, neighbour


def takes_office(person):
    return relatives.committee_member(relatives.number_of(person), name=person.name)


def agreed(paid, **fields):
    household, holder = paid
    return relatives.agreement(household, relatives.number_of(holder), holder_name=holder.name, **fields)


def test_a_neighbour_is_paid_and_is_held_from_the_day_he_takes_office(paid):
    takes_office(paid[1])

    run = payments.draft()

    held = HeldLine.objects.get()
    assert (run.line_count, held.household) == (1, paid[0])
    assert "是村（居）委会主任，不是该户成员，也没有生效的代管协议，请备案代管协议或变更收款账户" in held.reason


def test_with_an_agreement_it_is_paid(paid):
    takes_office(paid[1])
    agreed(paid)

    assert (payments.draft().line_count, HeldLine.objects.exists()) == (2, False)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_confirmed": False},
        {"from_on": payments.AT.date() + dt.timedelta(days=1)},
        {"at": payments.AT - dt.timedelta(days=1), "until_on": payments.AT.date() - dt.timedelta(days=1)},
    ],
    ids=["unconfirmed", "the day before", "the day after"],
)
def test_an_agreement_that_does_not_hold_today_pays_nothing(paid, fields):
    takes_office(paid[1])
    agreed(paid, **fields)

    assert payments.draft().line_count == 1


def test_an_agreement_ended_between_list_and_signature_stops_the_list(paid):
    takes_office(paid[1])
    row = agreed(paid)
    run = payments.checked()
    custody.end(agreement=row, by=township_officer(), at=payments.AT, reason="本人收回存折")

    with pytest.raises(pay_run.OfficialsCardOnList, match="请撤销本清单后重新编制"):
        pay_run.approve(run=run, by=finance_officer(), at=payments.AT)
    run.refresh_from_db()
    assert run.state == RunState.CHECKED

    pay_run.cancel(run=run, by=county_officer(), at=payments.AT, reason="代管协议终止")
    again = payments.draft()
    assert (again.line_count, PayLine.objects.filter(run=again, household=paid[0]).exists()) == (1, False)


def test_office_taken_between_list_and_signature_stops_the_list(paid):
    run = payments.checked()
    takes_office(paid[1])

    with pytest.raises(pay_run.OfficialsCardOnList):
        pay_run.approve(run=run, by=finance_officer(), at=payments.AT)


def test_an_official_of_the_household_is_paid():
    payments.allocate()
    decision = payments.paid_household()
    takes_office(decision.payee)

    assert payments.draft().line_count == 1
