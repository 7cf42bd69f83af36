"""Query sets read as columns: from PostgreSQL through ADBC, from SQLite by its own driver. Needs the extra `[scale]`.

Everything read inside one `Picture` is one consistent picture of the database: one transaction that only reads, and
Django's own questions beside it (`beside`) see the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Column:
    """Whole numbers, 64 bits wide, and whether each is known."""

    values: Any
    known: Any


Table = Mapping[str, Any]
"""By name: numbers as `Column`, texts as lists, lists of numbers as `Lists`."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A list of whole numbers in each row: all of them one after the other, and the row of each."""

    values: Any
    rows: Any


class Picture(Protocol):
    """One consistent picture of the database."""

    def read(self, rows: Any, *, texts: tuple[str, ...] = (), lists: tuple[str, ...] = ()) -> Table:
        """Return a query set of `values(...)` as a table by name; the query set was not asked before.

        `texts`: the columns of texts; `lists`: those of JSON lists of whole numbers. All others are whole numbers.
        """
        ...

    def held(self) -> Any:
        """Return a context of one span of the registry, in which SQLite, too, keeps the picture still.

        PostgreSQL's stands still all the while; SQLite's would keep everybody else from writing.
        """
        ...

    def beside(self) -> Any:
        """Return a context in which Django's own questions see the same picture."""
        ...


@contextmanager
def reading() -> Iterator[Picture]:
    """Open one consistent picture of the database to read from."""
    if connection.vendor == "postgresql":
        with _opened() as picture:
            yield picture
    else:
        yield _Rows()


def _names(rows: Any) -> list[str]:
    return [*rows.query.values_select, *rows.query.extra_select, *rows.query.annotation_select]


class _Rows:
    """Read by the one connection that there is."""

    def read(self, rows: Any, *, texts: tuple[str, ...] = (), lists: tuple[str, ...] = ()) -> Table:
        names = _names(rows)
        found = list(rows.values_list(*names))
        columns = list(zip(*found, strict=True)) if found else [()] * len(names)
        table: dict[str, Any] = {}
        for name, column in zip(names, columns, strict=True):
            if name in texts:
                table[name] = list(column)
            elif name in lists:
                sizes = np.fromiter(map(len, column), np.int64, len(column))
                values = np.fromiter((one for each in column for one in each), np.int64, int(sizes.sum()))
                table[name] = Lists(values, np.repeat(np.arange(len(column)), sizes))
            else:
                table[name] = Column(
                    np.fromiter((0 if one is None else int(one) for one in column), np.int64, len(column)),
                    np.fromiter((one is not None for one in column), bool, len(column)),
                )
        return table

    def held(self) -> Any:
        return transaction.atomic()

    def beside(self) -> Any:
        return nullcontext()


class _Arrow:
    """Read through ADBC, inside one transaction whose snapshot Django's connection may take as well."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Few questions over many rows: sums are kept in memory rather than sorted on disk.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SELECT pg_export_snapshot()")
        self.snapshot = str(cursor.fetchone()[0])

    def read(self, rows: Any, *, texts: tuple[str, ...] = (), lists: tuple[str, ...] = ()) -> Table:
        import pyarrow as pa  # noqa: PLC0415 - optional dependency
        import pyarrow.compute as pc  # noqa: PLC0415 - optional dependency

        operations: Any = connection.ops  # PostgreSQL's, which can write the values into the words
        names = _names(rows)
        sql, parameters = rows.values_list(*names).query.sql_with_params()
        table = self.answered(operations.compose_sql(sql, parameters))
        found: dict[str, Any] = {}
        for name, column in zip(names, table.columns, strict=True):
            whole = column.combine_chunks()
            if name in texts:
                found[name] = whole.to_pylist()
            elif name in lists:
                found[name] = _lists(whole)
            else:
                known = np.asarray(whole.is_valid().to_numpy(zero_copy_only=False), bool)
                filled = pc.fill_null(pc.cast(whole, pa.int64()), 0)
                found[name] = Column(filled.to_numpy(zero_copy_only=False), known)
        return found

    def answered(self, sql: str) -> Any:
        """Return the answer to a question as it comes."""
        self.cursor.execute(sql)
        return self.cursor.fetch_arrow_table()

    def held(self) -> Any:
        return nullcontext()

    @contextmanager
    def beside(self) -> Iterator[None]:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [self.snapshot])
            yield


def _lists(texts: Any) -> Lists:
    """Return JSON lists of whole numbers, as PostgreSQL writes them out."""
    import pyarrow as pa  # noqa: PLC0415 - optional dependency
    import pyarrow.compute as pc  # noqa: PLC0415 - optional dependency

    parts = pc.split_pattern(pc.utf8_trim(pc.cast(texts, pa.string()), "[]"), ",")
    words, rows = pc.utf8_trim_whitespace(pc.list_flatten(parts)), pc.list_parent_indices(parts)
    given = pc.not_equal(words, "")
    values = pc.cast(pc.filter(words, given), pa.int64())
    return Lists(values.to_numpy(zero_copy_only=False), pc.filter(rows, given).to_numpy(zero_copy_only=False))


@contextmanager
def _opened() -> Iterator[Picture]:
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - optional dependency
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - optional dependency

    asked = ("host", "port", "user", "password", "dbname", "sslmode")
    given = {key: value for key, value in connection.get_connection_params().items() if key in asked and value}
    with dbapi.connect(make_conninfo("", **given), autocommit=True) as opened, opened.cursor() as cursor:
        yield _Arrow(cursor)
        cursor.execute("COMMIT")
