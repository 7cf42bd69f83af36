"""What every act of this room asks first, and the audit row it leaves."""

from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.relatives.queries.matching import links
from minzheng.services.audit.domain.record import record
from minzheng.support.models import SupportVisit


class SupportRefused(Refused):
    """What was asked is not possible now."""


def require_unrelated(visit: SupportVisit, by: Staff, at: datetime) -> None:
    """Raise NotAllowed if a member of the household is this person's close relative (回避)."""
    day = local_day(at)
    people = members_on(visit.household, day, at)
    if any(each.official == by for each in links(people, division_code=visit.division_code, day=day)):
        raise permissions.NotAllowed(_("被探访家庭中有您的近亲属，您应当回避，请转交其他人员办理。"))


def note(visit: SupportVisit, action: str, *, by: Staff, at: datetime, reason: str, **after: object) -> None:
    """Write the audit row of an act on a visit."""
    record(
        chain=f"support:{visit.person_id}", at=at, by=by, action=action, object_kind="support_person",
        object_id=str(visit.person_id), division_code=visit.division_code, reason=reason,
        after={"case": visit.case_number, **after},
    )  # fmt: skip
