"""What the database refuses of payments whatever the code does, on both engines, also after a later migration."""

import pathlib
import shutil

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from minzheng import payments as room
from minzheng.accounts.scope import everywhere
from minzheng.payments.models import PayLine
from minzheng.services.audit import guards
from tests.factories import payments

FROZEN = "只可追加：不可修改、删除或清空已有记录"


def refused(sql):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(caught.value).splitlines()[0]


@pytest.fixture
def sent():
    payments.allocate()
    payments.paid_household()
    with everywhere("测试"):
        yield payments.sent()


CHANGES = [
    "UPDATE payments_payline SET amount_fen = amount_fen + 1",
    "UPDATE payments_payline SET payee_name = 'x'",
    "UPDATE payments_payline SET account_last4 = '0000'",
    "UPDATE payments_payline SET due_id = due_id + 1",
    "DELETE FROM payments_payline",
    "UPDATE payments_payrun SET total_fen = total_fen + 1",
    "UPDATE payments_payrun SET list_digest = 'x'",
    "UPDATE payments_payrun SET prepared_by_id = approved_by_id",
    "DELETE FROM payments_payrun",
    "UPDATE payments_bankfile SET sha256 = 'x'",
    "DELETE FROM payments_allocation",
    "UPDATE payments_lineshare SET amount_fen = 1",
    "DELETE FROM payments_lineshare",
    "DELETE FROM payments_runshare",
    "UPDATE payments_fund SET level = 'central'",
    "UPDATE ledger_due SET amount_fen = 1",
    "DELETE FROM ledger_dueperson",
]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", CHANGES)
def test_what_was_signed_is_not_rewritten(sent, sql):
    assert refused(sql).endswith(FROZEN)


@pytest.mark.django_db
def test_no_line_joins_a_signed_list(sent):
    line = PayLine.objects.get()
    line.pk, line.seq, line.serial, line.status, line.attempt = None, 9, "x", "returned", 9
    line.settled_at = line.run.approved_at

    with pytest.raises(IntegrityError, match="清单已签批，不能再加入明细"), transaction.atomic():
        line.save(force_insert=True)


@pytest.mark.django_db
def test_a_closed_run_is_not_reopened(sent):
    payments.read(sent, payments.success(sent))
    payments.reconcile.close(run=sent, by=payments.finance_officer(), at=payments.LATER)

    assert refused("UPDATE payments_payrun SET state = 'sent', closed_by_id = NULL, closed_at = NULL") == (
        "已办结或已撤销的批次不能重新打开"
    )


LATER_MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("payments", "%s")]
    operations = [
        migrations.AlterField("payline", "payee_name", models.CharField(max_length=65)),
        migrations.AlterField("payrun", "program_name", models.CharField(max_length=41)),
    ]
"""


@pytest.fixture
def later_migration(tmp_path, monkeypatch, settings):
    folder = tmp_path / "later_payments"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    released = sorted((pathlib.Path(room.__file__).parent / "migrations").glob("0*.py"))
    for path in released:
        shutil.copy(path, folder)
    (folder / "9999_later.py").write_text(LATER_MIGRATION % released[-1].stem)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"payments": "later_payments"}


@pytest.mark.django_db(transaction=True)
def test_guards_are_back_after_a_migration_rebuilt_the_tables(sent, later_migration):
    call_command("migrate", "payments", verbosity=0)

    assert [sentence for sentence in guards.missing_guards() if "payments_" in sentence] == []
    assert [refused(sql).endswith(FROZEN) for sql in CHANGES] == [True] * len(CHANGES)
    assert PayLine.objects.count() == 1
