"""What may be seen: every query on people, households, cases and money runs inside a declared area, or raises.

Built on django-scopes, whose managers compare one value; an area here is several ranges of division codes (one worker,
three villages), so the manager is ours. Not caught by any manager: forward foreign keys, joins that start at an
unscoped model, `_base_manager`, raw SQL. Hence tests/house/test_scopes.py: every model that reaches a person is scoped.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django_scopes import ScopeError, get_scope, scope
from django_scopes.manager import DisabledQuerySet

from minzheng.kernel.division import Area

__all__ = ["AreaManager", "ScopeError", "ScopedManager", "area_q", "current_area", "everywhere", "within"]

log = logging.getLogger(__name__)
DIMENSION = "area"


@contextmanager
def within(area: Area) -> Iterator[None]:
    """Run the block seeing only what lies in `area`. An area without ranges sees nothing."""
    with scope(**{DIMENSION: area}):
        yield


@contextmanager
def everywhere(reason: str) -> Iterator[None]:
    """Run the block seeing every division: system work only, never because a screen asks. The reason must be given."""
    if not reason.strip():
        raise ValueError("全域查询必须写明原因：everywhere(reason) 的 reason 为空")
    log.debug("scope everywhere: %s", reason)
    with within(Area.EVERYWHERE):
        yield


def current_area() -> Area:
    """Return the declared area; raise ScopeError if none is declared."""
    area = get_scope().get(DIMENSION)
    if area is None:
        raise ScopeError("没有声明可见区域：查询须在 scope.within(区域) 或 scope.everywhere(原因) 之内进行")
    return area


def area_q(field: str, area: Area) -> Q:
    """Return the condition that `field` (12-digit code) lies in the area; ranges, so that an index serves it."""
    if area == Area.EVERYWHERE:
        return Q()
    if not area.ranges:
        return Q(pk__in=[])
    condition = Q()
    for low, high in area.ranges:
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition


class UndeclaredQuerySet(DisabledQuerySet):
    """What a manager hands out when no area is declared: creating works, everything that could read raises."""

    def error(self, *_args: object, **_kwargs: object) -> NoReturn:
        message = f"查询 {self.model._meta.label} 之前须声明可见区域（scope.within 或 scope.everywhere）"  # noqa: SLF001
        raise ScopeError(message)

    # What django-scopes binds to its own error, bound to ours; then what it forgets.
    __bool__ = __getitem__ = __iter__ = __len__ = error
    all = aggregate = annotate = count = earliest = complex_filter = select_for_update = filter = first = get = error
    get_or_create = update_or_create = delete = dates = datetimes = iterator = last = latest = only = order_by = error
    reverse = union = update = raw = values = values_list = error
    exists = exclude = in_bulk = bulk_update = contains = explain = distinct = extra = defer = alias = error
    select_related = prefetch_related = intersection = difference = aiterator = error

    def __getattr__(self, name: str) -> NoReturn:
        """A query method of the model's own query set may not read either."""
        if name.startswith("_") or name == "resolve_expression":
            raise AttributeError(name)
        self.error()


class AreaManager(models.Manager[Any]):
    """A manager that adds the declared area to every query. Make one with `ScopedManager`."""

    scope_field: ClassVar[str]

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows of the declared area; without one, a query set that raises on use."""
        area = get_scope().get(DIMENSION)
        if area is None:
            return UndeclaredQuerySet(self.model, using=self._db, missing_scopes=[DIMENSION])
        rows = super().get_queryset()
        return rows if area == Area.EVERYWHERE else rows.filter(area_q(self.scope_field, area))

    def all(self) -> models.QuerySet[Any]:
        """Raise at once instead of when the query set is read."""
        rows = super().all()
        return rows.all() if isinstance(rows, UndeclaredQuerySet) else rows


def ScopedManager(field: str, queryset_class: type[models.QuerySet[Any]] | None = None) -> Any:  # noqa: N802
    """Return a manager scoped by `field`, a path to a 12-digit division code ("division_code", "case__division_code").

    `queryset_class` adds its query methods. The field sits on a class of its own, because Django builds managers of
    reverse relations from the class, without arguments; it is named as its base, where mypy's plugin looks for it.
    The result is Any so that those methods type-check.
    """
    base = AreaManager.from_queryset(queryset_class) if queryset_class else AreaManager
    return type("AreaManager", (base,), {"scope_field": field})()
