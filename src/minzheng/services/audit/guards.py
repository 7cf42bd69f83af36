"""The database itself refuses to change append-only tables, whatever the code does.

A room calls `protect` in its apps.py. Triggers are put back after every migrate, because SQLite loses them when Django
rebuilds a table; `missing_guards` lets doctor and a test see that they are there and say what they should.
Nothing here takes a guard away; `before_migrate` alone sets rules aside, and says why. A migration that must change old
rows drops the trigger by name, in the open, itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

PREFIX = "guard_"
LONGEST_NAME = 63  # PostgreSQL cuts what is longer
LONGEST_TABLE_NAME = LONGEST_NAME - len("guard__truncate")
FUNCTION = "minzheng_refuse_change"
# One function for all tables. 23001 (restrict_violation) reaches Django as IntegrityError, as SQLite's ABORT does.
FUNCTION_BODY = """
BEGIN
    RAISE EXCEPTION '表 % 只可追加：不可修改、删除或清空已有记录', TG_TABLE_NAME USING ERRCODE = '23001';
END;
"""
# The same but for the columns named as arguments. Rows are compared whole: a condition that names its columns would
# make PostgreSQL refuse every later migration that changes the type of one.
EXCEPT_FUNCTION = "minzheng_refuse_other_columns"
EXCEPT_FUNCTION_BODY = """
BEGIN
    IF to_jsonb(OLD) - TG_ARGV IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV THEN
        RAISE EXCEPTION '表 % 只可追加：不可修改、删除或清空已有记录', TG_TABLE_NAME USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END;
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """One protected table; updates may touch only the columns named."""

    app_label: str
    model_name: str
    allow_update_columns: frozenset[str]

    @property
    def table(self) -> str:
        """Return the table's name in the database."""
        return apps.get_model(self.app_label, self.model_name)._meta.db_table  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as it should be: its name and the statements that make it."""

    name: str
    table: str
    statements: tuple[str, ...]
    function_body: str = FUNCTION_BODY
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A trigger that a room writes itself, for what is more than "append-only"; see `add_rule`."""

    app_label: str
    name: str
    table: str
    timing: str
    sqlite: str
    postgresql: str
    whole_statement: str = ""


_guards: dict[tuple[str, str], Guard] = {}
_rules: dict[str, Rule] = {}


def protect(app_label: str, model_name: str, *, allow_update_columns: Sequence[str] = ()) -> None:
    """Make a model's table append-only; with `allow_update_columns` only those columns may change, rows never go.

    Raises ImproperlyConfigured for a column the model does not have.
    """
    columns = {field.column for field in apps.get_model(app_label, model_name)._meta.concrete_fields}  # noqa: SLF001
    unknown = sorted(set(allow_update_columns) - columns)
    if unknown:
        raise ImproperlyConfigured(f"protect({app_label}.{model_name})：没有列 {unknown}")
    guard = Guard(app_label, model_name, frozenset(allow_update_columns))
    if len(guard.table) > LONGEST_TABLE_NAME:
        raise ImproperlyConfigured(f"表名 {guard.table} 超过 {LONGEST_TABLE_NAME} 个字符，触发器名称会被截断")
    _guards[app_label, model_name.lower()] = guard


def add_rule(
    app_label: str, name: str, *, table: str, timing: str, sqlite: str, postgresql: str, whole_statement: str = ""
) -> None:
    """Keep a trigger of a room's own in place like the guards: put back after every migrate, missed by doctor.

    `timing` is e.g. "BEFORE UPDATE"; `sqlite` is what follows FOR EACH ROW ("WHEN … BEGIN … END"), `postgresql` the
    body of the trigger function. With `whole_statement` PostgreSQL runs it once for all rows that a statement inserted,
    found under that name. Raises ImproperlyConfigured if the name is too long or does not begin with `guard_`.
    """
    if not name.startswith(PREFIX) or len(name) > LONGEST_NAME:
        raise ImproperlyConfigured(f"add_rule：触发器名 {name} 应以 {PREFIX} 开头且不超过 63 个字符")
    _rules[name] = Rule(app_label, name, table, timing, sqlite, postgresql, whole_statement)


def protected() -> list[Guard]:
    """Return every protected table, by app and model."""
    return [_guards[key] for key in sorted(_guards)]


def install(using: str = DEFAULT_DB_ALIAS, *, app_label: str | None = None) -> None:
    """Create or renew the triggers of every protected table that exists (of one app, if named)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, text in ((FUNCTION, FUNCTION_BODY), (EXCEPT_FUNCTION, EXCEPT_FUNCTION_BODY)):
                body = f"$body${text}$body$"
                cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        for trigger in _wanted(connection, cursor, app_label):
            cursor.execute(_drop(connection, trigger))
            for statement in (*trigger.before, *trigger.statements):
                cursor.execute(statement)


def before_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receive pre_migrate: SQLite cannot rebuild a table that a trigger of another table names, so rules step aside.

    Only if something is to be migrated; post_migrate puts them back. If the migration dies, doctor misses them.
    """
    connection = connections[using]
    mine = [rule for rule in _rules.values() if rule.app_label == sender.label]
    if connection.vendor == "sqlite" and kwargs.get("plan") and mine:
        with connection.cursor() as cursor:
            for rule in mine:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{rule.name}"')


def after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """Receive post_migrate: put back the guards of the app just migrated."""
    labels = {*(guard.app_label for guard in _guards.values()), *(rule.app_label for rule in _rules.values())}
    if sender.label in labels:
        install(using, app_label=sender.label)


