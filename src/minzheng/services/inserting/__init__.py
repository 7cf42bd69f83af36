"""Writing very many new rows of one table. Constraints, triggers, defaults and foreign keys hold as they always do.

`insert_all` takes model objects and gives them their keys; `insert_rows` takes values, makes no objects, and gives
nothing back; `insert_columns` takes Arrow arrays, for hundreds of thousands of rows. Many rows go into PostgreSQL by
COPY, some hundred at a time: while it writes those, the next are made. So an iterable that reckons as it goes costs the
time of the slower of the two, not of both. This room lies below the other services, which use it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, models, router, transaction

Row = TypeVar("Row", bound=models.Model)
Column = Sequence[Any]
Convert = Callable[[Column], Iterable[Any]]
# Fewer rows go in by one ordinary statement: a COPY takes some trips more and gains nothing.
COPIED_FROM = 20
# Rows that are converted together, column by column, and sent.
TOGETHER = 500


def insert_all(rows: Iterable[Row], *, at_once: int | None = None, count: int = 0) -> list[Row]:
    """Insert new objects of one model, in order, and give each its key; return them.

    With their `count`, objects that are made as they are asked for are made while the database writes those before.
    Where nothing is copied this is bulk_create, with `at_once` rows to a statement. Raises IntegrityError and the like
    as any insert does.
    """
    if not count:
        rows = list(rows)
        count = len(rows)
    parts = _in_parts(rows)
    first = next(parts, [])
    if not first:
        return []
    model = type(first[0])
    using = router.db_for_write(model)
    if not _is_copied(using, first):
        new = [*first, *chain.from_iterable(parts)]
        return list(model._default_manager.bulk_create(new, batch_size=at_once))  # noqa: SLF001
    made: list[Row] = []
    fields = [field for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001
    columns = [(_reader(field), _converter(field, connections[using])) for field in fields]
    with transaction.atomic(using=using):
        keys = _keys(first[0], count, using)

        def cells(part: list[Row]) -> Iterable[Sequence[Any]]:
            for row, key in zip(part, keys, strict=False):
                row.pk = key
            made.extend(part)
            return zip(*(convert(read(part)) for read, convert in columns), strict=True)

        _copy(model, fields, chain.from_iterable(map(cells, chain([first], parts))), using)
    for row in made:
        row._state.adding, row._state.db = False, using  # noqa: SLF001
    return made


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of the fields `names` (of foreign keys the ids), in this order.

    Fields that are not named take their default or stay null. Raises IntegrityError as any insert does.
    """
    using = router.db_for_write(model)
    connection = connections[using]
    meta = model._meta  # noqa: SLF001
    named = [meta.get_field(name) for name in names]
    unnamed = [field for field in meta.concrete_fields if field not in named and not field.primary_key]
    fields: list[Any] = [*named, *unnamed]
    defaults = [next(iter(_converter(field, connection)([field.get_default()]))) for field in unnamed]
    converts = [_converter(field, connection) for field in named]
    cells = (
        zip(
            *(convert(column) for convert, column in zip(converts, zip(*part, strict=True), strict=True)),
            *map(repeat, defaults),
            strict=False,
        )
        for part in _in_parts(rows)
    )
    new = chain.from_iterable(cells)
    first = list(islice(new, COPIED_FROM))
    if not first:
        return
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


def _in_parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while part := list(islice(left, TOGETHER)):
        yield part


def _keys(row: models.Model, count: int, using: str) -> Iterator[Any]:
    """Return keys from the sequence that the database itself would use; none if the rows have theirs."""
    meta, connection = row._meta, connections[using]  # noqa: SLF001
    if not isinstance(meta.pk, models.AutoField) or row.pk is not None:
        return iter(())
    table = connection.ops.quote_name(meta.db_table)
    # OFFSET 0 keeps the sequence from being looked up again for every row.
    statement = (
        "SELECT nextval(named.sequence) FROM "
        "(SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence OFFSET 0) AS named, generate_series(1, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [table, meta.pk.column, count])
        return (key for (key,) in cursor.fetchall())


def _copy(model: type[models.Model], fields: Sequence[Any], rows: Iterable[Sequence[Any]], using: str) -> None:
    connection = connections[using]
    into = _into(fields, model._meta.db_table, connection)  # noqa: SLF001
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        write = copy.write_row
        for row in rows:
            write(row)


def _into(fields: Sequence[Any], table: str, connection: Any) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(field.column) for field in fields)})"


def _reader(field: Any) -> Callable[[Sequence[models.Model]], Column]:
    """Return how the values of a field are read off objects as they are written."""
    if type(field).pre_save is models.Field.pre_save:
        read = attrgetter(field.attname)
        return lambda rows: list(map(read, rows))
    return lambda rows: [field.pre_save(row, add=True) for row in rows]


def _converter(field: Any, connection: Any) -> Convert:
    """Return how the values of a column are written, as Django would.

    Few distinct days, moments and codes fill most cells: each is converted once.
    """
    converted: dict[Any, Any] = {}
    is_text = type(field).get_prep_value in (models.CharField.get_prep_value, models.TextField.get_prep_value)
    as_it_is = {int, bool, type(None), *((str,) if is_text else ())}
    if connection.vendor == "postgresql" and type(field) is models.BinaryField:
        as_it_is.add(bytes)

    def one(value: Any) -> Any:
        if type(value) in as_it_is:
            return value
        try:
            return converted[value]
        except TypeError:  # a list or a dict
            return field.get_db_prep_save(value, connection)
        except KeyError:
            converted[value] = field.get_db_prep_save(value, connection)
            return converted[value]

    def convert(values: Column) -> Iterable[Any]:
        return values if as_it_is.issuperset(map(type, values)) else map(one, values)

    return convert
