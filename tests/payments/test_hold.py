"""A payment stopped on purpose stays stopped through every list until another person lets it go on, or its day ends."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain import hold
from minzheng.payments.domain import run as pay_run
from minzheng.payments.models import HeldLine, PaymentHold
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer, township_officer
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db
DECEMBER = dt.datetime(2026, 12, 10, 9, tzinfo=AT.tzinfo)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        payments.allocate()
        yield


@pytest.fixture
def stopped():
    payments.paid_household()
    decision = payments.paid_household(amount_fen=300_00)
    return decision, payments.held(decision, until_on=dt.date(2027, 1, 31))


def months_of(run, decision):
    return [line.month for line in run.lines.filter(household=decision.case.household).order_by("month")]


def test_the_list_leaves_it_out_with_its_reason(stopped):
    decision, _row = stopped

    run = payments.draft()

    held = HeldLine.objects.get()
    assert (run.line_count, held.household, held.reason) == (
        1, decision.case.household, "本户暂停发放至 2027-01-31：举报待核",
    )  # fmt: skip


def test_it_survives_every_list_and_is_paid_with_arrears_when_lifted(stopped):
    decision, row = stopped
    payments.approved()
    pay_run.approve(run=payments.checked(month=Month(2026, 12), at=DECEMBER), by=finance_officer(), at=DECEMBER)
    hold.lift(hold=row, by=county_officer(), at=DECEMBER, reason="举报不实")

    run = payments.draft(month=Month(2026, 12), at=DECEMBER)

    assert months_of(run, decision) == ["2026-11", "2026-12"]


def test_it_ends_with_its_last_day():
    payments.paid_household()
    decision = payments.paid_household()
    payments.held(decision, until_on=AT.date())

    assert payments.draft().line_count == 1
    pay_run.cancel(run=pay_run.PayRun.objects.get(), by=county_officer(), at=AT, reason="测试")
    assert payments.draft(at=AT + dt.timedelta(days=1)).line_count == 2


def test_one_account_is_stopped(stopped):
    decision, row = stopped
    hold.lift(hold=row, by=county_officer(), at=AT, reason="只停旧账户")
    account = decision.case.household.accounts.get()
    payments.held(decision, account=account)

    run = payments.draft()

    assert run.line_count == 1
    assert HeldLine.objects.get().reason.startswith(f"尾号 {account.account_last4} 的账户暂停发放至 2026-12-31")


def test_another_program_is_not_stopped():
    decision = payments.paid_household()
    payments.held(decision, program="other")

    assert payments.draft().line_count == 1


def test_a_hold_placed_after_the_list_stops_its_signature():
    decision = payments.paid_household()
    drafted = payments.draft()
    payments.held(decision)

    with pytest.raises(pay_run.HeldOnList, match="本户暂停发放至 2026-12-31：举报待核。请撤销本清单后重新编制"):
        payments.checked(drafted)


def test_two_people(stopped):
    _decision, row = stopped

    with pytest.raises(TwoPeopleNeeded, match="暂停发放的登记是您本人"):
        hold.lift(hold=row, by=row.placed_by, at=AT, reason="好了")
    with pytest.raises(IntegrityError, match="hold_is_lifted_by_another"), transaction.atomic():
        PaymentHold.objects.update(lifted_by=row.placed_by, lifted_at=AT, lift_reason="好了")


@pytest.mark.parametrize("make", [finance_officer, township_officer])
def test_only_county_officers(make, stopped):
    decision, row = stopped

    with pytest.raises(NotAllowed):
        payments.held(decision, by=make(), program="other")
    with pytest.raises(NotAllowed):
        hold.lift(hold=row, by=make(), at=AT, reason="好了")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reason": " "}, "须写明理由"),
        ({"until_on": dt.date(2026, 11, 23)}, "早于今天"),
        ({}, "已经暂停发放"),
    ],
)
def test_what_is_no_hold_is_refused(stopped, fields, why):
    given = {"household": stopped[0].case.household, "reason": "再停", "until_on": dt.date(2026, 12, 1)}

    with pytest.raises(hold.HoldRefused, match=why):
        hold.place(**(given | fields), by=county_officer(), at=AT)


def test_an_account_of_another_household_is_refused(stopped):
    other = payments.paid_household()

    with pytest.raises(hold.HoldRefused, match="不是该户的收款账户"):
        payments.held(stopped[0], account=other.case.household.accounts.get())


def test_a_hold_is_rewritten_by_nobody_and_lifted_once(stopped):
    _decision, row = stopped

    for change in ({"reason": "x"}, {"until_on": dt.date(2026, 12, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentHold.objects.filter(pk=row.pk).update(**change)
    hold.lift(hold=row, by=county_officer(), at=AT, reason="好了")
    with pytest.raises(hold.HoldRefused, match="已经解除"):
        hold.lift(hold=row, by=county_officer(), at=AT, reason="好了")
    with pytest.raises(IntegrityError, match="已解除的暂停不能再改"), transaction.atomic():
        PaymentHold.objects.update(lifted_by=None, lifted_at=None)
