"""A household gives money back: to the funds that paid it, month by month, never more than arrived, undone once."""

import random

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.domain.transfer import Overdrawn
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import recovery
from minzheng.payments.domain.reconcile import BadResult
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import PayLine
from minzheng.payments.queries.doctor import problems
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer
from tests.factories.payments import LATER

pytestmark = pytest.mark.django_db
NOVEMBER = ("2026-11", "2026-11")


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


@pytest.fixture
def paid():
    """A run of one line of 400.10 yuan that arrived: 300 yuan of it the centre's, the rest the county's."""
    payments.allocate(300_00, level=FundLevel.CENTRAL, document="示例财社〔2026〕2号")
    payments.allocate(5_000_00)
    payments.paid_household(amount_fen=400_10)
    sent = payments.sent()
    payments.read(sent, payments.success(sent))
    return sent


def line():
    return PayLine.objects.get()


def book(amount_fen, receipt="收1", months=NOVEMBER):
    return recovery.book(
        case_number=line().case_number,
        months=months,
        amount_fen=amount_fen,
        receipt=receipt,
        by=county_officer(),
        at=LATER,
    )  # fmt: skip


def positions():
    return {row.fund.level: (row.available_fen, row.paid_fen) for row in payments.run_positions(line().run)}


def sound():
    return [*ledger_doctor.problems(), *problems()] == []


def test_it_returns_to_the_funds_that_paid_in_the_same_proportion(paid):
    assert book(400_10) == 0

    assert positions() == {"central": (300_00, 0), "county": (5_000_00, 0)}
    assert sound()


def test_a_part_to_the_fen_and_the_rest_later(paid):
    assert (book(133_37), book(266_73, "收2")) == (0, 0)

    assert positions() == {"central": (300_00, 0), "county": (5_000_00, 0)}
    assert sound()


@pytest.mark.parametrize("seed", range(5))
def test_however_it_comes_no_fund_gets_back_more_than_it_paid(paid, seed):
    dice, left = random.Random(seed), 400_10
    for place in range(1, 40):
        part = dice.randint(1, 30_00)
        assert book(part, f"收{place}") == max(0, part - left)
        left = max(0, left - part)
        assert all(has_paid >= 0 for _available, has_paid in positions().values())

    assert (left, positions()) == (0, {"central": (300_00, 0), "county": (5_000_00, 0)})
    assert sound()


def test_one_fen_more_than_arrived_stays_a_rest(paid):
    assert book(400_11) == 1
    assert book(1, "收2") == 1


def test_months_outside_are_not_touched(paid):
    assert book(400_10, months=("2026-09", "2026-10")) == 400_10
    assert not Transfer.objects.filter(why="recovered").exists()


def test_the_same_receipt_twice_moves_nothing_more(paid):
    assert (book(100_00), book(100_00)) == (0, 0)

    assert sum(row.amount_fen for row in Transfer.objects.filter(why="recovered")) == 100_00


def test_a_receipt_is_undone_once_and_may_be_given_back_again(paid):
    before = positions()
    book(100_00)

    recovery.undo(receipt="收1", by=county_officer(), at=LATER)
    recovery.undo(receipt="收1", by=county_officer(), at=LATER)

    assert (positions(), sound()) == (before, True)
    assert book(400_10, "收2") == 0


def test_money_spent_meanwhile_cannot_be_taken_back(paid):
    book(400_10)
    payments.allocate(1, level=FundLevel.CITY, document="示例财社〔2026〕3号")
    payments.paid_household(amount_fen=5_200_00)
    payments.run.approve(run=payments.checked(at=LATER), by=finance_officer(), at=LATER)

    with pytest.raises(Overdrawn):
        recovery.undo(receipt="收1", by=county_officer(), at=LATER)

    assert sound()


def test_what_the_person_gave_back_the_bank_does_not_return_as_well(paid):
    book(100_00)

    with pytest.raises(BadResult, match="已由本人退款，银行又报退回"):
        payments.read(paid, payments.answer((line().serial, "400.10", "失败", "销户")), name="late.csv")
