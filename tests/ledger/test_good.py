"""Goods stand in the same books in their own measure: nothing is given that is not there, nothing becomes money."""

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain import good as goods
from minzheng.ledger.domain import seal_check
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.domain.good import Handing
from minzheng.ledger.domain.transfer import BadTransfer, KeyReused
from minzheng.ledger.models import Account, Transfer, WriteOff
from minzheng.ledger.period import Period
from minzheng.ledger.queries import balance_of_period, trial_balance
from minzheng.payments.queries import doctor as payments_doctor
from minzheng.payments.queries import statements
from tests.factories.accounts import (
    AT,
    TOWNSHIP,
    county_officer,
    finance_officer,
    neighbour_officer,
    township_officer,
)
from tests.factories.ledger import accounts, transfer
from tests.ledger.test_database_guards import INSERT

pytestmark = pytest.mark.django_db


@pytest.fixture
def quilt():
    return goods.name_good(code="quilt", name="棉被", measure="床", by=county_officer(), at=AT)


@pytest.fixture(autouse=True)
def wide():
    with everywhere("测试"):
        yield


def received(good, quantity=100, key="in-1"):
    return goods.receive(
        good=good,
        division_code=TOWNSHIP,
        quantity=quantity,
        document="调拨单1号",
        key=key,
        by=township_officer(),
        at=AT,
    )


def issued(good, quantity, key="out-1"):
    return goods.issue(
        good=good, division_code=TOWNSHIP, quantity=quantity, to="一村", key=key, by=township_officer(), at=AT
    )


def handed(good, *handings):
    return goods.hand_out(good=good, division_code=TOWNSHIP, handings=handings, by=township_officer(), at=AT)


def stock(good):
    rows = Account.objects.filter(unit=good.code).order_by("pk")
    return {str(row.kind): row.balance_fen for row in rows}


def test_what_came_in_is_what_lies_is_out_was_given_and_was_spoilt(quilt):
    received(quilt)
    issued(quilt, 40)
    handed(quilt, Handing("H1", 2, "h1"), Handing("H2", 1, "h2"))
    goods.take_back(
        good=quilt, division_code=TOWNSHIP, quantity=30, from_whom="一村", key="back", by=township_officer(), at=AT
    )
    said = goods.propose_write_off(
        good=quilt, division_code=TOWNSHIP, quantity=5, reason="受潮霉变", by=township_officer(), at=AT
    )
    goods.confirm_write_off(write_off=said, by=county_officer(), at=AT)

    assert stock(quilt) == {"source": -100, "available": 85, "reserved": 7, "paid": 3, "written_off": 5}
    assert (problems(), seal_check.problems(), payments_doctor.problems()) == ([], [], [])


def test_nothing_is_given_that_is_not_there(quilt):
    received(quilt, 10)

    with pytest.raises(goods.NotEnough) as refusal:
        issued(quilt, 11)
    with pytest.raises(goods.NotEnough, match="已领出未发放的只有 0 床"):
        handed(quilt, Handing("H1", 1, "h1"))

    assert str(refusal.value) == "棉被库存只有 10 床，不够 11 床，还差 1 床"
    assert stock(quilt)["available"] == 10


def test_a_list_is_handed_out_whole_or_not_at_all(quilt):
    received(quilt, 10)
    issued(quilt, 3)

    with pytest.raises(goods.NotEnough):
        handed(quilt, Handing("H1", 2, "h1"), Handing("H2", 2, "h2"))

    assert stock(quilt)["paid"] == 0


def test_the_same_key_gives_nothing_twice(quilt):
    received(quilt, 10)
    issued(quilt, 2)
    first = handed(quilt, Handing("H1", 2, "h1"))

    assert handed(quilt, Handing("H1", 2, "h1")) == first
    with pytest.raises(KeyReused):
        received(quilt, 11)
    assert stock(quilt) == {"source": -10, "available": 8, "reserved": 0, "paid": 2, "written_off": 0}


