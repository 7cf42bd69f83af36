"""This list beside the last month's: new, gone, changed, each with its reason; frozen, and the sums add up."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain import run as pay_run
from minzheng.payments.models import RunChange, RunComparison
from minzheng.payments.queries import doctor
from minzheng.payments.queries.comparison import changes_of, comparison_of
from minzheng.registry.domain.death import record_death
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer
from tests.factories.payments import AT, BEFORE
from tests.payments.superuser import rewrite

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        payments.allocate()
        yield


def october():
    """Pay October, and return the run."""
    drafted = payments.draft(month=OCTOBER, at=BEFORE)
    return pay_run.approve(run=payments.checked(drafted, at=BEFORE), by=finance_officer(), at=BEFORE)


def dies(person, day=dt.date(2026, 10, 21)):
    record_death(person=person, died_on=day, by=county_officer(), at=AT, source="死亡证明")


def told(run):
    return {change.household_id: (change.kind, change.before_fen, change.now_fen) for change in changes_of(run)}


def reasons(run):
    return [change.reason for change in changes_of(run)]


def test_the_first_list_has_nothing_to_compare_with():
    payments.paid_household()

    run = payments.draft()

    assert (comparison_of(run), list(changes_of(run))) == (None, [])


def test_new_gone_and_the_same():
    same = payments.paid_household(from_month=OCTOBER)
    gone = payments.paid_household(from_month=OCTOBER, amount_fen=300_00)
    october()
    new = payments.paid_household(amount_fen=700_00)
    dies(gone.payee)

    run = payments.draft()

    assert told(run) == {
        new.case.household_id: ("new", 0, 700_00),
        gone.case.household_id: ("gone", 300_00, 0),
    }
    assert same.case.household_id not in told(run)
    assert {change.kind: change.reason for change in changes_of(run)} == {
        "new": f"按决定 {new.document_number} 发放",
        "gone": "保障对象已去世（2026-10-21）",
    }
    totals = comparison_of(run)
    assert (totals.before_count, totals.new_count, totals.gone_count, totals.changed_count, totals.now_count) == (
        2, 1, 1, 0, 2,
    )  # fmt: skip
    assert totals.now_fen == run.total_fen == totals.before_fen + totals.new_fen - totals.gone_fen == 1200_00


def test_another_account_and_payments_of_two_months():
    moved = payments.paid_household(from_month=OCTOBER)
    late = payments.paid_household(from_month=OCTOBER, with_account=False, amount_fen=200_00)
    first = october()
    early = AT - dt.timedelta(days=14)
    payments.confirmed(payments.account(moved.case.household, moved.payee, at=early), at=early)
    payments.account(late.case.household, late.payee, at=AT)

    run = payments.draft()

    changed, new = changes_of(run)
    was, now = first.lines.get(), run.lines.get(household=moved.case.household)
    assert (changed.kind, changed.before_fen, changed.now_fen) == ("changed", 500_00, 500_00)
    assert changed.reason == f"收款账户由宜都农商银行尾号 {was.account_last4} 改为宜都农商银行尾号 {now.account_last4}"
    assert (new.kind, new.now_fen) == ("new", 400_00)
    assert new.reason == "上月暂缓（没有登记收款账户，请由乡镇（街道）经办人登记后列入下一批），本月发放"


def test_a_payment_sent_again_explains_the_sum():
    home = payments.paid_household(from_month=OCTOBER)
    first = october()
    payments.bank.write_file(run=first, by=finance_officer(), at=BEFORE)
    first.refresh_from_db()
    content = payments.answer((f"{first.number}-00001", "500.00", "失败", "销户"))
    payments.read(first, content, at=BEFORE)

    run = payments.draft()

    assert told(run) == {home.case.household_id: ("changed", 500_00, 1000_00)}
    assert reasons(run) == ["2026-10 退回后再发 500.00 元"]


def test_who_is_held_is_gone_with_the_reason():
    payments.paid_household(from_month=OCTOBER)
    held = payments.paid_household(from_month=OCTOBER)
    october()
    dies(held.payee, dt.date(2026, 11, 2))

    run = payments.draft()

    assert told(run) == {held.case.household_id: ("gone", 500_00, 0)}
    assert reasons(run)[0].startswith("暂缓：没有登记收款账户")


def test_whom_another_list_of_the_month_pays_is_not_gone():
    payments.paid_household(from_month=OCTOBER)
    october()
    payments.approved()
    later = payments.paid_household(amount_fen=90_00)

    run = payments.draft()

    assert told(run) == {later.case.household_id: ("new", 0, 90_00)}
    assert (comparison_of(run).before_count, comparison_of(run).now_fen) == (0, 90_00)


def test_what_is_learnt_later_does_not_rewrite_the_reasons():
    stays = payments.paid_household(from_month=OCTOBER)
    gone = payments.paid_household(from_month=OCTOBER)
    october()
    dies(gone.payee)
    run = payments.draft()
    before = reasons(run)

    payments.confirmed(payments.account(stays.case.household, stays.payee, at=AT))

    assert (reasons(run), doctor.problems()) == (before, [])


def test_changed_reasons_stop_the_signature_and_are_found_by_the_doctor():
    payments.paid_household(from_month=OCTOBER)
    october()
    payments.paid_household()
    run = payments.draft()
    rewrite("payments_runchange", RunChange.objects.get().pk, "reason", "另有原因")

    with pytest.raises(pay_run.ListChanged, match="与上月相比的变化与编制时不符"):
        payments.checked(run)
    assert doctor.problems() == [f"批次 {run.number} 与上月相比的变化与编制时不符"]


@pytest.mark.parametrize("model", [RunChange, RunComparison])
def test_the_comparison_is_append_only_and_its_sums_are_kept_by_the_database(model):
    payments.paid_household(from_month=OCTOBER)
    october()
    payments.paid_household()
    run = payments.draft()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(run=run).delete()
    totals = RunComparison.objects.get(run=run)
    totals.pk, totals.new_fen = None, totals.new_fen + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        totals.save(force_insert=True)
