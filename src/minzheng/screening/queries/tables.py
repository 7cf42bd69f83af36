"""Query sets read as columns: from PostgreSQL through ADBC, from SQLite by its own driver. Needs the extra `[scale]`.

Everything read inside one `Reader` is one consistent picture of the database: one transaction that only reads.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Column:
    """Whole numbers, 64 bits wide, and whether each is known."""

    values: Any
    known: Any


Table = Mapping[str, Column | list[str]]


class Reader(Protocol):
    """Reads a query set of `values(...)` into a table by name: whole numbers as columns, texts as lists."""

    def __call__(self, rows: Any, *, texts: tuple[str, ...] = ()) -> Table:
        """Return the table; the query set was not asked before."""
        ...


@contextmanager
def reading() -> Iterator[Reader]:
    """Open one consistent picture of the database to read from."""
    if connection.vendor == "postgresql":
        with _arrow_reader() as reader:
            yield reader
    else:
        with transaction.atomic():
            yield _row_reader


def _names(rows: Any) -> list[str]:
    return [*rows.query.values_select, *rows.query.extra_select, *rows.query.annotation_select]


def _row_reader(rows: Any, *, texts: tuple[str, ...] = ()) -> Table:
    names = _names(rows)
    found = list(rows.values_list(*names))
    columns = list(zip(*found, strict=True)) if found else [()] * len(names)
    return {
        name: list(column) if name in texts else Column(
            np.fromiter((0 if one is None else int(one) for one in column), np.int64, len(column)),
            np.fromiter((one is not None for one in column), bool, len(column)),
        )
        for name, column in zip(names, columns, strict=True)
    }  # fmt: skip


@contextmanager
def _arrow_reader() -> Iterator[Reader]:
    import pyarrow as pa  # noqa: PLC0415 - optional dependency
    import pyarrow.compute as pc  # noqa: PLC0415 - optional dependency
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - optional dependency
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - optional dependency

    asked = ("host", "port", "user", "password", "dbname", "sslmode")
    given = {key: value for key, value in connection.get_connection_params().items() if key in asked and value}
    with dbapi.connect(make_conninfo("", **given), autocommit=True) as opened, opened.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Few questions over many rows: sums are kept in memory rather than sorted on disk.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        operations: Any = connection.ops  # PostgreSQL's, which can write the values into the words

        def read(rows: Any, *, texts: tuple[str, ...] = ()) -> Table:
            names = _names(rows)
            sql, parameters = rows.values_list(*names).query.sql_with_params()
            cursor.execute(operations.compose_sql(sql, parameters))
            table = cursor.fetch_arrow_table()
            found: dict[str, Column | list[str]] = {}
            for name, column in zip(names, table.columns, strict=True):
                whole = column.combine_chunks()
                if name in texts:
                    found[name] = whole.to_pylist()
                    continue
                known = np.asarray(whole.is_valid().to_numpy(zero_copy_only=False), bool)
                filled = pc.fill_null(pc.cast(whole, pa.int64()), 0)
                found[name] = Column(filled.to_numpy(zero_copy_only=False), known)
            return found

        yield read
        cursor.execute("COMMIT")
