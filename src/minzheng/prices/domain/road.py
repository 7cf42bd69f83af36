"""What every act of this room shares: who may, the audit row."""

from datetime import date, datetime, timedelta

from django.conf import settings

from minzheng.accounts.models import Staff
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record

CHAIN = "prices"


class PricesRefused(Refused):
    """An act on prices, indices or a month that cannot be done so."""


def week_of(day: date) -> date:
    """Return the Monday of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def note(
    kind: str, key: object, action: str, *, by: Staff, at: datetime, division_code: str = "", reason: str = "",
    **after: object,
) -> None:  # fmt: skip
    """Write the audit row of an act."""
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind=kind, object_id=str(key), reason=reason, after=after,
        division_code=division_code or settings.COUNTY_CODE,
    )  # fmt: skip
