"""A month is closed by two people; then nothing is booked into it, whatever the benefit's month is."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain import close as closing
from minzheng.ledger.domain import good as goods
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.domain.transfer import MonthClosed, post
from minzheng.ledger.enums import Why
from minzheng.ledger.models import LedgerClose
from minzheng.ledger.period import Period
from minzheng.ledger.queries import first_booked_month
from minzheng.payments.domain import reconcile, run
from tests.factories import payments
from tests.factories.accounts import AT, TOWNSHIP, auditor, county_officer, finance_officer
from tests.factories.ledger import FUND, accounts, posting, transfer
from tests.ledger.test_database_guards import INSERT

pytestmark = pytest.mark.django_db
NOVEMBER = Period.parse("2026-11")
YEAR = Period.parse("2026")
FIRST_OF_DECEMBER = dt.datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)
IN_DECEMBER = dt.datetime(2026, 12, 3, 9, 0, tzinfo=SHANGHAI)
IN_JANUARY = dt.datetime(2027, 1, 5, 9, 0, tzinfo=SHANGHAI)


def propose(period=NOVEMBER, *, fund_code=FUND, by=None, at=IN_DECEMBER):
    return closing.propose(fund_code=fund_code, period=period, by=by or finance_officer(), at=at)


def closed(period=NOVEMBER, *, fund_code=FUND, at=IN_DECEMBER):
    proposed = propose(period, fund_code=fund_code, at=at)
    return closing.confirm(close=proposed, by=county_officer(), at=at)


def booked(debit, credit, amount_fen, at, **fields):
    return post(posting=posting(debit, credit, amount_fen, **fields), by=finance_officer(), at=at)


def by_hand(debit, credit, made_at):
    sql = INSERT.replace("'2026-11-24 02:00:00'", "%s")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [debit.pk, credit.pk, 1, f"by hand {made_at}", made_at])


def test_closing_freezes_the_trial_balance():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    transfer(available, reserved, 40_00)

    row = closed()

    assert [line[2:] for line in row.balances] == [
        ["source", 0, 0, 100_00, -100_00],
        ["available", 0, 100_00, 40_00, 60_00],
        ["reserved", 0, 40_00, 0, 40_00],
        ["paid", 0, 0, 0, 0],
    ]
    assert (row.transfer_count, row.is_confirmed) == (2, True)
    assert sum(line[-1] for line in row.balances) == 0
    assert problems() == []


def test_nothing_is_booked_into_a_closed_month():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    closed()
    last_moment = FIRST_OF_DECEMBER - dt.timedelta(microseconds=1)

    with pytest.raises(MonthClosed, match="已经结账，不能再记入 2026-11-30 的流水"):
        booked(available, reserved, 1, last_moment)
    with pytest.raises(IntegrityError, match="该资金此期间已经结账"):
        by_hand(available, reserved, last_moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" "))
    booked(available, reserved, 1, FIRST_OF_DECEMBER)

    assert LedgerClose.objects.count() == 1


def test_the_benefit_of_a_closed_month_is_booked_in_an_open_one():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    closed()

    late = booked(available, reserved, 30_00, IN_DECEMBER, month="2026-10")

    assert (late.month, late.made_at) == ("2026-10", IN_DECEMBER)
    assert closed(Period.parse("2026-12"), at=IN_JANUARY).balances[1][3:] == [100_00, 0, 30_00, 70_00]
    assert problems() == []


def test_another_fund_stays_open():
    accounts(with_fen=100_00)
    _source, available, reserved, _paid = accounts(fund_code="other-2026", with_fen=50_00)
    closed()

    assert transfer(available, reserved, 1).amount_fen == 1


def test_a_proposal_alone_closes_nothing():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    propose()

    assert transfer(available, reserved, 1).amount_fen == 1


def test_two_people_are_needed_and_one_of_finance():
    accounts(with_fen=100_00)
    by = finance_officer()

    with pytest.raises(NotAllowed):
        propose(by=county_officer())
    proposed = propose(by=by)
    with pytest.raises(TwoPeopleNeeded):
        closing.confirm(close=proposed, by=by, at=IN_DECEMBER)
    with pytest.raises(NotAllowed):
        closing.confirm(close=proposed, by=auditor(), at=IN_DECEMBER)

    assert closing.confirm(close=proposed, by=finance_officer(), at=IN_DECEMBER).is_confirmed


def test_a_month_is_closed_after_it_ended_once_and_in_order():
    accounts(with_fen=100_00)

    with pytest.raises(closing.NotOver):
        propose(at=FIRST_OF_DECEMBER - dt.timedelta(seconds=1))
    with pytest.raises(closing.OutOfOrder, match="应先结 2026-11 的账"):
        propose(Period.parse("2026-12"), at=IN_JANUARY)
    closed()
    with pytest.raises(closing.ClosedBefore, match="已复核"):
        propose()
    with pytest.raises(closing.OutOfOrder, match="应先结 2026-12 的账"):
        propose(Period.parse("2027-01"), at=dt.datetime(2027, 2, 1, tzinfo=SHANGHAI))
    with pytest.raises(closing.NoSuchFund):
        propose(fund_code="nobody")


def test_a_stock_of_goods_is_closed_from_its_first_month_too():
    quilt = goods.name_good(code="quilt", name="棉被", measure="床", by=county_officer(), at=AT)
    goods.receive(
        good=quilt, division_code=TOWNSHIP, quantity=10, document="入库1", key="r", by=county_officer(), at=AT
    )
    stock = goods.stock_code(quilt, TOWNSHIP)

    with pytest.raises(closing.OutOfOrder, match="应先结 2026-11 的账"):
        propose(Period.parse("2026-12"), fund_code=stock, at=IN_JANUARY)

    assert closed(fund_code=stock).is_confirmed


def test_the_first_month_of_a_fund_is_counted_in_the_time_of_china():
    source, available, *_rest = accounts()
    booked(source, available, 1, dt.datetime(2026, 10, 31, 16, 0, tzinfo=dt.UTC), why=Why.ALLOCATION)

    assert first_booked_month(FUND) == Month(2026, 11)


def test_what_moved_since_the_proposal_is_noticed_and_proposed_anew():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first = propose()
    transfer(available, reserved, 1)

    with pytest.raises(closing.BooksMoved, match="当时 1 笔流水，现在 2 笔"):
        closing.confirm(close=first, by=county_officer(), at=IN_DECEMBER)
    with pytest.raises(closing.ReasonNeeded):
        closing.withdraw(close=first, by=county_officer(), at=IN_DECEMBER, reason=" ")
    closing.withdraw(close=first, by=county_officer(), at=IN_DECEMBER, reason="有一笔后记")

    assert closed().transfer_count == 2
    with pytest.raises(closing.NotWaiting, match="已撤回"):
        closing.confirm(close=first, by=county_officer(), at=IN_DECEMBER)


def test_a_year_waits_for_its_months_and_for_what_is_reserved():
    _source, available, reserved, paid = accounts(with_fen=100_00)
    transfer(available, reserved, 40_00)
    closed()

    with pytest.raises(closing.OutOfOrder, match="2026-12 还没有月结"):
        propose(YEAR, at=IN_JANUARY)
    closed(Period.parse("2026-12"), at=IN_JANUARY)
    with pytest.raises(closing.StandsOpen) as refusal:
        propose(YEAR, at=IN_JANUARY)
    booked(reserved, paid, 40_00, IN_JANUARY)
    year = closed(YEAR, at=IN_JANUARY)

    assert str(refusal.value) == "example-2026 的 2026 年不能年结，以下事项没有了结：\n已审批待发放 40.00 元"
    # What was reserved at the end of December stands so in the year's balance; it was paid in January.
    assert [line[-1] for line in year.balances] == [-100_00, 60_00, 40_00, 0]
    assert (year.kind, year.ends_at) == ("year", YEAR.ends)


def test_a_year_names_the_lists_that_are_under_way():
    fund_code = payments.allocate().fund.code
    payments.paid_household()
    draft = payments.draft()
    months = [Period.of_month(Month(2026, n)) for n in (10, 11, 12)]
    for month in months:
        closed(month, fund_code=fund_code, at=IN_JANUARY)

    with pytest.raises(closing.StandsOpen) as refusal:
        propose(YEAR, fund_code=fund_code, at=IN_JANUARY)
    run.cancel(run=draft, by=county_officer(), at=IN_JANUARY, reason="跨年清单重新编制")

    assert str(refusal.value).splitlines()[1:] == [
        f"发放批次 {draft.number}（2026-11，500.00 元）现为“{draft.get_state_display()}”，请先办结或撤销"
    ]
    assert propose(YEAR, fund_code=fund_code, at=IN_JANUARY).period == "2026"


def test_a_late_return_after_the_year_was_closed_is_booked_in_the_open_month():
    fund_code = payments.allocate().fund.code
    payments.paid_household()
    paid = payments.sent()
    payments.read(paid, payments.success(paid))
    reconcile.close(run=paid, by=finance_officer(), at=payments.LATER)
    for text in ("2026-10", "2026-11", "2026-12", "2026"):
        closed(Period.parse(text), fund_code=fund_code, at=IN_JANUARY)
    row = payments.file_rows(paid)[1]

    payments.read(paid, payments.answer((row[6], row[4], "失败", "账户销户")), at=IN_JANUARY, name="退款.csv")

    assert problems() == []


@pytest.mark.parametrize("text", ["", "2026-13", "26-11", "2026-1", "november"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Refused, match=r"不是期间|没有这个月份"):
        Period.parse(text)


def test_a_closed_period_changed_in_the_database_is_found():
    accounts(with_fen=100_00)
    row = closed()
    with connection.cursor() as cursor:
        on_table = " ON ledger_ledgerclose" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER guard_ledger_ledgerclose_update{on_table}")
    row.balances[1][-1] = 99_00
    row.save()

    assert problems() == [
        "资金 example-2026 的 2026-11 结账与封存摘要不符：被绕过系统改动，或旧密钥没有保留",
        "资金 example-2026 的 2026-11 已结账：账户 example-2026:available 期末 99.00 元，现按流水为 100.00 元",
    ]


def test_what_was_frozen_stays_frozen():
    accounts(with_fen=100_00)
    row = closed()

    with pytest.raises(IntegrityError, match="只可追加"), transaction.atomic():
        LedgerClose.objects.filter(pk=row.pk).update(transfer_count=9)
