"""A row that somebody with the database's own rights changed, removed or put in is found, and named."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from minzheng.ledger.domain import seal, seal_check
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.domain.transfer import post_all, reverse
from minzheng.ledger.models import Account, Due, DuePerson, Transfer
from minzheng.services.audit.chain import hash_of
from minzheng.services.audit.models import AuditEvent
from tests.factories.accounts import AT, COUNTY, VILLAGE, county_officer, finance_officer
from tests.factories.ledger import accounts, posting, transfer

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=40)


@pytest.fixture
def superuser():
    """Run SQL as somebody for whom neither triggers nor constraints hold; all of it is undone after the test."""
    free = []

    def run(sql, *values):
        with connection.cursor() as cursor:
            if not free:
                free.append(unguard(cursor))
            cursor.execute(sql, values or None)

    yield run
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def unguard(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("SELECT name, '' FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'")
    else:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'f') "
            "AND connamespace = 'public'::regnamespace AND conrelid::regclass::text LIKE 'ledger_%'"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')
        cursor.execute(
            "SELECT tgname, 'ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'guard_%'"
        )
    for name, on_table in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name} {on_table}")


def due(household_id=1, **fields):
    """Write a due of two people, as any room does."""
    usual = {
        "household_id": household_id,
        "payee_id": 11,
        "person_ids": (household_id * 10 + 1, household_id * 10 + 2),
        "program": "dibao",
        "month": "2026-11",
        "amount_fen": 500_00,
        "source_room": "casework",
        "decision_id": 5,
        "case_number": "BJ-1",
        "document_number": "示例民发〔2026〕1号",
        "division_code": VILLAGE,
    }
    return write_all(dues=[NewDue(**(usual | fields))], by=county_officer(), at=AT)[0]


def label_of(model, attname):
    return next(each.verbose_name for each in model._meta.concrete_fields if each.attname == attname)


def last_event(action):
    return AuditEvent.objects.filter(action=action).order_by("-id").first()


def test_untouched_books_say_nothing():
    _source, available, reserved, paid = accounts(with_fen=100_00)
    post_all(postings=[posting(available, reserved, 10_00), posting(reserved, paid, 4_00)], by=finance_officer(), at=AT)
    due()
    due(2, program="wubao")

    # Numbers that other tests used up on PostgreSQL are gaps that were explained, no problems.
    assert seal_check.examine().problems == []


CHANGES_OF_A_TRANSFER = {
    "debit_id": 4,
    "credit_id": 4,
    "amount_fen": 10_01,
    "idempotency_key": "test:other",
    "why": "void",
    "reference_kind": "payments.PayLine",
    "reference_id": "FF202611-01-00009",
    "reverses_id": 1,
    "division_code": VILLAGE,
    "month": "2026-10",
    "made_by": "mallory",
    "made_at": LATER,
}


def test_every_field_of_a_row_is_sealed():
    def concrete(model):
        return {field.attname for field in model._meta.concrete_fields}

    assert set(seal.TRANSFER_FIELDS) == concrete(Transfer) == {"id", *CHANGES_OF_A_TRANSFER}
    assert set(seal.DUE_FIELDS) == concrete(Due) == {"id", *CHANGES_OF_A_DUE}
    # A name may be put right; the balance is proved by the transfers.
    assert set(seal.ACCOUNT_FIELDS) == concrete(Account) - {"name", "balance_fen", "last_transfer_id"}


@pytest.mark.parametrize("field", CHANGES_OF_A_TRANSFER)
def test_a_changed_transfer_is_named_with_what_changed(field, superuser):
    _source, available, reserved, paid = accounts(with_fen=100_00)
    moved = transfer(available, reserved, 10_00)
    event = last_event("transfer.posted")
    changed = paid.pk if field in ("debit_id", "credit_id") else CHANGES_OF_A_TRANSFER[field]
    if field == "reverses_id":
        changed = moved.pk
    was = getattr(moved, field)

    superuser(f"UPDATE ledger_transfer SET {field} = %s WHERE id = %s", changed, moved.pk)  # noqa: S608

    [problem] = seal_check.problems()
    label = label_of(Transfer, field)
    said, now = (seal._plain(value) for value in (was, changed))
    assert problem == (
        f"流水 {moved.pk} 的“{label}”被绕过系统改动：记账时为 {'空' if said is None else said}，现为 {now}"
        f"（审计链“ledger”第 {event.seq} 条）"
    )


CHANGES_OF_A_DUE = {
    "household_id": 2,
    "payee_id": 12,
    "program": "wubao",
    "month": "2026-12",
    "kind": "arrears",
    "amount_fen": 500_01,
    "source_room": "mallory",
    "decision_id": 6,
    "case_number": "BJ-2",
    "document_number": "示例民发〔2026〕2号",
    "person_count": 3,
    "division_code": COUNTY,
    "made_by": "mallory",
    "made_at": LATER,
    "cost_category": "带病回乡退役军人",
    "series": 7,
}


@pytest.mark.parametrize("field", CHANGES_OF_A_DUE)
def test_a_changed_due_is_named_with_what_changed(field, superuser):
    row, value = due(), CHANGES_OF_A_DUE[field]
    was = seal_check._shown(seal._plain(getattr(row, field)))

    superuser(f"UPDATE ledger_due SET {field} = %s WHERE id = %s", value, row.pk)  # noqa: S608

    label = label_of(Due, field)
    [problem] = seal_check.problems()
    assert problem == (
        f"应发待遇 {row.pk} 的“{label}”被绕过系统改动：记账时为 {was or '空'}，现为 {seal._plain(value)}"
        "（审计链“dues:dibao”第 1 条）"
    )


def test_a_person_put_into_a_due_is_named(superuser):
    row = due()
    DuePerson.objects.create(due=row, person_id=99, program="dibao", month="2026-11")

    [problem] = seal_check.problems()
    assert problem == (
        f"应发待遇 {row.pk} 的“保障对象”被绕过系统改动：记账时为 [11, 12]，现为 [11, 12, 99]"
        "（审计链“dues:dibao”第 1 条）"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "source"), ("fund_code", "dibao-2011"), ("code", "x"), ("may_go_negative", True), ("opened_at", LATER)],
)
def test_a_changed_account_is_named_with_what_changed(field, value, superuser):
    available = accounts()[1]
    seq = AuditEvent.objects.get(object_id=available.code).seq
    was = seal._plain(getattr(available, field))
    if field == "kind":
        superuser("DELETE FROM ledger_account WHERE kind = 'source'")

    superuser(f"UPDATE ledger_account SET {field} = %s WHERE id = %s", value, available.pk)  # noqa: S608

    label = label_of(Account, field)
    assert (
        f"账户 {available.pk} 的“{label}”被绕过系统改动：记账时为 {was}，现为 {seal._plain(value)}"
        f"（审计链“ledger”第 {seq} 条）" in seal_check.problems()
    )


# SQLite has no roles and no TRUNCATE. Who owns a table can always rebuild it: then doctor misses its guards.
AS_OWNER = ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"]
AS_APPLICATION = []
if connection.vendor == "postgresql":
    AS_OWNER.append("TRUNCATE {} CASCADE")
    AS_APPLICATION = [*AS_OWNER, "ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TABLE {} CASCADE"]


@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account", "ledger_due", "ledger_dueperson"])
@pytest.mark.parametrize(
    ("sql", "as_application"), [*((sql, False) for sql in AS_OWNER), *((sql, True) for sql in AS_APPLICATION)]
)
def test_the_application_and_the_owner_cannot_rewrite_the_books(table, sql, as_application):
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    transfer(available, reserved, 10_00)
    due()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if as_application:
            cursor.execute("CREATE ROLE minzheng_app")
            # Even with every right on the rows that can be granted.
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO minzheng_app")
            cursor.execute("SET LOCAL ROLE minzheng_app")

        with pytest.raises((IntegrityError, ProgrammingError)) as refusal, transaction.atomic():
            cursor.execute(sql.format(table))

    assert re.search("只可追加|must be owner", str(refusal.value))


def test_a_removed_transfer_is_named(superuser):
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first, _second = (transfer(available, reserved, 10_00) for _each in range(2))

    superuser("DELETE FROM ledger_transfer WHERE id = %s", first.pk)

    [problem] = seal_check.problems()
    assert problem.startswith(f"流水 {first.pk} 已不存在")


def test_a_transfer_put_in_by_hand_is_named(superuser):
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    earlier = transfer(available, reserved, 10_00)
    Transfer.objects.bulk_create(
        [
            Transfer(
                debit=available,
                credit=reserved,
                amount_fen=1,
                why="reserve",
                reference_kind="x",
                reference_id="x",
                idempotency_key="mallory",
                division_code=COUNTY,
                month="2026-11",
                made_by="mallory",
                made_at=AT,
            )
        ]
    )

    assert seal_check.problems() == [f"流水 {earlier.pk + 1} 没有封存记录：不是由系统写入，或其审计记录被删除"]


def test_who_rewrites_the_audit_row_as_well_lacks_the_key(superuser):
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    moved = transfer(available, reserved, 10_00)
    event = last_event("transfer.posted")
    superuser("UPDATE ledger_transfer SET amount_fen = 1 WHERE id = %s", moved.pk)
    event.after["transfers"][0][3] = 1
    event.hash = hash_of(event)
    event.save()

    assert seal_check.problems() == [
        f"审计链“ledger”第 {event.seq} 条的账目封存与密钥不符：记录被改写，或旧密钥没有保留"
    ]


def test_numbers_that_a_failed_booking_used_up_are_explained():
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    earlier = transfer(available, reserved, 1)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + 3 WHERE name = 'ledger_transfer'")
        else:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_transfer', 'id')) FROM generate_series(1, 3)")
    transfer(available, reserved, 2)

    found = seal_check.examine()

    assert found.problems == []
    [note] = [note for note in found.notes if note.startswith("流水的编号有")]
    assert f"{earlier.pk + 1}–{earlier.pk + 3}" in note


def test_a_batch_of_many_is_said_in_parts(monkeypatch):
    monkeypatch.setattr(seal, "ROWS_IN_A_BATCH", 2)
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    made = post_all(postings=[posting(available, reserved, n) for n in range(1, 6)], by=finance_officer(), at=AT)

    events = AuditEvent.objects.filter(action="transfer.posted").order_by("-seq")[:3]

    assert [[row[0] for row in event.after["transfers"]] for event in reversed(events)] == [
        [made[0].pk, made[1].pk],
        [made[2].pk, made[3].pk],
        [made[4].pk],
    ]
    assert seal_check.problems() == []


def test_a_reversal_is_sealed_with_what_it_reverses(superuser):
    _source, available, reserved, _paid = accounts(with_fen=100_00)
    first, second = (transfer(available, reserved, 10_00) for _each in range(2))
    undone = reverse(transfer=first, by=finance_officer(), at=AT, reason="记错批次")

    superuser("UPDATE ledger_transfer SET reverses_id = %s WHERE id = %s", second.pk, undone.pk)

    assert (
        f"流水 {undone.pk} 的“冲正的流水”被绕过系统改动：记账时为 {first.pk}，现为 {second.pk}"
        in seal_check.problems()[0]
    )
