"""What someone may do who owns the database: take the guards away, write, put them back."""

from django.db import connection

from minzheng.services.audit import guards


def rewrite(table, pk, column, value, *, delete=False):
    """Change one column of one row (or delete the row) behind the guards' back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come takes no new trigger
        for name in _triggers(cursor, table):
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
        if delete:
            cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [pk])  # noqa: S608 - names from our own tests
        else:
            cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, pk])  # noqa: S608 - as above
        assert cursor.rowcount == 1
    guards.install()


def _triggers(cursor, table):
    if connection.vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass", [table])
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    return [name for (name,) in cursor.fetchall()]
