"""The books say themselves when something is wrong with them."""

import pytest
from django.db import connection

from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.models import Account, DuePerson
from tests.factories.ledger import accounts, transfer
from tests.ledger.test_database_guards import due

pytestmark = pytest.mark.django_db


def without_triggers(table, *names):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


def test_sound_books_say_nothing():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    transfer(available, reserved, 10_00)

    assert problems() == []


def test_a_forced_balance_is_found():
    accounts(with_fen=100_00)
    without_triggers("ledger_account", "guard_ledger_account_balance_by_transfer")
    Account.objects.filter(kind="available").update(balance_fen=100_01)

    assert problems() == [
        "账户“示例资金 可用资金”余额 100.01 元，与流水合计 100.00 元不符",
        "试算不平衡：全部账户余额合计 0.01 元，应为零",
    ]


def test_a_due_person_of_another_month_is_found():
    row = due()
    DuePerson.objects.create(due=row, person_id=7, program="example", month="2026-10")

    assert problems() == [f"应发待遇 {row.pk} 的保障对象 7 的项目、月份或类别与待遇不一致"]


def test_the_doctor_sees_all_divisions_without_being_told():
    accounts(with_fen=1)

    assert problems() == []
    with everywhere("测试"):
        assert problems() == []
