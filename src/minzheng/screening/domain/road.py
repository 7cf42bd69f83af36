"""What every act of this room asks first, and the audit row it leaves."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.refusal import Refused
from minzheng.screening.enums import SnapshotState
from minzheng.screening.models import Snapshot
from minzheng.services.audit.domain.record import record

CHAIN = "screening"
SCREENERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


class ScreeningRefused(Refused):
    """What was asked is not possible now."""


def require_screener(by: Staff, division_code: str) -> None:
    """Raise NotAllowed unless this is an officer whose area covers the whole place."""
    permissions.require_role(by, *SCREENERS)
    permissions.require_area(by, division_code)


def require_ready(snapshot: Snapshot) -> None:
    """Raise ScreeningRefused for a snapshot that is not finished, or whose file is gone."""
    if snapshot.state != SnapshotState.READY:
        raise ScreeningRefused(
            _("快照%(number)s现在不能用（%(state)s），请另选一份或者重新生成。")
            % {"number": snapshot.number, "state": snapshot.get_state_display()}
        )


def note(
    action: str, *, of: str, number: str, division_code: str, by: Staff, at: datetime, reason: str = "",
    **after: object,
) -> None:  # fmt: skip
    """Write the audit row of an act."""
    details: Mapping[str, object] = after
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind=of, object_id=number, division_code=division_code,
        reason=reason, after=details,
    )  # fmt: skip
