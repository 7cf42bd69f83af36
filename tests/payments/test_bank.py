"""The file for the bank: once, deterministic, its total the ledger's total."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import parse_yuan
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import bank, format_choice
from minzheng.payments.domain.run import NotInState
from minzheng.payments.enums import RunState
from minzheng.payments.formats import BadFormat, NoSuchFormat, load, parse
from minzheng.payments.formats.layout import Limit
from minzheng.payments.formats.writing import CannotBeWritten
from minzheng.payments.models import BankFile, PayLine
from minzheng.payments.queries.bank_formats import format_for
from minzheng.payments.queries.doctor import problems
from minzheng.services.audit.models import AuditEvent
from tests.factories import payments
from tests.factories.accounts import auditor, finance_officer, township_officer
from tests.factories.payments import AT, LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def test_the_file_names_every_line_and_its_total_is_the_ledgers():
    payments.allocate()
    payments.paid_household(amount_fen=1234_50)
    payments.paid_household(amount_fen=700_05)
    run = payments.sent()

    rows = payments.file_rows(run)

    lines = list(PayLine.objects.order_by("seq"))
    assert rows[0] == ["序号", "户名", "账号", "开户行", "金额(元)", "用途", "流水号"]
    assert [(row[1], row[2][-4:], row[4], row[5], row[6]) for row in rows[1:-1]] == [
        (line.payee_name, line.account_last4, amount, "2026年11月低保", line.serial)
        for line, amount in zip(lines, ["1234.50", "700.05"], strict=True)
    ]
    assert rows[-1] == ["合计", "2笔", "", "", "1934.55", "", ""]
    total = sum(parse_yuan(row[4]) for row in rows[1:-1])
    assert total == parse_yuan(rows[-1][4]) == Transfer.objects.get(why=Why.RESERVE).amount_fen


def test_a_second_call_gives_the_same_file():
    payments.allocate()
    payments.paid_household()
    run = payments.approved()

    first = bank.write_file(run=run, by=finance_officer(), at=AT)
    second = bank.write_file(run=run, by=finance_officer(), at=LATER)
    content = bank.open_file(run=run, by=finance_officer(), at=LATER)

    run.refresh_from_db()
    assert first == second
    assert [file.sha256 for file in first] == [hashlib.sha256(content).hexdigest()]
    assert run.state == RunState.SENT


def test_the_account_numbers_do_not_stand_in_the_database():
    payments.allocate()
    payments.paid_household()
    run = payments.sent()

    number = payments.file_rows(run)[1][2]

    file = BankFile.objects.get()
    assert number.encode() not in bytes(file.content_sealed)
    assert number.encode() not in bytes(PayLine.objects.get().account_sealed)


def test_a_rare_name_is_written(monkeypatch):
    payments.allocate()
    member = payments.registry.new_member(name="王𬭛")
    payments.paid_household(member)
    run = payments.sent()

    assert payments.file_rows(run)[1][1] == "王𬭛"


def test_a_draft_gives_no_file():
    payments.allocate()
    payments.paid_household()
    run = payments.draft()

    with pytest.raises(NotInState):
        bank.write_file(run=run, by=finance_officer(), at=AT)
    with pytest.raises(bank.NoFile):
        bank.open_file(run=run, by=finance_officer(), at=AT)


@pytest.mark.parametrize("make", [township_officer, auditor])
def test_only_county_and_finance_take_the_file(make):
    payments.allocate()
    payments.paid_household()
    run = payments.sent()

    with pytest.raises(NotAllowed):
        bank.open_file(run=run, by=make(), at=AT)


def test_each_taking_out_is_audited():
    payments.allocate()
    payments.paid_household()
    run = payments.sent()
    bank.open_file(run=run, by=finance_officer(), at=AT)

    events = AuditEvent.objects.filter(object_id=run.number).order_by("seq").values_list("action", flat=True)

    assert [event for event in events if "file" in event] == ["run.file_written", "run.file_read"]


def test_a_format_with_an_unknown_field_is_refused():
    data = {"code": "x", "columns": [{"title": "密码", "field": "password"}]}

    with pytest.raises(BadFormat):
        parse(data)


def test_the_standard_format_can_be_matched_to_its_answer():
    titles = {column.title for column in load().columns}

    assert titles & set(load().answer.serial)
    assert titles & set(load().answer.amount)


def in_two_parts(monkeypatch):
    """Let the standard format take one line a file."""
    small = replace(load(), limit=Limit(lines=1))
    monkeypatch.setattr(bank, "load", lambda _code: small)


def test_a_run_beyond_the_limit_is_several_files_that_add_up(monkeypatch):
    payments.allocate()
    payments.paid_household(amount_fen=1234_50)
    payments.paid_household(amount_fen=700_05)
    run = payments.approved()
    in_two_parts(monkeypatch)

    files = bank.write_file(run=run, by=finance_officer(), at=AT)
    again = bank.write_file(run=run, by=finance_officer(), at=LATER, format_code="unified_card_xlsx")

    assert [(file.name, file.line_count, file.total_fen) for file in files] == [
        (f"{run.number}-01.csv", 1, 1234_50),
        (f"{run.number}-02.csv", 1, 700_05),
    ]
    assert again == files
    contents = [bank.open_file(run=run, by=finance_officer(), at=LATER, part=part) for part in (1, 2)]
    assert [hashlib.sha256(content).hexdigest() for content in contents] == [file.sha256 for file in files]
    assert problems() == []
    with pytest.raises(bank.NoFile, match="的银行文件没有第 3 份"):
        bank.open_file(run=run, by=finance_officer(), at=LATER, part=3)


def test_a_name_the_format_cannot_hold_leaves_the_run_approved():
    payments.allocate()
    payments.paid_household(payments.registry.new_member(name="王𬭛"))
    run = payments.approved()

    with pytest.raises(CannotBeWritten, match="没有生成文件"):
        bank.write_file(run=run, by=finance_officer(), at=AT, format_code="rural_credit_fixed")

    run.refresh_from_db()
    assert (run.state, BankFile.objects.count()) == (RunState.APPROVED, 0)
    [file] = bank.write_file(run=run, by=finance_officer(), at=AT, format_code="unified_card_xlsx")
    assert file.name == f"{run.number}.xlsx"


def test_the_format_chosen_for_the_program_counts_from_its_day():
    payments.allocate()
    payments.paid_household()
    run = payments.approved()
    tomorrow = AT.date() + dt.timedelta(days=1)
    for code, day in (("unified_card_xlsx", AT.date()), ("rural_credit_fixed", AT.date()), ("standard", tomorrow)):
        format_choice.choose(
            program=payments.PROGRAM, format_code=code, effective_date=day, by=finance_officer(), at=AT
        )

    assert [format_for(payments.PROGRAM, day) for day in (AT.date() - dt.timedelta(days=1), AT.date(), tomorrow)] == [
        "standard",
        "rural_credit_fixed",
        "standard",
    ]
    assert [file.format_code for file in bank.write_file(run=run, by=finance_officer(), at=AT)] == [
        "rural_credit_fixed"
    ]


def test_a_format_is_not_chosen_for_days_past_nor_by_anyone():
    yesterday = AT.date() - dt.timedelta(days=1)
    chosen = {"program": payments.PROGRAM, "format_code": "standard", "at": AT}

    with pytest.raises(format_choice.TooLate):
        format_choice.choose(**chosen, effective_date=yesterday, by=finance_officer())
    with pytest.raises(NotAllowed):
        format_choice.choose(**chosen, effective_date=AT.date(), by=auditor())
    with pytest.raises(NoSuchFormat):
        format_choice.choose(**chosen | {"format_code": "x"}, effective_date=AT.date(), by=finance_officer())
