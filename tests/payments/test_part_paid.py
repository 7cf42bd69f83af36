"""The bank paid part of a line: the part is booked as paid, the rest goes back to the fund and is sent again, once."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.payments.domain import reconcile
from minzheng.payments.domain.run import NothingToPay
from minzheng.payments.enums import LineStatus, RunState
from minzheng.payments.formats.answer import Answer, Answers, Outcome
from minzheng.payments.models import PayLine
from minzheng.payments.queries import publication_list
from minzheng.payments.queries.doctor import problems
from minzheng.payments.queries.month_figures import month_figures, year_to_month
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


@pytest.fixture
def sent():
    """A run of one line of 400.10 yuan, of a fund of 5,000 yuan."""
    payments.allocate(5_000_00)
    payments.paid_household(amount_fen=400_10)
    return payments.sent()


@pytest.fixture
def says(monkeypatch):
    """Return a function: let the bank say (line's serial, amount, outcome, what was paid)."""

    def say(run, serial, amount_fen, outcome, paid_fen):
        found = Answer(2, serial, amount_fen, outcome, paid_fen, "E7", "余额不足")
        monkeypatch.setattr(reconcile, "read_answers", lambda *_content: Answers([found]))
        return payments.read(run, f"{serial}{outcome}{paid_fen}".encode())

    return say


def position(run):
    found = payments.position(run)
    return found.available_fen, found.reserved_fen, found.paid_fen


def sent_again(run):
    payments.run.approve(run=payments.checked(run, at=LATER), by=finance_officer(), at=LATER)
    payments.bank.write_file(run=run, by=finance_officer(), at=LATER)
    run.refresh_from_db()
    return run


def test_the_part_is_paid_and_the_rest_returns_to_the_fund(sent, says):
    result = says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)

    line = PayLine.objects.get()
    assert (line.status, line.paid_fen, line.bank_code, line.bank_message) == ("partly", 300_00, "E7", "余额不足")
    assert (result.paid_count, result.partly_count, result.paid_fen, result.returned_fen) == (0, 1, 300_00, 100_10)
    assert position(sent) == (4700_00, 0, 300_00)
    assert sent.state == RunState.PARTIALLY_RETURNED
    assert problems() == []


def test_only_the_rest_is_on_the_next_list_for_its_own_month_and_with_the_banks_reason(sent, says):
    says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)

    again = payments.draft(at=LATER)

    rest = again.lines.get()
    assert (rest.amount_fen, rest.month, rest.attempt, rest.portion) == (100_10, "2026-11", 2, 1)
    assert (rest.repays.serial, rest.repays.bank_code) == (f"{sent.number}-00001", "E7")
    assert again.total_fen == 100_10
    assert problems() == []


def test_a_due_paid_in_two_portions_counts_once_and_is_never_listed_again(sent, says):
    says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)
    again = sent_again(payments.draft(at=LATER))
    says(again, f"{again.number}-00001", 100_10, Outcome.PAID, 100_10)

    with pytest.raises(NothingToPay):
        payments.draft(at=LATER)
    month = month_figures(month=Month(2026, 11), program=payments.PROGRAM, place="42")
    assert (month.fen, month.households) == (400_10, 1)
    assert year_to_month(month=Month(2026, 11), program=payments.PROGRAM, place="42") == (month.persons, 400_10)
    assert position(sent) == (4599_90, 0, 400_10)
    assert problems() == []


def test_a_part_that_comes_back_later_is_sent_again_alone(sent, says):
    says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)
    again = sent_again(payments.draft(at=LATER))
    says(again, f"{again.number}-00001", 100_10, Outcome.PAID, 100_10)
    says(sent, f"{sent.number}-00001", 300_00, Outcome.FAILED, 0)

    third = payments.draft(at=LATER)

    assert [(row.amount_fen, row.portion, row.attempt) for row in third.lines.all()] == [(300_00, 0, 3)]
    assert position(sent) == (4899_90, 0, 100_10)
    assert problems() == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ((400_10, Outcome.PAID, 400_10), "已登记部分发放，其余已列入补发；请先与银行核实，不要重复支付"),
        ((400_10, Outcome.PARTLY, 100_10), "已登记部分发放，其余已列入补发；请先与银行核实，不要重复支付"),
        ((400_10, Outcome.FAILED, 0), "的金额 400.10 元多于应发的 300.00 元，请与银行核实"),
        ((299_99, Outcome.FAILED, 0), "的金额为 299.99 元，本批次为 300.00 元"),
    ],
)
def test_after_a_part_only_that_part_can_come_back(sent, says, said, message):
    serial = f"{sent.number}-00001"
    says(sent, serial, 400_10, Outcome.PARTLY, 300_00)

    with pytest.raises(reconcile.BadResult) as refusal:
        says(sent, serial, *said)

    assert str(refusal.value).splitlines()[1].removeprefix(f"第 2 行：流水号 {serial} ") == message


@pytest.mark.parametrize("paid_fen", [0, 400_10, 400_11])
def test_a_part_is_more_than_nothing_and_less_than_the_line(sent, says, paid_fen):
    with pytest.raises(reconcile.BadResult, match=r"应多于 0 元、少于 400\.10 元"):
        says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, paid_fen)


def test_the_village_board_shows_each_portion_once(sent, says):
    says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)
    again = sent_again(payments.draft(at=LATER))

    shown = [row.amount_fen for run in (sent, again) for row in publication_list(run, on=LATER.date())]

    assert shown == [300_00, 100_10]


def test_the_database_lets_no_due_have_more_than_its_amount(sent, says):
    says(sent, f"{sent.number}-00001", 400_10, Outcome.PARTLY, 300_00)
    draft = payments.draft(at=LATER)
    rest = draft.lines.get()
    draft.lines.update(status=LineStatus.CANCELLED, settled_at=LATER)
    rest.pk, rest.seq, rest.serial, rest.attempt, rest.amount_fen = None, 2, "x", 3, 100_11

    with pytest.raises(IntegrityError, match="同一待遇发放合计超过应发金额"), transaction.atomic():
        rest.save(force_insert=True)


@pytest.mark.parametrize("paid_fen", [300_00, 400_11])
def test_the_database_lets_nobody_write_what_a_paid_line_brought(sent, paid_fen):
    payments.read(sent, payments.success(sent))

    with pytest.raises(IntegrityError), transaction.atomic():
        PayLine.objects.update(paid_fen=paid_fen)
