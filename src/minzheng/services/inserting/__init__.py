"""Writing very many new rows of one table. Constraints, triggers, defaults and foreign keys hold as they always do.

`insert_all` takes model objects and gives them their keys; `insert_rows` takes values, makes no objects, and gives
nothing back; `insert_columns` takes Arrow arrays, for hundreds of thousands of rows. Many rows go into PostgreSQL by
COPY. This room lies below the other services, which use it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, models, router, transaction

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]
# Fewer rows go in by one ordinary statement: a COPY takes some trips more and gains nothing.
COPIED_FROM = 20


def insert_all(rows: Iterable[Row], *, at_once: int | None = None) -> list[Row]:
    """Insert new objects of one model, in order, and give each its key; return them.

    Where nothing is copied this is bulk_create, with `at_once` rows to a statement. Raises IntegrityError and the like
    as any insert does.
    """
    new = list(rows)
    if not new:
        return new
    model = type(new[0])
    using = router.db_for_write(model)
    if not _is_copied(using, new):
        return list(model._default_manager.bulk_create(new, batch_size=at_once))  # noqa: SLF001
    with transaction.atomic(using=using):
        _number(model, new, using)
        fields = [field for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001
        columns = (_column(field, new, connections[using]) for field in fields)
        _copy(model, fields, zip(*columns, strict=True), using)
    for row in new:
        row._state.adding, row._state.db = False, using  # noqa: SLF001
    return new


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of the fields `names` (foreign keys as ids), in this order.

    Fields that are not named take their default or stay null. Raises IntegrityError as any insert does.
    """
    using = router.db_for_write(model)
    connection = connections[using]
    meta = model._meta  # noqa: SLF001
    unnamed = [field for field in meta.concrete_fields if field.name not in names and not field.primary_key]
    fields: list[Any] = [meta.get_field(name) for name in names] + unnamed
    defaults = [field.get_default() for field in unnamed]
    converts = [_converter(field, connection) for field in fields]
    new = ([convert(value) for convert, value in zip(converts, (*row, *defaults), strict=True)] for row in rows)
    first = list(islice(new, COPIED_FROM))
    if _is_copied(using, first):
        with transaction.atomic(using=using):
            _copy(model, fields, chain(first, new), using)
        return
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_into(fields, meta.db_table, connection)} VALUES ({places})"  # noqa: S608 - our own models
    with connection.cursor() as cursor:
        cursor.executemany(statement, [*first, *new])


def insert_columns(model: type[models.Model], columns: Mapping[str, Any]) -> None:
    """Insert rows given as Arrow arrays of the fields (foreign keys as ids, JSON as its text), all of one length.

    Fields that are not named take their default or stay null. Raises IntegrityError as any insert does. Needs pyarrow.
    """
    using = router.db_for_write(model)
    connection = connections[using]
    count = len(next(iter(columns.values())))
    meta = model._meta  # noqa: SLF001
    unnamed = [field for field in meta.concrete_fields if field.name not in columns and not field.primary_key]
    rest = {field.name: _written(field, connection) for field in unnamed}
    if connection.vendor != "postgresql":
        fields = [meta.get_field(name) for name in (*columns, *rest)]
        places = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {_into(fields, meta.db_table, connection)} VALUES ({places})"  # noqa: S608 - our own models
        listed = [column.to_pylist() for column in columns.values()]
        rows = zip(*listed, *([value] * count for value in rest.values()), strict=True)
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(rows))
        return
    import pyarrow as pa  # noqa: PLC0415 - optional dependency
    from pyarrow import csv  # noqa: PLC0415 - optional dependency

    given = {name: value for name, value in rest.items() if value is not None}
    table = pa.table({**columns, **{name: pa.repeat(pa.scalar(value), count) for name, value in given.items()}})
    fields = [meta.get_field(name) for name in table.column_names]
    into = _into(fields, meta.db_table, connection)
    text = pa.BufferOutputStream()
    # A text is quoted, what is null is not: so COPY tells them apart.
    csv.write_csv(table, text, csv.WriteOptions(include_header=False, quoting_style="needed"))
    statement = f"COPY {into} FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(memoryview(text.getvalue()))


def _written(field: Any, connection: Any) -> Any:
    """Return a field's default as it is written into a column; JSON as its text."""
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value)
    return field.get_db_prep_save(value, connection)


def _is_copied(using: str, rows: Sequence[object]) -> bool:
    return connections[using].vendor == "postgresql" and len(rows) >= COPIED_FROM


def _number(model: type[Row], rows: Sequence[Row], using: str) -> None:
    """Take the rows' keys from the sequence that the database itself would use."""
    meta, connection = model._meta, connections[using]  # noqa: SLF001
    if not isinstance(meta.pk, models.AutoField) or rows[0].pk is not None:
        return
    table = connection.ops.quote_name(meta.db_table)
    statement = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [table, meta.pk.column, len(rows)])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            setattr(row, meta.pk.attname, number)


def _copy(model: type[models.Model], fields: Sequence[Any], rows: Iterable[Sequence[Any]], using: str) -> None:
    connection = connections[using]
    into = _into(fields, model._meta.db_table, connection)  # noqa: SLF001
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _into(fields: Sequence[Any], table: str, connection: Any) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(field.column) for field in fields)})"


def _column(field: Any, rows: Sequence[models.Model], connection: Any) -> Iterable[Any]:
    """Return the values of a field, row by row, as they are written."""
    if type(field).pre_save is models.Field.pre_save:
        values: Iterable[Any] = map(attrgetter(field.attname), rows)
    else:
        values = (field.pre_save(row, add=True) for row in rows)
    return map(_converter(field, connection), values)


def _converter(field: Any, connection: Any) -> Convert:
    """Return how a value is written, as Django would.

    Few distinct days, moments and codes fill most cells: each is converted once.
    """
    converted: dict[Any, Any] = {}
    is_text = type(field).get_prep_value in (models.CharField.get_prep_value, models.TextField.get_prep_value)
    as_it_is = {int, bool, type(None), *((str,) if is_text else ())}

    def convert(value: Any) -> Any:
        if type(value) in as_it_is:
            return value
        try:
            return converted[value]
        except TypeError:  # a list or a dict
            return field.get_db_prep_save(value, connection)
        except KeyError:
            converted[value] = field.get_db_prep_save(value, connection)
            return converted[value]

    return convert
