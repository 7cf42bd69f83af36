"""What the database refuses whatever the code does, on both engines, also after the tables were rebuilt."""

import pathlib
import shutil

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from minzheng import ledger
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.domain.transfer import BooksBroken
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Account, Due, DuePerson, Transfer
from minzheng.services.audit import guards
from tests.factories.accounts import AT, COUNTY
from tests.factories.ledger import accounts, transfer

INSERT = (
    "INSERT INTO ledger_transfer (debit_id, credit_id, amount_fen, why, reference_kind, reference_id, idempotency_key,"
    " division_code, month, made_by, made_at)"
    " VALUES (%s, %s, %s, 'reserve', 'x', 'x', %s, '420581000000', '2026-11', 'x', '2026-11-24 02:00:00')"
)


def execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def refused(sql, *values):
    with pytest.raises(IntegrityError) as caught:
        execute(sql, *values)
    return str(caught.value).splitlines()[0]


def missing():
    return [sentence for sentence in guards.missing_guards() if "ledger_" in sentence]


def balances():
    return list(Account.objects.order_by("pk").values_list("balance_fen", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_transfer SET amount_fen = amount_fen + 1",
        "UPDATE ledger_transfer SET made_by = 'x'",
        "DELETE FROM ledger_transfer",
        "DELETE FROM ledger_account",
        "UPDATE ledger_account SET may_go_negative = NOT may_go_negative",
        "UPDATE ledger_account SET code = code || 'x'",
    ],
)
def test_books_are_not_rewritten(sql):
    accounts(with_fen=100_00)

    assert refused(sql).endswith("只可追加：不可修改、删除或清空已有记录")
    assert balances() == [-100_00, 100_00, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "balance_fen = balance_fen + 1",
        "balance_fen = balance_fen - 100, last_transfer_id = last_transfer_id + 1",
        "balance_fen = 20000",
        "balance_fen = -balance_fen, last_transfer_id = 0",
        "last_transfer_id = last_transfer_id + 1",
    ],
)
def test_a_balance_is_not_set_by_hand(change):
    accounts(with_fen=100_00)

    message = refused(f"UPDATE ledger_account SET {change} WHERE kind = 'available'")  # noqa: S608 - our own list

    assert message == "账户余额只随流水变动，不能直接修改"
    assert balances() == [-100_00, 100_00, 0, 0]


@pytest.mark.django_db
def test_an_earlier_transfer_is_not_counted_again():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first = transfer(available, reserved, 10_00)
    transfer(available, reserved, 20_00)

    sql = "UPDATE ledger_account SET balance_fen = balance_fen - 1000, last_transfer_id = %s WHERE kind = 'available'"

    assert refused(sql, first.pk) == "账户余额只随流水变动，不能直接修改"


@pytest.mark.django_db
def test_an_overdraft_by_one_fen_is_refused_by_the_database():
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    message = refused(INSERT, available.pk, reserved.pk, 100_01, "by hand")

    assert "account_never_overdrawn" in message
    assert balances() == [-100_00, 100_00, 0, 0]


@pytest.mark.django_db
def test_a_transfer_written_by_hand_moves_the_balances_too():
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    execute(INSERT, available.pk, reserved.pk, 100_00, "by hand")

    assert balances() == [-100_00, 0, 100_00, 0]
    assert problems() == []


@pytest.mark.django_db
@pytest.mark.parametrize("amount_fen", [0, -1])
def test_an_amount_is_positive(amount_fen):
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    assert "transfer_amount_is_positive" in refused(INSERT, available.pk, reserved.pk, amount_fen, "by hand")


@pytest.mark.django_db
def test_an_account_opens_empty():
    with pytest.raises(IntegrityError, match="新开账户的余额必须为零"), transaction.atomic():
        Account.objects.create(
            code="x", name="x", kind="available", fund_code="x", balance_fen=1, opened_at=AT, may_go_negative=False
        )


@pytest.mark.django_db
def test_only_a_source_may_go_negative():
    with pytest.raises(IntegrityError, match="only_a_source_may_go_negative"), transaction.atomic():
        Account.objects.create(code="x", name="x", kind="paid", fund_code="x", opened_at=AT, may_go_negative=True)


