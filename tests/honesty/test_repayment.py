"""Paying back: plans that add up, receipts counted once, what is left to the fen, the surcharge, credit."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.honesty.domain import credit, repayment, ruling
from minzheng.honesty.domain.credit import CreditRefused
from minzheng.honesty.domain.repayment import PlanRefused, ReceiptRefused, equal_shares
from minzheng.honesty.domain.road import HonestyRefused, WrongState
from minzheng.honesty.domain.telling import FineOutOfRange
from minzheng.honesty.enums import FileState
from minzheng.honesty.queries.credit import entries
from minzheng.honesty.queries.position import position
from minzheng.kernel.month import Month
from minzheng.payments.queries import doctor
from tests.factories import accounts, honesty, payments
from tests.factories.honesty import moment, ruling_of, walked

# Served on Saturday 17 October 2026; the fifteenth day is Sunday 1 November, so payment is due on Monday the 2nd.
PAY_BY = dt.date(2026, 11, 2)


@pytest.fixture
def decided(bureau, county):
    return walked("served", bureau=bureau, fine_fen=300_000)


def plan(file, bureau, *, at, count=3, **left):
    given_sums = {"refund_fen": 600_000, "fine_fen": 300_000} | left
    shares = equal_shares(count=count, first_on=dt.date(2026, 11, 20), **given_sums)
    return repayment.agree_plan(ruling=ruling_of(file), by=bureau.county, at=at, request="家庭困难", shares=shares)


def test_fifteen_days_to_pay_are_counted_from_service(decided):
    assert (ruling_of(decided).served_on, ruling_of(decided).pay_by_on) == (dt.date(2026, 10, 17), PAY_BY)


def test_receipts_reduce_what_is_left_and_close_the_file(decided, bureau):
    honesty.paid(decided, bureau, 600_000, at=moment(2026, 10, 20))
    now = position(ruling_of(decided), dt.date(2026, 10, 20))
    assert (now.refund_left_fen, now.fine_left_fen, now.next_due().left_fen) == (0, 300_000, 300_000)

    honesty.paid(decided, bureau, 300_000, kind="fine", at=moment(2026, 10, 30), number="罚0001")

    decided.refresh_from_db()
    assert decided.state == FileState.SETTLED
    with pytest.raises(WrongState):
        honesty.paid(decided, bureau, 1, at=moment(2026, 10, 31), number="收0002")


def test_nothing_is_received_twice_or_too_much(decided, bureau):
    honesty.paid(decided, bureau, 100_000, at=moment(2026, 10, 20))

    with pytest.raises(ReceiptRefused, match="票据号收0001已登记过"):
        honesty.paid(decided, bureau, 100_000, at=moment(2026, 10, 21))
    with pytest.raises(ReceiptRefused, match=r"尚欠¥5,000.00元，不能登记¥5,000.01元"):
        honesty.paid(decided, bureau, 500_001, at=moment(2026, 10, 21), number="收0002")
    with pytest.raises(ReceiptRefused, match="没有票据号"):
        honesty.paid(decided, bureau, 1, at=moment(2026, 10, 21), number=" ")


def test_a_wrong_receipt_is_cancelled_by_another_person(decided, bureau):
    wrong = honesty.paid(decided, bureau, 100_000, at=moment(2026, 10, 20))

    cancelled = repayment.cancel(receipt=wrong, by=bureau.county, at=moment(2026, 10, 21), reason="串户")

    assert position(ruling_of(decided), dt.date(2026, 10, 21)).refund_left_fen == 600_000
    with pytest.raises(ReceiptRefused, match="已冲销"):
        repayment.cancel(receipt=wrong, by=bureau.county, at=moment(2026, 10, 21), reason="串户")
    assert cancelled.cancels == wrong


def test_a_plan_is_exactly_what_is_left(decided, bureau):
    shares = equal_shares(refund_fen=600_000, fine_fen=299_999, count=3, first_on=dt.date(2026, 11, 20))

    with pytest.raises(PlanRefused, match=r"罚款¥2,999.99元）与尚欠"):
        repayment.agree_plan(
            ruling=ruling_of(decided), by=bureau.county, at=moment(2026, 10, 20), request="困难", shares=shares
        )
    with pytest.raises(PlanRefused, match="分期最长24个月"):
        plan(decided, bureau, at=moment(2026, 10, 20), count=36)
    plan(decided, bureau, at=moment(2026, 10, 20))

    now = position(ruling_of(decided), dt.date(2026, 10, 20))
    assert [(part.due_on.isoformat(), part.refund_fen, part.fine_fen) for part in now.parts] == [
        ("2026-11-20", 300_000, 0), ("2026-12-20", 300_000, 0), ("2027-01-20", 0, 300_000),
    ]  # fmt: skip


def test_a_plan_moves_the_surcharge_and_a_new_plan_replaces_it(decided, bureau):
    late = dt.date(2026, 11, 12)
    assert position(ruling_of(decided), late).surcharge_fen == 10 * 9_000

    plan(decided, bureau, at=moment(2026, 10, 20))
    honesty.paid(decided, bureau, 200_000, at=moment(2026, 11, 20))
    newer = plan(decided, bureau, at=moment(2026, 11, 20), refund_fen=400_000, count=7)

    now = position(ruling_of(decided), dt.date(2026, 12, 25))
    assert (now.surcharge_fen, now.plan, sum(part.left_fen for part in now.parts)) == (0, newer, 700_000)
    # The last three parts are the fine; the first of them falls due on 20 March 2027 and is 10 days late.
    assert [part.fine_fen for part in now.parts] == [0, 0, 0, 0, 100_000, 100_000, 100_000]
    assert position(ruling_of(decided), dt.date(2027, 3, 30)).surcharge_fen == 10 * 3_000


def test_a_review_stops_the_surcharge(decided):
    paused = [(dt.date(2026, 11, 5), dt.date(2026, 12, 31))]

    assert position(ruling_of(decided), dt.date(2026, 12, 1), paused=paused).surcharge_fen == 2 * 9_000


def test_a_review_lowers_what_is_owed_and_what_was_paid_too_much_goes_back(decided, bureau):
    plan(decided, bureau, at=moment(2026, 10, 20))
    honesty.paid(decided, bureau, 250_000, at=moment(2026, 11, 20))
    order = {
        "order_number": "宜政复决〔2026〕1号",
        "ordered_on": dt.date(2026, 11, 23),
        "reason": "多领金额核减，撤销罚款",
    }
    at = moment(2026, 11, 24)

    with pytest.raises(FineOutOfRange, match="变更后不得重于原决定"):
        ruling.change(
            ruling=ruling_of(decided), by=bureau.second_county, at=at, refund_fen=600_001, fine_fen=0, **order
        )
    with pytest.raises(TwoPeopleNeeded):
        ruling.change(ruling=ruling_of(decided), by=bureau.county, at=at, refund_fen=200_000, fine_fen=0, **order)
    ruling.change(ruling=ruling_of(decided), by=bureau.second_county, at=at, refund_fen=200_000, fine_fen=0, **order)

    now = position(ruling_of(decided), dt.date(2027, 6, 1))
    assert (now.left_fen, now.to_return_fen, now.surcharge_fen, now.plan) == (0, 50_000, 0, None)
    assert [(part.refund_fen, part.fine_fen, part.left_fen) for part in now.parts] == [(200_000, 0, 0)]
    assert ruling_of(decided).fine_fen == 300_000


def test_only_a_surcharge_may_be_left_unlaid(decided, bureau):
    honesty.paid(decided, bureau, 600_000, at=moment(2026, 11, 12))
    with pytest.raises(HonestyRefused, match=r"尚欠退款¥0.00元、罚款¥3,000.00元"):
        repayment.settle(ruling=ruling_of(decided), by=bureau.second_county, at=moment(2026, 11, 12), reason="困难")
    honesty.paid(decided, bureau, 300_000, kind="fine", at=moment(2026, 11, 12), number="罚0001")
    decided.refresh_from_db()
    assert decided.state == FileState.DECIDED

    with pytest.raises(TwoPeopleNeeded):
        repayment.settle(ruling=ruling_of(decided), by=bureau.county, at=moment(2026, 11, 13), reason="困难")
    repayment.settle(ruling=ruling_of(decided), by=bureau.second_county, at=moment(2026, 11, 13), reason="确有困难")

    decided.refresh_from_db()
    assert decided.state == FileState.SETTLED


@given(
    refund=st.integers(0, 10**7),
    fine=st.integers(0, 10**7),
    count=st.integers(1, 24),
    day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
)
@settings(max_examples=200, deadline=None)
def test_equal_parts_add_up_and_differ_by_at_most_one_fen(refund, fine, count, day):
    shares = equal_shares(refund_fen=refund, fine_fen=fine, count=count, first_on=day)
    sums = [one.refund_fen + one.fine_fen for one in shares]

    assert (sum(one.refund_fen for one in shares), sum(one.fine_fen for one in shares)) == (refund, fine)
    assert len(shares) == min(count, refund + fine)
    assert not sums or max(sums) - min(sums) <= 1
    assert [one.due_on for one in shares] == sorted({one.due_on for one in shares})


def test_a_credit_entry_ends_by_itself_and_is_seen_by_those_who_need_it(decided, bureau):
    with pytest.raises(TwoPeopleNeeded):
        credit.enter(ruling=ruling_of(decided), by=bureau.county, at=moment(2026, 11, 24), text="隐瞒工资")
    entry = credit.enter(ruling=ruling_of(decided), by=bureau.second_county, at=moment(2026, 11, 24), text="隐瞒工资")

    assert entry.expires_on == dt.date(2029, 11, 24)
    seen = {
        name: entries(staff=getattr(bureau, name), on=dt.date(2029, 11, 24)).count()
        for name in ("township", "county", "leader", "village")
    }
    assert seen == {"township": 1, "county": 1, "leader": 1, "village": 0}
    assert entries(staff=accounts.finance_officer(), on=dt.date(2027, 1, 1)).count() == 0
    assert entries(staff=bureau.county, on=dt.date(2029, 11, 25)).count() == 0


def test_a_credit_entry_is_corrected_by_another_and_never_erased(decided, bureau):
    entry = credit.enter(ruling=ruling_of(decided), by=bureau.second_county, at=moment(2026, 11, 24), text="隐瞒工资")
    usual = {"entry": entry, "at": moment(2026, 12, 1), "text": "", "reason": "复议撤销"}

    with pytest.raises(TwoPeopleNeeded):
        credit.correct(by=bureau.second_county, kind="withdrawn", **usual)
    with pytest.raises(CreditRefused, match="写明更正后的内容"):
        credit.correct(by=bureau.county, kind="amended", **usual)
    credit.correct(by=bureau.county, kind="withdrawn", **usual)

    assert entries(staff=bureau.county, on=dt.date(2026, 12, 1)).count() == 0
    entry.refresh_from_db()
    assert entry.text == "隐瞒工资"


def test_what_was_no_falsehood_is_not_entered(bureau, county):
    file = walked("investigated", bureau=bureau, finding="innocent")
    honesty.telling.state(
        file=file, by=bureau.township, at=moment(2026, 9, 20), text="无", made_on=dt.date(2026, 9, 20)
    )
    decided = honesty.ruling.decide(
        file=file, by=bureau.county, at=moment(2026, 9, 21), refund_fen=600_000, fine_fen=0, reason="多发"
    )
    honesty.ruling.serve(
        ruling=decided, by=bureau.township, at=moment(2026, 9, 22), served_on=dt.date(2026, 9, 22), method="in_person"
    )

    with pytest.raises(CreditRefused, match="不记入诚信档案"):
        credit.enter(ruling=decided, by=bureau.second_county, at=moment(2026, 9, 23), text="多发")


def test_a_refund_returns_to_the_fund_that_paid_and_a_cancelled_receipt_takes_it_back(bureau):
    payments.allocate(5_000_00)
    paid_case = payments.paid_household(amount_fen=3_000_00).case
    with everywhere("测试"):
        sent = payments.sent()
        payments.read(sent, payments.success(sent))
    file = walked(
        "served", bureau=bureau, case=paid_case, refund_fen=300_000, fine_fen=300_000, at=moment(2026, 12, 7),
        began_on=dt.date(2026, 11, 1), ended_on=dt.date(2026, 11, 30), first_month=Month(2026, 11),
        last_month=Month(2026, 11), stated_fen=None,
    )  # fmt: skip
    day = honesty.days(moment(2026, 12, 7), 35)

    receipt = honesty.paid(file, bureau, 250_00, at=day)
    with everywhere("测试"):
        assert (payments.position(sent).available_fen, payments.position(sent).paid_fen) == (2_250_00, 2_750_00)
        repayment.cancel(receipt=receipt, by=bureau.county, at=day, reason="登错")
        assert (payments.position(sent).available_fen, payments.position(sent).paid_fen) == (2_000_00, 3_000_00)
        assert doctor.problems() == []
