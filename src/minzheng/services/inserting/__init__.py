"""Writing very many new rows of one table. Constraints, triggers, defaults and foreign keys hold as they always do.

`insert_rows` takes values and makes no model objects; `insert_all` takes model objects and gives them their keys.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, models, router, transaction

Row = TypeVar("Row", bound=models.Model)
# Fewer rows go in by one ordinary statement: a COPY takes two trips more and gains nothing.
COPIED_FROM = 2000


def insert_all(rows: Iterable[Row], *, at_once: int | None = None) -> list[Row]:
    """Insert new objects of one model, in order, and give each its key; return them.

    Many of them go into PostgreSQL by COPY; otherwise this is bulk_create with `at_once` rows to a statement.
    Raises IntegrityError and the like as any insert does.
    """
    new = list(rows)
    if not new:
        return new
    model = type(new[0])
    using = router.db_for_write(model)
    if connections[using].vendor == "postgresql" and len(new) >= COPIED_FROM:
        with transaction.atomic(using=using):
            _copy(model, new, using)
        return new
    return list(model._default_manager.bulk_create(new, batch_size=at_once))  # noqa: SLF001


def _copy(model: type[Row], rows: Sequence[Row], using: str) -> None:
    connection = connections[using]
    meta = model._meta  # noqa: SLF001
    quote = connection.ops.quote_name
    key = meta.pk
    fields = [field for field in meta.concrete_fields if not field.generated]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    cells = [_cell(field, connection) for field in fields]
    with connection.cursor() as cursor:
        if isinstance(key, models.AutoField) and any(row.pk is None for row in rows):
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [quote(meta.db_table), key.column, len(rows)])
            for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = number
        into = f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([cell(row) for cell in cells])
    for row in rows:
        row._state.adding, row._state.db = False, using  # noqa: SLF001


def _cell(field: Any, connection: Any) -> Callable[[Any], Any]:
    """Return how a row's value of this field is written: as Django would, each distinct value converted once."""
    if type(field).pre_save is models.Field.pre_save:
        read: Callable[[Any], Any] = attrgetter(field.attname)
    else:

        def read(row: Any) -> Any:
            return field.pre_save(row, True)

    # Few distinct days, moments and codes fill most cells.
    converted: dict[Any, Any] = {}

    def cell(row: Any) -> Any:
        value = read(row)
        if value is None or type(value) in (int, bool):
            return value
        try:
            return converted[value]
        except TypeError:  # a list or a dict
            return field.get_db_prep_save(value, connection)
        except KeyError:
            converted[value] = field.get_db_prep_save(value, connection)
            return converted[value]

    return cell


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
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # Few distinct days, moments and codes fill most cells: each is converted once.
    converted: dict[tuple[int, Any], Any] = {}

    def convert(place: int, value: Any) -> Any:
        if value is None or type(value) in (int, bool):
            return value
        key = (place, value)
        if key not in converted:
            converted[key] = fields[place].get_db_prep_save(value, connection)
        return converted[key]

    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [[convert(place, value) for place, value in enumerate([*row, *defaults])] for row in rows]
        )
