"""What decisions in force make due: once a month, once a person."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import application
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due, DuePerson
from minzheng.payments.domain.entitlement import TooEarly, dues_for
from minzheng.registry.domain.death import record_death
from minzheng.services.audit.models import AuditEvent
from tests.factories import payments, registry
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, county_officer, finance_officer, township_officer
from tests.factories.payments import MONTH

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def make(month=MONTH, *, by=None, at=AT):
    return dues_for(month=month, by=by or county_officer(), at=at)


def test_a_decision_is_due_with_its_amount_and_people():
    decision = payments.paid_household(*registry.couple_with_child(), amount_fen=812_34)

    made = make().made

    due = Due.objects.get()
    assert [row.pk for row in made] == [due.pk]
    assert (due.amount_fen, due.month, due.decision_id, due.document_number, due.person_count) == (
        812_34,
        "2026-11",
        decision.pk,
        decision.document_number,
        3,
    )
    assert sorted(DuePerson.objects.values_list("person_id", flat=True)) == sorted(decision.covered_person_ids)


def test_the_month_before_the_first_is_not_due():
    payments.paid_household(from_month=MONTH)

    assert make(MONTH.previous()).made == ()


def test_months_before_the_takeover_were_paid_by_the_office_and_are_not_due_again():
    decision = payments.paid_household(from_month=Month(2024, 3))

    assert make(Month(2026, 9)).made == ()
    assert [due.decision_id for due in make(Month(2026, 10)).made] == [decision.pk]


def test_a_second_call_adds_nothing():
    payments.paid_household()

    first, second = make(), make(by=finance_officer())

    assert (len(first.made), first.already) == (1, 0)
    assert (len(second.made), second.already) == (0, 1)
    assert Due.objects.count() == 1


@pytest.fixture
def decided_twice(monkeypatch):
    """Two decisions cover one person, which casework refuses: what is due is guarded by itself as well."""
    monkeypatch.setattr(application, "require_covered_once", lambda **_given: None)


@pytest.mark.usefixtures("decided_twice")
def test_the_same_person_in_two_households_is_paid_once_and_said_in_words():
    first = payments.paid_household()
    second = payments.paid_household(covered=[first.payee], division_code=NEIGHBOUR_VILLAGE)
    payments.paid_household()

    result = make()

    assert {due.decision_id for due in result.made} & {first.pk, second.pk} == {first.pk}
    assert len(result.made) == 2
    assert [(held.case_number, held.reason) for held in result.held] == [
        (
            second.case.number,
            (
                f"{first.payee.name}已在办件 {first.case.number} 中享受待遇。"
                "同一人同一月不能享受两次，请核对两户成员，更正其中一份决定"
            ),
        )
    ]


@pytest.mark.usefixtures("decided_twice")
def test_the_same_person_is_still_held_when_the_other_is_due_already():
    first = payments.paid_household()
    make()
    second = payments.paid_household(covered=[first.payee])

    result = make()

    assert [held.household_id for held in result.held] == [second.case.household_id]
    assert Due.objects.count() == 1


def test_who_died_before_the_month_is_not_due_and_who_died_in_it_is():
    before = payments.paid_household()
    within = payments.paid_household()
    record_death(person=before.payee, died_on=dt.date(2026, 10, 31), by=county_officer(), at=AT, source="死亡证明")
    record_death(person=within.payee, died_on=dt.date(2026, 11, 1), by=county_officer(), at=AT, source="死亡证明")

    assert [due.decision_id for due in make().made] == [within.pk]


def test_the_next_month_is_too_early():
    with pytest.raises(TooEarly):
        make(Month(2026, 12))


def test_a_township_does_not_make_dues():
    with pytest.raises(NotAllowed):
        make(by=township_officer())


def test_the_making_is_audited_once():
    payments.paid_household(amount_fen=500_00)
    make()
    make()

    event = AuditEvent.objects.get(action="dues.made")

    assert (event.object_id, event.after["count"], event.after["total_fen"]) == ("2026-11", 1, 500_00)