@pytest.mark.django_db
def test_a_transfer_is_reversed_once():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    mistake = transfer(available, reserved, 10_00)
    same = {
        "debit": reserved,
        "credit": available,
        "amount_fen": 1,
        "why": Why.REVERSAL,
        "reverses": mistake,
        "division_code": COUNTY,
        "month": "2026-11",
        "made_by": "x",
        "made_at": AT,
    }
    Transfer.objects.create(**same, idempotency_key="a")

    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(**same, idempotency_key="b")


def due(**fields):
    usual = {
        "household_id": 1,
        "payee_id": 1,
        "program": "example",
        "month": "2026-11",
        "amount_fen": 1,
        "source_room": "test",
        "decision_id": 1,
        "case_number": "X1",
        "document_number": "文1",
        "person_count": 1,
        "division_code": COUNTY,
        "made_by": "x",
        "made_at": AT,
    }
    return Due.objects.create(**(usual | fields))


@pytest.mark.django_db
def test_a_household_is_due_once_a_month():
    due()
    due(month="2026-10")

    with pytest.raises(IntegrityError), transaction.atomic():
        due(decision_id=2)


@pytest.mark.django_db
def test_no_series_lets_a_second_regular_due_into_a_month():
    first = due()

    with pytest.raises(IntegrityError), transaction.atomic():
        due(series=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        DuePerson.objects.create(due=first, person_id=7, program="example", month="2026-11", series=1)
    assert [due(kind="correction", series=n).series for n in (0, 1)] == [0, 1]


@pytest.mark.django_db
def test_a_person_is_due_in_one_household_only():
    rows = [due(household_id=1), due(household_id=2)]
    DuePerson.objects.create(due=rows[0], person_id=7, program="example", month="2026-11")

    with pytest.raises(IntegrityError), transaction.atomic():
        DuePerson.objects.create(due=rows[1], person_id=7, program="example", month="2026-11")


LATER = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("ledger", "{last}")]
    operations = [
        migrations.AlterField("transfer", "month", models.CharField(max_length=8)),
        migrations.AlterField("account", "name", models.CharField(max_length=121)),
        migrations.AlterField("due", "month", models.CharField(max_length=8)),
    ]
"""


@pytest.fixture
def later_migration(tmp_path, monkeypatch, settings):
    """Add a migration that makes SQLite rebuild the ledger's tables."""
    folder = tmp_path / "later_ledger"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    present = sorted((pathlib.Path(ledger.__file__).parent / "migrations").glob("0*.py"))
    for file in present:
        shutil.copy(file, folder)
    (folder / "0999_later.py").write_text(LATER.replace("{last}", present[-1].stem))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"ledger": "later_ledger"}


@pytest.mark.django_db(transaction=True)
def test_guards_and_balances_work_after_a_migration_rebuilt_the_tables(later_migration):
    _source, available, reserved, _paid = accounts(with_fen=100_00)

    call_command("migrate", "ledger", verbosity=0)

    assert missing() == []
    transfer(available, reserved, 40_00)
    assert balances() == [-100_00, 60_00, 40_00, 0]
    assert refused("UPDATE ledger_transfer SET amount_fen = 1").endswith("不可修改、删除或清空已有记录")
    assert refused("DELETE FROM ledger_transfer").endswith("不可修改、删除或清空已有记录")
    assert refused("UPDATE ledger_account SET balance_fen = 0 WHERE kind = 'available'") == (
        "账户余额只随流水变动，不能直接修改"
    )
    assert problems() == []


@pytest.mark.django_db
def test_a_missing_trigger_is_noticed():
    on_table = " ON ledger_transfer" if connection.vendor == "postgresql" else ""

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_ledger_transfer_moves_balances{on_table}")

    assert missing() == [
        "表 ledger_transfer 缺少只增保护 guard_ledger_transfer_moves_balances，请运行 migrate 重新安装"
    ]


@pytest.mark.django_db
def test_without_its_triggers_nothing_is_booked():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    on_table = " ON ledger_transfer" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_ledger_transfer_moves_balances{on_table}")

    with pytest.raises(BooksBroken):
        transfer(available, reserved, 1)

    assert Transfer._base_manager.count() == 1
