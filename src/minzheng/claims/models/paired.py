"""Who did it and when are both set or both empty, and the database says so."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q


def both_or_neither(label: str, *fields: str) -> CheckConstraint:
    """A constraint that the named columns are set together; `label` makes its name unique in the database."""
    empty, full = Q(), Q()
    for field in fields:
        empty &= Q(**{f"{field}__isnull": True})
        full &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=empty | full, name=f"claims_{label}_together")


def two_people(label: str, first: str, second: str) -> CheckConstraint:
    """A constraint that the second half of an act is another person's."""
    other = Q(**{f"{second}__isnull": True}) | ~Q(**{second: F(first)})
    return CheckConstraint(condition=other, name=f"claims_{label}_by_two")


def person_key(words: Any, *, empty: bool = False) -> models.ForeignKey:
    """Who of the office did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=empty, blank=empty, verbose_name=words
    )
