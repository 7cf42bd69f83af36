"""Many small tables in one question: a page about one thing reads a dozen tables with a row or two in each.

Each table's rows become one JSON array a row, the tables are put under each other by UNION ALL, and model instances
are built from what comes back. The scope of each manager holds, because each part is that manager's own query.
Sealed (binary) columns are left out and fetched when somebody reads them.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import CharField, Model, QuerySet, Value


class JSONRow(models.Func):
    """The columns of a row as one JSON array; names would cost a cast each, and be thrown away."""

    function = "JSON_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL takes any number of values, under a name of its own."""
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **extra)


KIND, ROW = "gathered_kind", "gathered_row"


@dataclass(frozen=True)
class Ask:
    """The rows of one table; `related` names columns of rows that foreign keys lead to ("posted_by": ("name",))."""

    rows: QuerySet[Any]
    related: Mapping[str, Sequence[str]] = field(default_factory=dict)


def gather(**asks: Ask) -> dict[str, list[Any]]:
    """Return the rows of every table by its name here, each list in order of primary key. One query."""
    parts = [_part(name, ask) for name, ask in asks.items()]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: dict[str, list[Any]] = {name: [] for name in asks}
    for name, values in rows:
        found[name].append(_instance(asks[name], values))
    return {name: sorted(instances, key=lambda one: one.pk) for name, instances in found.items()}


def attach(parents: Sequence[Model], children: Sequence[Model], *, by: str, name: str) -> None:
    """Let `parent.<name>.all()` answer with the gathered children, as a prefetch would; `by` is the child's key."""
    for parent in parents:
        mine = [child for child in children if getattr(child, by) == parent.pk]
        rows = getattr(parent, name).filter(pk__in=[child.pk for child in mine])
        rows._result_cache, rows._prefetch_done = mine, True  # noqa: SLF001 - what Django's own prefetch does
        cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = rows


def _part(name: str, ask: Ask) -> QuerySet[Any]:
    related = (f"{key}__{each}" for key, names in ask.related.items() for each in names)
    row = JSONRow(*(column.attname for column in _columns(ask.rows.model)), *related)
    kind = Value(name, output_field=CharField())
    return ask.rows.order_by().annotate(**{KIND: kind, ROW: row}).values_list(KIND, ROW)


def _columns(model: type[Model]) -> list[models.Field]:
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.BinaryField)]  # noqa: SLF001


def _instance(ask: Ask, values: Any) -> Any:
    given = json.loads(values) if isinstance(values, str) else values
    model = ask.rows.model
    columns = _columns(model)
    # Columns first, then those of related rows; zip stops at the shorter.
    read = [_read(column, value) for column, value in zip(columns, given, strict=False)]
    instance = model.from_db(ask.rows.db, [column.attname for column in columns], read)
    rest = iter(given[len(columns) :])
    for key, names in ask.related.items():
        _relate(instance, key, {each: next(rest) for each in names}, ask.rows.db)
    return instance


def _relate(instance: Model, key: str, given: Mapping[str, Any], using: str) -> None:
    relation: Any = instance._meta.get_field(key)  # noqa: SLF001
    pk = getattr(instance, relation.attname)
    if pk is None:
        relation.set_cached_value(instance, None)
        return
    target = relation.related_model
    fields: dict[str, Any] = {name: target._meta.get_field(name) for name in given}  # noqa: SLF001
    names = [target._meta.pk.attname, *(one.attname for one in fields.values())]  # noqa: SLF001
    values = [pk, *(_read(fields[name], value) for name, value in given.items())]
    relation.set_cached_value(instance, target.from_db(using, names, values))


def _read(column: models.Field, value: Any) -> Any:
    """Return what the column's own query would have given: JSON knows no days, moments or, on SQLite, truth."""
    if value is None:
        return None
    for kind, read in READERS:
        if isinstance(column, kind):
            return read(value)
    return value


def _moment(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


# A moment is a day too to Django's fields, so it comes first.
READERS: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, lambda value: dt.date.fromisoformat(str(value)[:10])),
    (models.BooleanField, bool),
    (models.JSONField, _json),
)
