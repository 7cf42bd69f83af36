"""What is written, understood by a bank of its own and answered, reads as the same sums in every format."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.accounts.scope import everywhere
from minzheng.payments.domain import bank
from minzheng.payments.formats import codes, load
from minzheng.payments.formats.answer import Outcome
from minzheng.payments.formats.reading import read_answers
from minzheng.payments.formats.values import Batch, Payment
from minzheng.payments.formats.writing import CannotBeWritten, write
from minzheng.payments.models import BankFile, PayLine
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, LATER
from tests.payments.independent_bank import BANKS, FAILED, PAID, PARTLY, Said

RUN = "FF202611-01"
# Characters of every encoding length: GBK, GB 18030 beyond GBK in the first plane and beyond it, the dot of long names.
HAN = st.sampled_from("王李张欧阳诸葛晓明国华凤龙喆镕玥珺䶮㛃𬭛𠮷𫍯·")
NAMES = st.text(HAN, min_size=1, max_size=30)
AMOUNTS = st.integers(1, 99_999_999)
OUTCOMES = st.sampled_from([PAID, PAID, PARTLY, FAILED])
LINES = st.lists(st.tuples(NAMES, AMOUNTS, OUTCOMES, st.integers(1, 10**9)), min_size=1, max_size=25)


def payment(seq, name, amount_fen):
    return Payment(
        seq=seq,
        serial=f"{RUN}-{seq:05d}",
        payee_name=name,
        account=f"62220000{seq:08d}",
        bank_name="宜都农商银行",
        amount_fen=amount_fen,
        purpose="2026年11月低保",
        month="2026-11",
    )


def batch(lines):
    made = [payment(seq, name, amount_fen) for seq, (name, amount_fen, *_rest) in enumerate(lines, start=1)]
    return Batch(RUN, "低保", "2026-11", dt.date(2026, 11, 24), 1, 1, made)


def writable(name, layout):
    """Say by other means whether a name fits: Python's own codec and a count of bytes."""
    try:
        return len(name.encode(layout.encoding)) <= 40 or layout.kind != "fixed"
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("code", codes())
@settings(max_examples=40, deadline=None)
@given(lines=LINES)
def test_every_format_brings_back_the_same_sums(code, lines):
    layout, ours = load(code), BANKS[code]
    lines = [(name if writable(name, layout) else "王小明", *rest) for name, *rest in lines]
    asked = batch(lines)

    orders = [order for part in write(layout, asked) for order in ours.take(part.content)]
    said = [answered(order, *line[2:]) for order, line in zip(orders, lines, strict=True)]
    read = read_answers(ours.answer(RUN, said), ours.name, code)

    assert [(order.name, order.account, order.cents) for order in orders] == [
        (one.payee_name, one.account, one.amount_fen) for one in asked.payments
    ]
    assert sum(order.cents for order in orders) == asked.total_fen
    assert read.problems == []
    assert [(one.serial, one.amount_fen, str(one.outcome), one.paid_fen, one.code) for one in read.found] == [
        (one.order.serial, one.order.cents, one.outcome, one.paid, one.code) for one in said
    ]


def answered(order, outcome, seed):
    """Let the bank pay all, nothing, or a part of an order; a cent cannot be paid in part."""
    if outcome == PARTLY and order.cents == 1:
        outcome = FAILED
    paid = {PAID: order.cents, FAILED: 0}.get(outcome, 1 + seed % max(1, order.cents - 1))
    return Said(order, outcome, paid, "" if outcome == PAID else "ZZ9", "" if outcome == PAID else "余额不足")


@pytest.mark.parametrize("code", codes())
@settings(max_examples=40, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=12))
def test_a_name_that_does_not_fit_is_refused_by_line_and_every_other_is_not(code, names):
    layout = load(code)
    bad = [f"第 {seq} 笔" for seq, name in enumerate(names, start=1) if not writable(name, layout)]
    asked = batch([(name, 100) for name in names])

    if not bad:
        assert sum(part.line_count for part in write(layout, asked)) == len(names)
        return
    with pytest.raises(CannotBeWritten) as refusal:
        write(layout, asked)
    assert [row.partition("（")[0] for row in str(refusal.value).splitlines()[1:]] == bad
    assert "?" not in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize("code", codes())
def test_a_month_goes_to_the_bank_and_comes_back(code):
    payments.allocate(5_000_00)
    for amount_fen in (400_10, 600_00, 33_33):
        payments.paid_household(amount_fen=amount_fen)
    ours = BANKS[code]
    with everywhere("测试"):
        run = payments.approved()
        bank.write_file(run=run, by=finance_officer(), at=AT, format_code=code)
        run.refresh_from_db()
        orders = ours.take(bank.open_file(run=run, by=finance_officer(), at=AT))
        said = [
            Said(orders[0], PARTLY, 300_00, "ZZ", ""),
            Said(orders[1], PAID, 600_00),
            Said(orders[2], FAILED, 0, "ZZ", ""),
        ]
        result = payments.read(run, ours.answer(run.number, said), name=ours.name)
        position = payments.position(run)

        file = BankFile.objects.get()
        assert file.total_fen == run.total_fen == sum(order.cents for order in orders) == 1033_43
        assert (result.paid_fen, result.returned_fen) == (900_00, 133_43)
        assert (position.available_fen, position.reserved_fen, position.paid_fen) == (4100_00, 0, 900_00)
        assert list(PayLine.objects.order_by("seq").values_list("status", "paid_fen", "bank_message")) == [
            (Outcome.PARTLY, 300_00, "银行原因码 ZZ"),
            (Outcome.PAID, 600_00, ""),
            ("returned", 0, "银行原因码 ZZ"),
        ]
        again = payments.draft(at=LATER)
        assert [(line.amount_fen, line.month, line.repays.bank_code) for line in again.lines.order_by("seq")] == [
            (100_10, "2026-11", "ZZ"),
            (33_33, "2026-11", "ZZ"),
        ]
        assert problems() == []
