"""The database refuses to change append-only rows, on both engines, also after a table was rebuilt."""
# ruff: noqa: S608 - the name of the table is ours

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit import guards
from minzheng.services.audit.domain.record import record
from minzheng.services.audit.models import AuditEvent

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
TABLE = "audit_auditevent"


def add_row():
    with transaction.atomic():
        return record(chain="registry", at=AT, by=None, action="x", object_kind="y", object_id="1")


def refused(sql):
    """Run the statement as someone with the owner's rights would; return the message it is refused with."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(caught.value).splitlines()[0]


def missing():
    """What the check says of our table."""
    return [problem for problem in guards.missing_guards() if TABLE in problem]


STATEMENTS = [
    f"UPDATE {TABLE} SET reason = 'x'",
    f"UPDATE {TABLE} SET id = id",
    f"DELETE FROM {TABLE}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", STATEMENTS)
def test_change_and_removal_are_refused(sql):
    add_row()

    assert refused(sql) == f"表 {TABLE} 只可追加：不可修改、删除或清空已有记录"
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: AuditEvent.objects.update(reason="x"),
        lambda row: AuditEvent.objects.bulk_update([row], ["reason"]),
    ],
)
def test_django_is_refused_too(change):
    row = add_row()

    with pytest.raises(IntegrityError), transaction.atomic():
        change(row)


@pytest.mark.django_db
def test_emptying_at_once_is_refused():
    add_row()

    if connection.vendor == "postgresql":
        assert refused(f"TRUNCATE {TABLE}") == f"表 {TABLE} 只可追加：不可修改、删除或清空已有记录"
        assert refused(f"TRUNCATE {TABLE} CASCADE") == f"表 {TABLE} 只可追加：不可修改、删除或清空已有记录"
    else:
        columns = ", ".join(field.column for field in AuditEvent._meta.concrete_fields)
        assert refused(f"REPLACE INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE}").startswith(
            f"表 {TABLE} 只可追加"
        )


@pytest.mark.django_db
def test_a_replication_session_is_refused_too():
    add_row()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")

    assert refused(f"DELETE FROM {TABLE}").startswith(f"表 {TABLE} 只可追加")


@pytest.mark.django_db(transaction=True)
def test_guards_are_back_after_a_migration_rebuilt_the_table():
    add_row()
    before = AuditEvent._meta.get_field("reason")
    after = models.TextField("理由", blank=True, null=True)
    after.set_attributes_from_name("reason")

    with connection.schema_editor() as editor:
        editor.alter_field(AuditEvent, before, after)
    # SQLite lost them; on PostgreSQL they stay with the table.
    assert len(missing()) == (2 if connection.vendor == "sqlite" else 0)
    call_command("migrate", verbosity=0)

    assert missing() == []
    for sql in STATEMENTS:
        refused(sql)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_next_test_finds_the_database_as_migrate_left_it():
    assert AuditEvent.objects.count() == 0
    assert missing() == []
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, TABLE)
    assert [column.null_ok for column in columns if column.name == "reason"] == [False]


@pytest.fixture
def only_reason_may_change(monkeypatch, db):
    monkeypatch.setattr(guards, "_guards", dict(guards._guards))
    guards.protect("audit", "AuditEvent", allow_update_columns=["reason", "division_code"])
    guards.install()


def test_named_columns_may_change_and_no_other(only_reason_may_change):
    row = add_row()

    AuditEvent.objects.update(reason="补充", division_code="420581000000")

    assert AuditEvent.objects.get().reason == "补充"
    assert refused(f"UPDATE {TABLE} SET reason = 'x', actor = 'mallory'").startswith(f"表 {TABLE} 只可追加")
    assert refused(f"UPDATE {TABLE} SET after = '1'").startswith(f"表 {TABLE} 只可追加")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    assert missing() == []


@pytest.mark.django_db
def test_a_dropped_guard_is_missed():
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_{TABLE}_delete{on_table}")

    assert missing() == [f"表 {TABLE} 缺少只增保护 guard_{TABLE}_delete，请运行 migrate 重新安装"]

    guards.install()
    assert missing() == []


@pytest.mark.django_db
def test_a_weakened_guard_is_missed():
    name = f"guard_{TABLE}_delete"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {name}")
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {TABLE} BEGIN SELECT 1; END")

    assert missing() == [f"表 {TABLE} 的只增保护 {name} 内容不符或已停用，请运行 migrate 重新安装"]


@pytest.mark.django_db
def test_a_hollowed_function_is_missed():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            hollow = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
            cursor.execute(f"CREATE OR REPLACE FUNCTION {guards.FUNCTION}() {hollow}")
        assert f"表 {TABLE} 的只增保护 guard_{TABLE}_delete 内容不符或已停用，请运行 migrate 重新安装" in missing()
        guards.install()

    assert missing() == []


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(ImproperlyConfigured, match="没有列"):
        guards.protect("audit", "AuditEvent", allow_update_columns=["raeson"])
