"""Money between funds: within its program, by document, by two people, never more than is there."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Overdrawn
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Account, Transfer
from minzheng.payments.domain import fund_move
from minzheng.payments.domain.fund import open_fund
from minzheng.payments.enums import MoveKind
from minzheng.payments.models import Fund, FundMove
from minzheng.payments.queries import fund_position
from minzheng.payments.queries.doctor import problems
from tests.factories import ledger, payments
from tests.factories.accounts import county_officer, finance_officer, leader
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.datetime(2027, 1, 5, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def central(amount_fen=1_000_00):
    return payments.allocate(amount_fen, level="central", document="示例财社〔2026〕中1号").fund


def county():
    return open_fund(program="dibao", year=2026, level="county", by=finance_officer(), at=AT)


def propose(
    source, target=None, *, kind=MoveKind.LEVEL, amount_fen=300_00, document="示例财调〔2026〕1号", by=None, at=AT
):
    return fund_move.propose(
        kind=kind, source=source, target=target, amount_fen=amount_fen, document_number=document,
        reason="县级资金不足", by=by or finance_officer(), at=at,
    )  # fmt: skip


def stand(fund):
    position = fund_position(fund)
    return position.allocated_fen, position.available_fen


def test_money_moves_between_levels_when_a_second_person_confirms():
    source, target = central(), county()
    move = propose(source, target)
    before = stand(source)

    fund_move.confirm(move=move, by=county_officer(), at=AT)

    assert (before, stand(source), stand(target)) == ((1_000_00, 1_000_00), (700_00, 700_00), (300_00, 300_00))
    moved = Transfer.objects.filter(reference_id=move.number).order_by("pk")
    assert [(row.why, row.debit.fund_code, row.credit.fund_code) for row in moved] == [
        (Why.MOVED_OUT, source.code, source.code),
        (Why.MOVED_IN, target.code, target.code),
    ]
    assert [*problems(), *ledger_doctor.problems()] == []


def test_who_proposes_does_not_confirm():
    dave = finance_officer()
    move = propose(central(), county(), by=dave)

    with pytest.raises(TwoPeopleNeeded):
        fund_move.confirm(move=move, by=dave, at=AT)
    with pytest.raises(IntegrityError, match="fundmove_needs_two_people"), transaction.atomic():
        FundMove.objects.update(confirmed_by=dave, confirmed_at=AT)


@pytest.mark.parametrize("make", [county_officer, leader])
def test_only_finance_proposes(make):
    with pytest.raises(NotAllowed):
        propose(central(), county(), by=make())


def test_money_of_one_program_goes_to_no_other():
    source = central()
    other = Fund.objects.create(
        code="x-2026-central", name="2026年临时救助专项资金（中央）", program="temporary", year=2026, level="central",
        opened_by=finance_officer(), opened_at=AT,
    )  # fmt: skip

    with pytest.raises(fund_move.Earmarked) as refusal:
        propose(source, other)

    assert str(refusal.value) == (
        "“2026年低保专项资金（中央）”不能转入“2026年临时救助专项资金（中央）”："
        "社会救助资金专款专用，不得用于其他项目（社会救助法 第六条）"
    )
    with pytest.raises(IntegrityError, match="专项资金只在同一项目内调剂"), transaction.atomic():
        FundMove.objects.create(
            number="x", kind="level", source=source, target=other, amount_fen=1, document_number="x", reason="x",
            proposed_by=finance_officer(), proposed_at=AT,
        )  # fmt: skip


def test_the_database_refuses_a_transfer_between_two_funds_accounts():
    source, target = central(), county()
    accounts = open_accounts(fund_code=target.code, fund_name=target.name, by=finance_officer(), at=AT)
    debit = Account.objects.get(fund_code=source.code, kind="available")

    with pytest.raises(IntegrityError, match="两笔专项资金的账户之间不能直接转账"), transaction.atomic():
        ledger.transfer(debit, accounts["available"], 1_00)


def test_another_year_is_reached_only_by_carrying_over():
    source = central()
    next_year = open_fund(program="dibao", year=2027, level="central", by=finance_officer(), at=AT)

    with pytest.raises(fund_move.Earmarked, match="跨年度请办理结转"):
        propose(source, next_year)
    with pytest.raises(fund_move.Earmarked, match="2026年度尚未终了"):
        propose(source, kind=MoveKind.CARRY_OVER)


def test_what_is_left_is_carried_over_to_the_same_level_of_the_next_year():
    source = central()
    move = propose(source, kind=MoveKind.CARRY_OVER, amount_fen=1_000_00, at=NEW_YEAR)

    fund_move.confirm(move=move, by=county_officer(), at=NEW_YEAR)

    carried = Fund.objects.get(year=2027)
    assert (carried.code, stand(source), stand(carried)) == ("dibao-2027-central", (0, 0), (1_000_00, 1_000_00))
    assert [*problems(), *ledger_doctor.problems()] == []


def test_what_is_not_used_is_given_back():
    source = central()
    move = propose(source, kind=MoveKind.GIVE_BACK, amount_fen=400_00)

    fund_move.confirm(move=move, by=county_officer(), at=AT)

    assert (move.target, stand(source)) == (None, (600_00, 600_00))
    assert Transfer.objects.get(reference_id=move.number).why == Why.GIVEN_BACK


def test_more_than_is_free_is_not_moved_and_the_numbers_are_said():
    source = central(1_000_00)
    payments.paid_household(amount_fen=800_00)
    payments.approved()

    with pytest.raises(Overdrawn) as refusal:
        propose(source, county())

    assert str(refusal.value) == (
        "“2026年低保专项资金（中央）”可用 200.00 元，不足以转出 300.00 元，还差 100.00 元；已审批待发放的钱不能转出"
    )


def test_money_spent_between_proposal_and_confirmation_is_not_moved():
    source = central(1_000_00)
    move = propose(source, county(), amount_fen=500_00)
    payments.paid_household(amount_fen=800_00)
    payments.approved()

    with pytest.raises(Overdrawn, match=r"余额 200.00 元，不足以支付 500.00 元，还差 300.00 元"):
        fund_move.confirm(move=move, by=county_officer(), at=AT)

    move.refresh_from_db()
    assert move.confirmed_at is None
    assert problems() == []


def test_a_document_moves_money_once():
    source, target = central(), county()
    first = propose(source, target)

    assert propose(source, target) == first
    with pytest.raises(fund_move.BadMove, match="一个文号只办一次"):
        propose(source, target, amount_fen=1_00)


def test_a_withdrawn_proposal_moves_nothing_and_frees_its_document():
    source, target = central(), county()
    move = propose(source, target)

    with pytest.raises(fund_move.BadMove):
        fund_move.withdraw(move=move, by=county_officer(), at=AT, reason=" ")
    fund_move.withdraw(move=move, by=county_officer(), at=AT, reason="金额写错")

    with pytest.raises(fund_move.MoveEnded, match="已撤回，不能再办"):
        fund_move.confirm(move=move, by=county_officer(), at=AT)
    assert propose(source, target, amount_fen=1_00).pk != move.pk
    with pytest.raises(IntegrityError, match="不能再改"), transaction.atomic():
        FundMove.objects.filter(pk=move.pk).update(withdrawn_by=None, withdrawn_at=None)


@pytest.mark.parametrize(("amount", "document"), [(0, "文1"), (1, "  ")])
def test_a_move_needs_amount_and_document(amount, document):
    with pytest.raises(fund_move.BadMove):
        propose(central(), county(), amount_fen=amount, document=document)