def missing_guards(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return one Chinese sentence per trigger that is absent, switched off or not what it should be."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        absent = [guard.table for guard in protected() if guard.table not in present]
        wanted = list(_wanted(connection, cursor, None))
        found = _found_on_postgresql(cursor) if connection.vendor == "postgresql" else _found_on_sqlite(cursor)
    problems = [f"表 {table} 尚未建立，请先运行 migrate" for table in absent]
    for trigger in wanted:
        if trigger.name not in found:
            problems.append(f"表 {trigger.table} 缺少只增保护 {trigger.name}，请运行 migrate 重新安装")
        elif not _same(found[trigger.name], trigger):
            problems.append(f"表 {trigger.table} 的只增保护 {trigger.name} 内容不符或已停用，请运行 migrate 重新安装")
    return problems


def _wanted(connection: BaseDatabaseWrapper, cursor: CursorWrapper, app_label: str | None) -> Iterator[Trigger]:
    present = set(connection.introspection.table_names(cursor))
    for guard in protected():
        if guard.table in present and app_label in (None, guard.app_label):
            frozen = [
                column for column in _columns(connection, cursor, guard) if column not in guard.allow_update_columns
            ]
            build = _postgresql_triggers if connection.vendor == "postgresql" else _sqlite_triggers
            yield from build(guard, frozen)
    for rule in _rules.values():
        if rule.table in present and app_label in (None, rule.app_label):
            yield _rule_trigger(rule, connection.vendor)


def _columns(connection: BaseDatabaseWrapper, cursor: CursorWrapper, guard: Guard) -> list[str]:
    """Ask SQLite itself: Django's own reading of a table's statement fails on one with many long conditions."""
    if connection.vendor == "postgresql":
        return [column.name for column in connection.introspection.get_table_description(cursor, guard.table)]
    cursor.execute(f'PRAGMA table_info("{guard.table}")')
    return [row[1] for row in cursor.fetchall()]


def _sqlite_triggers(guard: Guard, frozen: list[str]) -> Iterator[Trigger]:
    table = guard.table
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in frozen)
    # Without exceptions any UPDATE is refused, one that changes nothing as well.
    when = f" WHEN {changed}" if guard.allow_update_columns else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '表 {table} 只可追加：不可修改、删除或清空已有记录'); END"
    for act, condition in (("UPDATE", when), ("DELETE", "")):
        name = f"{PREFIX}{table}_{act.lower()}"
        create = f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" FOR EACH ROW{condition} {refuse}'
        yield Trigger(name, table, (create,))


def _postgresql_triggers(guard: Guard, _frozen: list[str]) -> Iterator[Trigger]:
    table = guard.table
    allowed = ", ".join(f"'{column}'" for column in sorted(guard.allow_update_columns))
    for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = f"{PREFIX}{table}_{act.lower()}"
        call, body = f"{FUNCTION}()", FUNCTION_BODY
        if act == "UPDATE" and allowed:
            call, body = f"{EXCEPT_FUNCTION}({allowed})", EXCEPT_FUNCTION_BODY
        create = f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" FOR EACH {each} EXECUTE FUNCTION {call}'
        # The comment holds what the trigger was made from: PostgreSQL gives its own spelling of the condition back.
        comment = f"""COMMENT ON TRIGGER "{name}" ON "{table}" IS '{_quoted(create)}'"""
        always = f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"'
        yield Trigger(name, table, (create, always, comment), body)


def _rule_trigger(rule: Rule, vendor: str) -> Trigger:
    head = f'CREATE TRIGGER "{rule.name}" {rule.timing} ON "{rule.table}"'
    if vendor != "postgresql":
        return Trigger(rule.name, rule.table, (f"{head} FOR EACH ROW {rule.sqlite}",))
    each = (
        f"REFERENCING NEW TABLE AS {rule.whole_statement} FOR EACH STATEMENT"
        if rule.whole_statement
        else "FOR EACH ROW"
    )
    create = f"{head} {each} EXECUTE FUNCTION {rule.name}()"
    function = (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $body${rule.postgresql}$body$"
    )
    comment = f"""COMMENT ON TRIGGER "{rule.name}" ON "{rule.table}" IS '{_quoted(create)}'"""
    always = f'ALTER TABLE "{rule.table}" ENABLE ALWAYS TRIGGER "{rule.name}"'
    return Trigger(rule.name, rule.table, (create, always, comment), rule.postgresql, (function,))


def _quoted(statement: str) -> str:
    return statement.replace("'", "''")


def _drop(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    on_table = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{trigger.name}"{on_table}'


def _found_on_sqlite(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """Return (statement, "") of each trigger."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    return {name: (sql, "") for name, sql in cursor.fetchall()}


def _found_on_postgresql(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """Return (statement it was made from, body of its function) of each trigger that is enabled always."""
    cursor.execute(
        """
        SELECT t.tgname,
               CASE WHEN t.tgenabled = 'A' THEN coalesce(obj_description(t.oid, 'pg_trigger'), '') ELSE '' END,
               p.prosrc
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND pg_table_is_visible(t.tgrelid) AND t.tgname LIKE %s
        """,
        [f"{PREFIX}%"],
    )
    return {name: (made_from, body) for name, made_from, body in cursor.fetchall()}


def _same(found: tuple[str, str], trigger: Trigger) -> bool:
    made_from, body = found
    return made_from == trigger.statements[0] and body in ("", trigger.function_body)
