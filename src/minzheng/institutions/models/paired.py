"""Who did it and when are both set or both empty, and the database says so."""

from typing import Any

from django.conf import settings
from django.db.models import PROTECT, CheckConstraint, ForeignKey, Q


def both_or_neither(label: str, *fields: str) -> CheckConstraint:
    """A constraint that the named columns are set together; `label` makes its name unique in the database."""
    empty, full = Q(), Q()
    for field in fields:
        empty &= Q(**{f"{field}__isnull": True})
        full &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=empty | full, name=f"home_{label}_together")


def who(words: Any) -> ForeignKey[Any, Any]:
    """Who did it."""
    return ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+", verbose_name=words)


def who_later(words: Any) -> ForeignKey[Any, Any]:
    """Who did it, once somebody has."""
    return ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+", null=True, blank=True, verbose_name=words)
