"""What every act of this room asks first, how it is numbered, and what is written down of it."""

from datetime import datetime

from django.conf import settings

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.models import NumberSeries
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record

CHAIN = "claims"


class ClaimsRefused(Refused):
    """What was asked is not possible now."""


def require_county(by: Staff, *roles: Role) -> None:
    """Raise NotAllowed unless an officer of the whole county acts (a county officer, if no roles are named)."""
    permissions.require_role(by, *(roles or (Role.COUNTY_OFFICER,)))
    permissions.require_area(by, settings.COUNTY_CODE)


def require_officer(by: Staff, division_code: str) -> None:
    """Raise NotAllowed unless an officer of this area acts."""
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, division_code)


def next_number(word: str, at: datetime) -> str:
    """Return the next number of a series of the county and year, e.g. YJ-420581-2026-00001."""
    series = f"{word}-{settings.COUNTY_CODE[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"


def note(
    action: str, *, kind: str, object_id: object, by: Staff, at: datetime, division_code: str = "", reason: str = "",
    **after: object,
) -> None:  # fmt: skip
    """Write the audit row of an act."""
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind=kind, object_id=str(object_id),
        division_code=division_code or settings.COUNTY_CODE, reason=reason, after=after,
    )  # fmt: skip
