"""A changed account takes a second person and time; until then the old one is used, or the payment waits."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain.account_change import NotToConfirm
from minzheng.payments.models import AccountChange, HeldLine
from minzheng.payments.queries.receiving import waiting_changes
from minzheng.registry.models.account import ACCOUNT_CONTEXT
from minzheng.services import vault
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer, township_officer
from tests.factories.payments import AT, BEFORE
from tests.payments.superuser import rewrite

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        payments.allocate()
        yield


@pytest.fixture
def home():
    payments.paid_household()
    return payments.paid_household()


def changed(decision, **fields):
    return payments.account(decision.case.household, decision.payee, **{"at": AT, **fields})


def paid_into(run, decision):
    return [line.account_last4 for line in run.lines.filter(household=decision.case.household)]


def old_of(decision):
    return decision.case.household.accounts.order_by("pk").first().account_last4


def test_the_first_account_is_used_at_once(home):
    assert paid_into(payments.draft(), home) == [old_of(home)]


def test_until_a_second_person_has_confirmed_the_old_account_is_used(home):
    changed(home)

    assert paid_into(payments.draft(at=AT + 3 * WEEK, month=Month(2026, 12)), home) == [old_of(home)]


def test_confirmed_it_cools_and_is_then_used(home):
    new = changed(home)
    told = payments.confirmed(new)

    before = payments.draft(at=AT + WEEK - dt.timedelta(days=1))
    assert (told.usable_from, told.cooling_days, paid_into(before, home)) == (dt.date(2026, 12, 1), 7, [old_of(home)])
    payments.run.cancel(run=before, by=finance_officer(), at=AT + WEEK, reason="测试")
    assert paid_into(payments.draft(at=AT + WEEK), home) == [new.account_last4]


def test_confirmed_late_it_is_used_from_that_day(home):
    told = payments.confirmed(changed(home), at=AT + 2 * WEEK)

    assert told.usable_from == dt.date(2026, 12, 8)


def test_if_the_bank_sent_the_old_one_back_the_payment_waits_and_says_when(home):
    paid = payments.sent()
    rows = payments.file_rows(paid)[1:-1]
    payments.read(paid, payments.answer(*((row[6], row[4], "失败", "销户") for row in rows)))
    new = changed(home, at=payments.LATER)

    unconfirmed = payments.draft(at=payments.LATER)
    reasons = [held.reason for held in HeldLine.objects.filter(household=home.case.household)]
    assert (paid_into(unconfirmed, home), reasons) == (
        [], [f"收款账户变更为尾号 {new.account_last4}，尚待另一人确认，原账户已不能使用"],
    )  # fmt: skip

    payments.run.cancel(run=unconfirmed, by=finance_officer(), at=payments.LATER, reason="测试")
    payments.confirmed(new, at=payments.LATER)
    payments.draft(at=payments.LATER)
    assert HeldLine.objects.order_by("-pk")[0].reason == (
        f"收款账户变更为尾号 {new.account_last4}，自 2026-12-03 起使用，原账户已不能使用"
    )


def test_a_backdated_change_is_still_a_change(home):
    """Recorded for the very days of the first account, whose record disappears: no second person, no payment."""
    changed(home, holds_from=BEFORE.date())

    assert paid_into(payments.draft(), home) == []
    assert "尚待另一人确认" in HeldLine.objects.get().reason


def test_back_to_the_first_number_is_a_change_too(home):
    payments.confirmed(changed(home, at=BEFORE + dt.timedelta(days=1)), at=BEFORE + dt.timedelta(days=1))
    first = decision_number(home)
    again = changed(home, account_number=first)

    run = payments.draft()

    assert paid_into(run, home) != [again.account_last4]
    assert [one.account.pk for one in waiting_changes(AT)] == [again.pk]


def decision_number(decision):
    """Return the whole number of the household's first account."""
    account = decision.case.household.accounts.order_by("pk").first()
    return vault.open_sealed(bytes(account.account_sealed), context=ACCOUNT_CONTEXT)


def test_an_account_paid_into_before_changes_took_two_people_is_used_on(home):
    new = changed(home, at=BEFORE)
    payments.confirmed(new, at=BEFORE)
    paid = payments.sent(at=AT)
    payments.read(paid, payments.success(paid))
    rewrite("payments_accountchange", AccountChange.objects.get().pk, "id", None, delete=True)
    december = dt.datetime(2026, 12, 10, 9, tzinfo=AT.tzinfo)

    assert paid_into(payments.draft(month=Month(2026, 12), at=december), home) == [new.account_last4]


def test_two_people(home):
    carol = county_officer()
    new = changed(home, by=carol)

    with pytest.raises(TwoPeopleNeeded, match="收款账户的登记是您本人"):
        payments.confirmed(new, by=carol)
    with pytest.raises(IntegrityError, match="须由登记人以外的另一人确认"), transaction.atomic():
        AccountChange.objects.create(
            account=new, cooling_days=0, usable_from=AT.date(), confirmed_by=carol, confirmed_at=AT,
            division_code=home.case.division_code,
        )  # fmt: skip


@pytest.mark.parametrize("make", [finance_officer, township_officer])
def test_only_county_officers_confirm(home, make):
    with pytest.raises(NotAllowed):
        payments.confirmed(changed(home), by=make())


def test_first_and_confirmed_accounts_are_not_confirmed_again(home):
    with pytest.raises(NotToConfirm, match="第一个收款账户，不需要确认"):
        payments.confirmed(home.case.household.accounts.get())
    new = changed(home)
    payments.confirmed(new)
    with pytest.raises(NotToConfirm, match="已经确认"):
        payments.confirmed(new)


def test_a_replaced_record_is_not_confirmed(home):
    new = changed(home)
    changed(home)

    with pytest.raises(NotToConfirm, match="已被更正或撤销"):
        payments.confirmed(new)


def test_the_list_of_changes(home):
    new = changed(home)
    assert [(one.account.pk, one.usable_from) for one in waiting_changes(AT)] == [(new.pk, None)]

    payments.confirmed(new)

    assert [one.usable_from for one in waiting_changes(AT)] == [dt.date(2026, 12, 1)]
    assert waiting_changes(AT + WEEK) == []
