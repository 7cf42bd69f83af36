"""Counting what of a form was known already, when it is sent (基层减负: 能共享的不重复填)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.workbench.models import FormCount


@dataclass(frozen=True)
class Fields:
    """The fields of one sent form, each counted once."""

    kept: int = 0
    corrected: int = 0
    typed: int = 0
    left_empty: int = 0

    @property
    def total(self) -> int:
        """Return how many fields the form had."""
        return self.kept + self.corrected + self.typed + self.left_empty


@transaction.atomic
def count(*, form: str, division_code: str, fields: Fields, by: Staff, at: dt.datetime) -> FormCount | None:
    """Write the count of one form down; nothing for a form without fields."""
    if not fields.total:
        return None
    row: FormCount = FormCount.objects.create(
        form=form, division_code=division_code, month=local_day(at).strftime("%Y-%m"), kept=fields.kept,
        corrected=fields.corrected, typed=fields.typed, left_empty=fields.left_empty, sent_by=by, sent_at=at,
    )  # fmt: skip
    return row
