"""What waits for whom, what is late, and whether the months were paid on time and in full."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain import bank
from minzheng.payments.domain import run as pay_run
from minzheng.payments.queries.punctuality import pay_by, punctuality
from minzheng.payments.queries.run_board import missing_lists, open_runs
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, BEFORE, LATER

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
EARLY = dt.datetime(2026, 11, 9, 9, tzinfo=AT.tzinfo)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        payments.allocate()
        yield


def sent(at, month=payments.MONTH):
    drafted = payments.checked(month=month, at=at)
    pay_run.approve(run=drafted, by=finance_officer(), at=at)
    bank.write_file(run=drafted, by=finance_officer(), at=at)
    drafted.refresh_from_db()
    return drafted


def figures(found):
    sums = [(one.month, one.due_fen, one.sent_on_time_fen, one.paid_fen) for one in found]
    return [(*row, one.is_on_time, one.is_in_full) for row, one in zip(sums, found, strict=True)]


def test_the_day_is_the_tenth():
    assert pay_by(payments.MONTH) == dt.date(2026, 11, 10)


def test_sent_by_the_day_and_paid():
    payments.paid_household()
    paid = sent(EARLY)
    assert figures(punctuality([payments.MONTH])) == [("2026-11", 500_00, 500_00, 0, True, False)]

    payments.read(paid, payments.success(paid))

    assert figures(punctuality([payments.MONTH])) == [("2026-11", 500_00, 500_00, 500_00, True, True)]


def test_sent_after_the_day_is_late_however_it_ends():
    payments.paid_household()
    paid = sent(AT)
    payments.read(paid, payments.success(paid))

    assert figures(punctuality([payments.MONTH])) == [("2026-11", 500_00, 0, 500_00, False, True)]


def test_who_is_held_is_due_and_not_in_full():
    payments.paid_household()
    payments.paid_household(with_account=False, amount_fen=300_00)
    paid = sent(EARLY)
    payments.read(paid, payments.success(paid))

    assert figures(punctuality([payments.MONTH])) == [("2026-11", 800_00, 500_00, 500_00, False, False)]
    assert punctuality([OCTOBER]) == punctuality([payments.MONTH], program="other") == []


def test_an_open_run_says_since_when_it_waits_and_whether_it_is_late():
    payments.paid_household()
    drafted = payments.draft(at=EARLY)

    [before] = open_runs(dt.date(2026, 11, 10))
    [after] = open_runs(dt.date(2026, 11, 11))

    assert (before.run, before.since, before.waits_days, before.is_late) == (drafted, EARLY, 1, False)
    assert (after.waits_days, after.is_late) == (2, True)


def test_at_the_bank_it_is_no_longer_late_and_closed_it_is_gone():
    payments.paid_household()
    paid = sent(AT)

    [row] = open_runs(dt.date(2026, 11, 30))
    assert (row.since, row.is_late) == (AT, False)

    payments.read(paid, payments.success(paid))
    assert open_runs(dt.date(2026, 11, 30))[0].since == LATER
    payments.reconcile.close(run=paid, by=finance_officer(), at=LATER)
    assert open_runs(dt.date(2026, 11, 30)) == []


def test_a_program_paid_last_month_without_a_list_is_missing():
    payments.paid_household(from_month=OCTOBER)
    sent(BEFORE, OCTOBER)

    assert [(one.program, one.is_late) for one in missing_lists(dt.date(2026, 11, 10))] == [(payments.PROGRAM, False)]
    assert [one.is_late for one in missing_lists(dt.date(2026, 11, 11))] == [True]
    payments.draft()
    assert missing_lists(dt.date(2026, 11, 30)) == []
