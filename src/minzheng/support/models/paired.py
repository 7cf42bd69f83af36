"""Who did it and when are both set or both empty, and the database says so."""

from django.db.models import CheckConstraint, Q


def both_or_neither(label: str, *fields: str) -> CheckConstraint:
    """A constraint that the named columns are set together; `label` makes its name unique in the database."""
    empty, full = Q(), Q()
    for field in fields:
        empty &= Q(**{f"{field}__isnull": True})
        full &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=empty | full, name=f"support_{label}_together")
