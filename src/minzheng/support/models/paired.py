"""Who did it and when are both set or both empty, and the database says so."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q


def both_or_neither(label: str, *fields: str) -> CheckConstraint:
    """A constraint that the named columns are set together; `label` makes its name unique in the database."""
    empty, full = Q(), Q()
    for field in fields:
        empty &= Q(**{f"{field}__isnull": True})
        full &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=empty | full, name=f"support_{label}_together")


def who(label: Any) -> Any:
    """A column for the person who did it."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label)


def who_later(label: Any) -> Any:
    """A column for a person who may do it later."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=label
    )
