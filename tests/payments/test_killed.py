"""Kill the process before every single statement of every step: nothing is lost, nothing is paid twice."""

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.payments.domain import bank, check, reconcile, run
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries import doctor
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer
from tests.factories.payments import AT, LATER, MONTH, PROGRAM, answer
from tests.payments.side_by_side import found, killed_at

pytestmark = pytest.mark.django_db(transaction=True)


def whole(act):
    """Kill the act at its first statement, its second … until it comes through; the books are sound after each."""
    statement = 1
    while killed_at(statement, act):
        assert found(lambda: [*ledger_doctor.problems(), *doctor.problems()]) == []
        statement += 1
    return statement


def test_a_month_is_paid_once_however_often_it_is_killed(real_database):
    payments.allocate(5_000_00)
    payments.paid_household(amount_fen=400_10)
    payments.paid_household(amount_fen=600_00)
    carol, dave, erin = county_officer(), finance_officer(), county_officer()
    _areas = carol.area, dave.area, erin.area
    real_database()

    def the_run():
        return PayRun.objects.get()

    def everyones(act):
        def inside():
            with everywhere("测试"):
                act()

        return inside

    content = answer(("FF202611-01-00001", "400.10", "成功", ""), ("FF202611-01-00002", "600.00", "失败", "销户"))
    steps = [
        lambda: run.prepare(program=PROGRAM, month=MONTH, by=carol, at=AT),
        lambda: check.check(run=the_run(), by=erin, at=AT),
        lambda: run.approve(run=the_run(), by=dave, at=AT),
        lambda: bank.write_file(run=the_run(), by=dave, at=AT),
        lambda: reconcile.read_result(run=the_run(), content=content, name="x.csv", by=dave, at=LATER),
        lambda: reconcile.close(run=the_run(), by=dave, at=LATER),
    ]

    killed = [whole(everyones(step)) - 1 for step in steps]

    assert min(killed) > 5
    position = found(lambda: payments.position(the_run()))
    assert (position.available_fen, position.reserved_fen, position.paid_fen) == (4599_90, 0, 400_10)
    assert found(lambda: the_run().state) == "closed"
    assert found(lambda: list(PayLine._base_manager.order_by("seq").values_list("status", flat=True))) == [
        "paid",
        "returned",
    ]
