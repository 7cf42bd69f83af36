"""Monthly sums are kept by the database with each transfer, refuse every hand, and doctor adds them up again."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger import month_triggers
from minzheng.ledger.domain.doctor import problems
from minzheng.ledger.domain.transfer import post_all
from minzheng.ledger.models import MonthBalance
from minzheng.ledger.queries import month_sums
from tests.factories import ledger
from tests.factories.accounts import finance_officer
from tests.factories.ledger import AT, FUND

pytestmark = pytest.mark.django_db
BY_HAND = "月度发生额只随流水变动，不能直接修改"


def sums(kind):
    return {
        month: (each.debited_fen, each.credited_fen) for month, each in month_sums([FUND])[FUND].get(kind, {}).items()
    }


def refused(sql):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(caught.value).splitlines()[0]


def test_each_transfer_is_added_to_the_month_it_was_booked_in():
    _source, available, reserved, paid = ledger.accounts(with_fen=1_000)
    by = finance_officer()

    post_all(
        postings=[ledger.posting(available, reserved, 300), ledger.posting(available, reserved, 200)], by=by, at=AT
    )
    # Midnight in China, still the day before in UTC; the month of the benefit is another one.
    new_month = dt.datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI).astimezone(dt.UTC)
    post_all(postings=[ledger.posting(reserved, paid, 500, month="2026-07")], by=by, at=new_month)

    assert sums("available") == {"2026-11": (500, 1_000)}
    assert sums("reserved") == {"2026-11": (0, 500), "2026-12": (500, 0)}
    assert sums("paid") == {"2026-12": (0, 500)}
    assert problems() == []


HANDS = [
    "UPDATE ledger_monthbalance SET credited_fen = credited_fen + 1",
    "UPDATE ledger_monthbalance SET debited_fen = 0",
    "UPDATE ledger_monthbalance SET last_transfer_id = last_transfer_id + 1, credited_fen = 7",
    """INSERT INTO ledger_monthbalance (account_id, month, debited_fen, credited_fen, last_transfer_id)
    SELECT account_id, '2030-01', 0, 7, last_transfer_id FROM ledger_monthbalance""",
]


@pytest.mark.parametrize("sql", HANDS)
def test_a_hand_that_writes_monthly_sums_is_refused(sql):
    ledger.accounts(with_fen=1_000)

    assert refused(sql) == BY_HAND


@pytest.mark.parametrize("sql", ["DELETE FROM ledger_monthbalance", "UPDATE ledger_monthbalance SET month = '2030-01'"])
def test_a_month_stays_in_the_books(sql):
    ledger.accounts(with_fen=1_000)

    assert refused(sql).endswith("只可追加：不可修改、删除或清空已有记录") or refused(sql) == BY_HAND


def drop(table, name):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")


def test_doctor_names_the_account_and_month_that_do_not_add_up():
    ledger.accounts(with_fen=1_000)
    drop("ledger_monthbalance", "guard_ledger_monthbalance_update_by_transfer")
    MonthBalance.objects.filter(account__kind="available").update(credited_fen=999)

    assert problems() == [
        "账户“示例资金 可用资金” 2026-11 的月度发生额为付出 0.00 元、收入 9.99 元，流水为付出 0.00 元、收入 10.00 元"
    ]


def test_doctor_names_a_month_that_was_not_kept():
    drop("ledger_transfer", "guard_ledger_transfer_sums_months")
    ledger.accounts(with_fen=1_000)

    assert len(problems()) == 2
    assert problems()[0].startswith("账户“示例资金 财政拨入” 2026-11 的月度发生额为付出 0.00 元")


def test_the_sums_of_books_that_had_none_are_made_from_their_transfers():
    """What the migration and a bulk load do."""
    drop("ledger_transfer", "guard_ledger_transfer_sums_months")
    _source, available, reserved, _paid = ledger.accounts(with_fen=1_000)
    ledger.transfer(available, reserved, 400)

    with connection.cursor() as cursor:
        cursor.execute(month_triggers.fill(connection.vendor))

    assert sums("available") == {"2026-11": (400, 1_000)}
    assert problems() == []
