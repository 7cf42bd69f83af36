"""Money moves once, from one account to another, never below zero."""

from dataclasses import replace

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere, within
from minzheng.kernel.division import Area
from minzheng.ledger.domain.transfer import AlreadyReversed, BadTransfer, KeyReused, Overdrawn, post_all, reverse
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Account, Transfer
from minzheng.ledger.queries import trial_balance
from minzheng.services.audit.models import AuditEvent
from tests.factories.accounts import AT, county_officer, finance_officer
from tests.factories.ledger import accounts, posting, transfer

pytestmark = pytest.mark.django_db


def balances():
    return list(Account.objects.order_by("pk").values_list("balance_fen", flat=True))


def test_a_transfer_moves_both_balances():
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    transfer(available, reserved, 40_01)

    assert balances() == [-100_00, 59_99, 40_01, 0]


def test_the_last_fen_can_be_spent_and_one_more_cannot():
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    with pytest.raises(Overdrawn) as refusal:
        transfer(available, reserved, 100_01)
    transfer(available, reserved, 100_00)

    assert str(refusal.value) == (
        "示例资金 可用资金余额 100.00 元，不足以支付 100.01 元，还差 0.01 元；请先由财务人员拨入资金"
    )
    assert balances() == [-100_00, 0, 100_00, 0]


def test_a_batch_is_all_or_nothing():
    _source, available, reserved, paid = accounts(with_fen=100_00)
    batch = [posting(available, reserved, 60_00), posting(reserved, paid, 60_00), posting(available, reserved, 40_01)]

    with pytest.raises(Overdrawn):
        post_all(postings=batch, by=finance_officer(), at=AT)

    assert balances() == [-100_00, 100_00, 0, 0]


def test_money_that_came_in_earlier_in_the_batch_can_be_spent_in_it():
    _source, available, reserved, paid = accounts(with_fen=100_00)

    post_all(
        postings=[posting(available, reserved, 60_00), posting(reserved, paid, 60_00)], by=finance_officer(), at=AT
    )

    assert balances() == [-100_00, 40_00, 0, 60_00]


def test_the_same_key_with_the_same_content_moves_nothing_again():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first = posting(available, reserved, 10_00)

    made = [post_all(postings=[first], by=finance_officer(), at=AT) for _again in range(2)]

    assert made[0] == made[1]
    assert balances() == [-100_00, 90_00, 10_00, 0]


def test_the_same_key_with_another_amount_is_refused():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first = posting(available, reserved, 10_00)
    made = post_all(postings=[first], by=finance_officer(), at=AT)[0]

    with pytest.raises(KeyReused) as refusal:
        post_all(postings=[replace(first, amount_fen=10_01)], by=finance_officer(), at=AT)

    assert str(refusal.value) == (f"防重键 {first.key} 已用于流水 {made.pk}（10.00 元），与本次内容不同，本次没有记账")


def test_one_key_twice_in_a_batch_is_refused():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first = posting(available, reserved, 10_00)

    with pytest.raises(KeyReused):
        post_all(postings=[first, first], by=finance_officer(), at=AT)


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_no_amount_is_refused(amount_fen):
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    with pytest.raises(BadTransfer):
        transfer(available, reserved, amount_fen)


def test_one_account_on_both_sides_is_refused():
    _source, available, _reserved, _paid = accounts(with_fen=100_00)

    with pytest.raises(BadTransfer):
        transfer(available, available, 1)


def test_a_reversal_gives_the_money_back_once():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    mistake = transfer(available, reserved, 10_00)
    by = finance_officer()

    undone = reverse(transfer=mistake, by=by, at=AT, reason="记错批次")

    assert (undone.why, undone.reverses, undone.amount_fen) == (Why.REVERSAL, mistake, 10_00)
    assert balances() == [-100_00, 100_00, 0, 0]
    with pytest.raises(AlreadyReversed, match=f"^流水 {mistake.pk} 已由流水 {undone.pk} 冲正$"):
        reverse(transfer=mistake, by=by, at=AT, reason="再冲一次")
    with pytest.raises(AlreadyReversed):
        reverse(transfer=undone, by=by, at=AT, reason="冲正冲正")


def test_a_reversal_needs_finance_and_a_reason():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    mistake = transfer(available, reserved, 10_00)

    with pytest.raises(NotAllowed):
        reverse(transfer=mistake, by=county_officer(), at=AT, reason="记错批次")
    with pytest.raises(BadTransfer):
        reverse(transfer=mistake, by=finance_officer(), at=AT, reason=" ")


def test_the_trial_balance_sums_to_zero_and_equals_the_transfers():
    _source, available, reserved, paid = accounts(with_fen=100_00)
    transfer(available, reserved, 60_00)
    transfer(reserved, paid, 25_00)

    with everywhere("测试"):
        balance = trial_balance()

    assert balance.total_fen == 0
    assert [(line.credited_fen, line.debited_fen, line.moved_fen) for line in balance.lines] == [
        (0, 100_00, -100_00),
        (100_00, 60_00, 40_00),
        (60_00, 25_00, 35_00),
        (25_00, 0, 25_00),
    ]
    assert balance.is_sound


def test_a_batch_is_audited_with_its_transfers():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    made = post_all(
        postings=[posting(available, reserved, 1), posting(available, reserved, 2)], by=finance_officer(), at=AT
    )

    last = AuditEvent.objects.filter(chain="ledger").order_by("-seq").first()

    assert last.action == "transfer.posted"
    assert last.after["total_fen"] == 3
    assert [row[0] for row in last.after["transfers"]] == [row.pk for row in made]


def test_who_sees_a_village_sees_its_transfers_only():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    mine = transfer(available, reserved, 1, division_code="420581101201")
    transfer(available, reserved, 2, division_code="420581102201")

    with everywhere("测试"):
        assert Transfer.objects.count() == 3

    with within(Area.of("420581101")):
        assert list(Transfer.objects.all()) == [mine]
