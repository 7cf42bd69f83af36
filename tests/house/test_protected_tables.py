"""Every protected table really refuses: a row is written to each, then changed and removed as its owner would."""
# ruff: noqa: S608 - the names of tables are ours

import datetime as dt
import json

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from minzheng.services.audit import guards

# What a row of any table is filled with, and what it is then changed to.
FIRST = [
    (models.JSONField, json.dumps({})),
    (models.DateTimeField, dt.datetime(2026, 11, 24, tzinfo=dt.UTC)),
    (models.DateField, dt.date(2026, 11, 24)),
    (models.BooleanField, False),
    (models.BinaryField, b"x"),
    ((models.AutoField, models.ForeignKey), 1),
    (models.IntegerField, 0),
    (models.DecimalField, 1),
    ((models.TextField, models.CharField, models.FileField), "x"),
]
OTHER = [
    (models.JSONField, json.dumps([1])),
    (models.DateTimeField, dt.datetime(2011, 1, 1, tzinfo=dt.UTC)),
    (models.DateField, dt.date(2011, 1, 1)),
    (models.BooleanField, True),
    (models.BinaryField, b"y"),
    ((models.AutoField, models.ForeignKey, models.IntegerField), 7),
    (models.DecimalField, 7),
    ((models.TextField, models.CharField, models.FileField), "y"),
]


def protected_tables():
    return [pytest.param(guard, id=guard.table) for guard in guards.protected()]


def fields_of(guard):
    return apps.get_model(guard.app_label, guard.model_name)._meta.concrete_fields


def value_for(field, values):
    return next(value for kind, value in values if isinstance(field, kind))


@pytest.fixture
def without_constraints(db):
    """Rows of this test need not make sense: only the guards are asked. Undone before Django looks at foreign keys."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            else:
                drop_constraints(cursor)
            # What a room demands of a new row is that room's own test.
            for rule in guards._rules.values():
                on_table = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{on_table}")
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def drop_constraints(cursor):
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace",
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')


def write_row(guard):
    fields = [field for field in fields_of(guard) if not field.null]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        row = [value_for(field, FIRST) for field in fields]
        cursor.execute(f'INSERT INTO "{guard.table}" ({columns}) VALUES ({marks})', row)


def is_refused(sql, values=()):
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(sql, values)
        except IntegrityError as error:
            transaction.set_rollback(True)
            return "只可追加" in str(error)
        transaction.set_rollback(True)
    return False


@pytest.mark.parametrize("guard", protected_tables())
def test_the_table_refuses(guard, without_constraints):
    write_row(guard)

    assert is_refused(f'DELETE FROM "{guard.table}"')
    if connection.vendor == "postgresql":
        assert is_refused(f'TRUNCATE "{guard.table}" CASCADE')
    frozen = [field for field in fields_of(guard) if field.column not in guard.allow_update_columns]
    changes = {field.name: f'UPDATE "{guard.table}" SET "{field.column}" = %s' for field in frozen}
    still_open = [field.name for field in frozen if not is_refused(changes[field.name], [value_for(field, OTHER)])]
    assert still_open == []


@pytest.mark.django_db
def test_no_guard_is_missing():
    assert guards.missing_guards() == []
