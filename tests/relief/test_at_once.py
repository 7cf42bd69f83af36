"""Two officers at once, and a process killed between payment and record: paid once or not at all."""

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.relief.domain import paying
from minzheng.relief.models import Completion, Request, Voucher
from minzheng.relief.queries import funds
from tests.factories import casework, relief
from tests.payments.side_by_side import at_once, found, killed_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def money():
    offices = casework.Offices()
    with everywhere("测试"):
        relief.county_money()
        fund = relief.reserve_fund(by=offices.county, second=offices.second_county)
    _areas = [one.area for one in (offices.village, offices.township, offices.second_township, offices.county)]
    return offices, fund


def paying_now(request, by):
    def act():
        with everywhere("测试"):
            paying.pay(
                request=request, received_by="周大山", receipt=relief.picture(), photo=relief.picture(), by=by,
                at=relief.minutes(20),
            )  # fmt: skip

    return act


def test_two_officers_who_pay_the_same_family_pay_it_once(money, real_database):
    offices, fund = money
    with everywhere("测试"):
        request = relief.asked(by=offices.village)
        before = funds.balance(fund)
    real_database()

    ends = at_once(*(paying_now(request, by) for by in (offices.township, offices.second_township)))

    assert ends == ["WrongState", "done"]
    assert found(Voucher._base_manager.count) == 1
    assert found(lambda: before - funds.balance(fund)) == found(lambda: Voucher._base_manager.get().amount_fen)


def test_two_officers_cannot_pay_two_families_with_the_money_for_one(money, real_database):
    offices, fund = money
    with everywhere("测试"):
        first, second = relief.asked(by=offices.village), relief.asked(by=offices.village, name="吴小河")
        amount = first.reckonings.get().amount_fen
        relief.drained(fund, left_fen=amount * 3 // 2, by=offices.county)
    real_database()

    ends = at_once(paying_now(first, offices.township), paying_now(second, offices.second_township))

    assert ends in (["Overdrawn", "done"], ["NotThisLevel", "done"])
    assert found(lambda: funds.balance(fund)) == amount * 3 // 2 - amount
    assert found(ledger_doctor.problems) == []


def test_killed_before_any_statement_of_a_payment_leaves_all_of_it_or_nothing(money, real_database):
    offices, fund = money
    with everywhere("测试"):
        request = relief.asked(by=offices.village)
        before = funds.balance(fund)
    real_database()
    statement = 1

    while killed_at(statement, paying_now(request, offices.township)):
        stands = found(lambda: (Voucher._base_manager.count(), funds.balance(fund), Completion._base_manager.count()))
        assert stands == (0, before, 0)
        statement += 1

    paid = found(lambda: Voucher._base_manager.get().amount_fen)
    assert statement > 10
    assert found(lambda: funds.balance(fund)) == before - paid
    assert found(lambda: Request._base_manager.get().state) == "paid"
    assert found(ledger_doctor.problems) == []