def test_goods_never_become_money_or_other_goods(quilt):
    rice = goods.name_good(code="rice", name="大米", measure="公斤", by=county_officer(), at=AT)
    received(quilt, 10)
    received(rice, 10, key="in-2")
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    beds = Account.objects.get(unit="quilt", kind="available")
    sacks = Account.objects.get(unit="rice", kind="available")

    for debit, credit in ((beds, reserved), (available, beds), (beds, sacks)):
        with pytest.raises(BadTransfer, match="计量不同"):
            transfer(debit, credit, 1)
        with pytest.raises(IntegrityError, match="计量不同"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [debit.pk, credit.pk, 1, f"by hand {debit.pk} {credit.pk}"])


def test_money_is_never_written_off():
    _source, available, _reserved, _paid = accounts(with_fen=1)

    with pytest.raises(IntegrityError, match="money_is_never_written_off"), transaction.atomic():
        Account.objects.create(
            code="x", name="x", kind="written_off", fund_code=available.fund_code, opened_at=AT, may_go_negative=False
        )


def test_a_loss_is_written_off_by_two_people_once(quilt):
    received(quilt, 10)
    by = county_officer()
    said = goods.propose_write_off(good=quilt, division_code=TOWNSHIP, quantity=4, reason="鼠咬", by=by, at=AT)

    assert stock(quilt)["available"] == 10
    with pytest.raises(TwoPeopleNeeded):
        goods.confirm_write_off(write_off=said, by=by, at=AT)
    with pytest.raises(NotAllowed):
        goods.confirm_write_off(write_off=said, by=township_officer(), at=AT)
    goods.confirm_write_off(write_off=said, by=county_officer(), at=AT)
    with pytest.raises(goods.ConfirmedBefore):
        goods.confirm_write_off(write_off=said, by=county_officer(), at=AT)

    assert (stock(quilt)["written_off"], WriteOff.objects.get().transfer.amount_fen) == (4, 4)


def test_the_place_and_the_role_are_asked(quilt):
    with pytest.raises(NotAllowed):
        goods.receive(
            good=quilt, division_code=TOWNSHIP, quantity=1, document="1", key="a", by=neighbour_officer(), at=AT
        )
    with pytest.raises(NotAllowed):
        goods.name_good(code="oil", name="油", measure="桶", by=finance_officer(), at=AT)


@pytest.mark.parametrize("quantity", [0, -1])
def test_no_quantity_is_refused(quilt, quantity):
    with pytest.raises(goods.BadGood):
        received(quilt, quantity)


@pytest.mark.parametrize(("code", "name", "measure"), [("fen", "钱", "分"), ("", "x", "个"), ("quilt", "被子", "床")])
def test_a_good_is_no_money_and_named_once(quilt, code, name, measure):
    with pytest.raises(goods.BadGood):
        goods.name_good(code=code, name=name, measure=measure, by=county_officer(), at=AT)


def test_the_sums_of_money_do_not_count_goods(quilt):
    received(quilt, 10)
    issued(quilt, 5)
    handed(quilt, Handing("H1", 5, "h1"))
    _source, available, reserved, paid = accounts(with_fen=100_00)
    transfer(available, reserved, 7_00)
    transfer(reserved, paid, 7_00)
    november = Period.parse("2026-11")

    assert {line.account.unit for line in trial_balance().lines} == {"fen"}
    assert balance_of_period("", november).transfer_count == 3
    assert (statements.ties(november).by_ledger, statements.ties(november).is_one) == (7_00, True)


def test_a_stock_is_closed_like_a_fund(quilt):
    received(quilt, 10)

    balance = balance_of_period(goods.stock_code(quilt, TOWNSHIP), Period.parse("2026-11"))

    assert [line.closing_fen for line in balance.lines] == [-10, 10, 0, 0, 0]
    assert Transfer.objects.count() == 1
