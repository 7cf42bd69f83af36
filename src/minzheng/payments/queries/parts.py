"""Asking for very many rows by their keys: what stands behind `__in`, part by part."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

# Below the variable limit of every SQLite. PostgreSQL takes the keys as one array.
AT_ONCE, IN_AN_ARRAY = 5_000, 50_000


def parts(keys: Iterable[int]) -> Iterator[Sequence[int] | RawSQL]:
    """Yield the keys in order, so many at a time, each part to be asked for with `__in`."""
    ordered = sorted(keys)
    if connection.vendor != "postgresql" or len(ordered) <= AT_ONCE:
        yield from _cut(ordered, AT_ONCE)
    else:
        yield from (RawSQL("SELECT unnest(%s::bigint[])", (part,)) for part in _cut(ordered, IN_AN_ARRAY))


def _cut(keys: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    return (keys[start : start + most] for start in range(0, len(keys), most))
