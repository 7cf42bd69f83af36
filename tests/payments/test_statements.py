"""Households, townships, funds and the ledger add up to the same fen, whatever came back."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere, within
from minzheng.kernel.division import Area
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.domain.transfer import post, reverse
from minzheng.ledger.models import Transfer
from minzheng.ledger.period import Period
from minzheng.payments.models import PayLine
from minzheng.payments.queries import statements
from minzheng.registry.models import Household
from tests.factories import payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE, VILLAGE, finance_officer
from tests.factories.ledger import accounts, posting

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER, YEAR = (Period.parse(text) for text in ("2026-11", "2026-12", "2026"))
IN_DECEMBER = dt.datetime(2026, 12, 5, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def month():
    """Three households of two townships; one line failed, one came back in December, one stayed paid."""
    payments.allocate()
    payments.paid_household(amount_fen=500_01)
    payments.paid_household(amount_fen=320_00)
    payments.paid_household(amount_fen=410_99, division_code=NEIGHBOUR_VILLAGE)
    paid = payments.sent()
    rows = payments.file_rows(paid)[1:-1]
    words = [("成功", ""), ("失败", "账号有误"), ("成功", "")]
    answers = [(row[6], row[4], *word) for row, word in zip(rows, words, strict=True)]
    payments.read(paid, payments.answer(*answers))
    payments.read(paid, payments.answer((rows[2][6], rows[2][4], "失败", "销户")), at=IN_DECEMBER, name="退款.csv")
    return paid


def amounts(paid):
    with everywhere("测试"):
        return {row.household_number: row.amount_fen for row in PayLine.objects.filter(run=paid).order_by("pk")}


def test_the_four_sums_are_one_in_every_period(month):
    with everywhere("测试"):
        found = {period.text: statements.ties(period) for period in (NOVEMBER, DECEMBER, YEAR)}

    assert all(ties.is_one for ties in found.values())
    lines = list(amounts(month).values())
    assert found["2026-11"].by_ledger == lines[0] + lines[2]
    assert found["2026-12"].by_ledger == -lines[2]
    assert found["2026"].by_ledger == lines[0]


def test_townships_and_households_say_what_was_paid_and_what_came_back(month):
    with everywhere("测试"):
        townships = statements.by_township(YEAR)
        households = statements.household_lines(statements.by_household(YEAR))
    by_number = amounts(month)

    assert sum(line.paid_fen for line in townships) == sum(line.paid_fen for line in households)
    assert [line.key for line in townships] == [VILLAGE[:9] + "000", NEIGHBOUR_VILLAGE[:9] + "000"]
    assert {(line.key, line.net_fen) for line in households} <= {
        *((number, fen) for number, fen in by_number.items()), *((number, 0) for number in by_number),
    }  # fmt: skip
    assert townships[1].back_fen == townships[1].paid_fen > 0


def test_what_no_household_got_is_told_by_itself():
    _source, available, reserved, paid = accounts(with_fen=100_00)
    by = finance_officer()
    post(posting=posting(available, reserved, 40_00), by=by, at=payments.AT)
    moved = post(posting=posting(reserved, paid, 40_00), by=by, at=payments.AT)

    with everywhere("测试"):
        [line] = statements.household_lines(statements.by_household(NOVEMBER))
        assert (line.key, line.name, line.net_fen) == ("", "不属于某一户", 40_00)
        assert statements.ties(NOVEMBER).is_one
        reverse(transfer=moved, by=by, at=IN_DECEMBER, reason="记错")
        assert (statements.ties(DECEMBER).by_household, statements.ties(YEAR).by_fund) == (-40_00, 0)


def test_a_township_sees_its_own(month):
    with within(Area.of(VILLAGE[:9])):
        lines = statements.by_township(YEAR)
        households = statements.household_lines(statements.by_household(YEAR))

    assert [line.key for line in lines] == [VILLAGE[:9] + "000"]
    assert sum(line.net_fen for line in households) == lines[0].net_fen


def test_a_household_statement_runs_from_due_to_paid_to_back(month):
    with everywhere("测试"):
        household = Household.objects.get(division_code=NEIGHBOUR_VILLAGE)
        events = statements.household_statement(household)
        later = statements.household_statement(household, DECEMBER)

    assert [(event.due_fen, event.paid_fen) for event in events] == [(410_99, 0), (0, 410_99), (0, -410_99)]
    assert [event.outstanding_fen for event in events] == [410_99, 0, 410_99]
    assert [(event.paid_fen, event.paid_so_far_fen) for event in later] == [(-410_99, 0)]


def test_a_failed_line_is_shown_and_moves_nothing(month):
    failed = PayLine._base_manager.get(run=month, status="returned", bank_message="账号有误")
    with everywhere("测试"):
        events = statements.household_statement(failed.household)

    told = [(event.word, event.paid_fen, event.reference) for event in events]
    assert told[1:] == [("银行退回，释放预留", 0, "账号有误")]
    assert events[-1].outstanding_fen == failed.amount_fen


def test_statements_of_households_equal_the_period_to_the_fen(month):
    payments.paid_household(amount_fen=77_77)
    payments.draft(month=Month(2026, 12), at=IN_DECEMBER)

    with everywhere("测试"):
        households = list(Household.objects.all())
        got = sum(event.paid_fen for home in households for event in statements.household_statement(home))
        assert got == statements.ties(YEAR).by_ledger
        assert Transfer.objects.exists()
