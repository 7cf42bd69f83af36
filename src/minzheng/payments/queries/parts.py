"""Asking for very many rows by their keys: what stands behind `__in`, part by part."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

AT_ONCE = {"sqlite": 5_000, "postgresql": 50_000}
"""Below the variable limit of every SQLite. PostgreSQL is sent the keys themselves, and looks each row up among them; a
table made of them (`unnest`) it sometimes goes through anew for every row, since it cannot tell how many rows there
will be."""


def parts(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    """Yield the keys in order, so many at a time, each part to be asked for with `__in`."""
    ordered = sorted(keys)
    most = AT_ONCE[connection.vendor]
    return (ordered[start : start + most] for start in range(0, len(ordered), most))
