"""Writing very many rows of one table: one prepared statement, no model objects. For new rows that nobody reads back.

Far faster than bulk_create where a county is loaded; constraints, triggers and foreign keys hold as ever.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


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
