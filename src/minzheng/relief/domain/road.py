"""What every act of this room asks first, and the audit row it leaves."""

from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.models import NumberSeries
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.relatives.queries.matching import links
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Request
from minzheng.services.audit.domain.record import record

REPORTERS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


class ReliefRefused(Refused):
    """What was asked is not possible now."""


class WrongState(ReliefRefused):
    """The request does not stand where this act begins."""


def locked(request: Request, by: Staff) -> Request:
    """Return the row as it stands now, locked until the transaction ends, if it lies in the person's area."""
    permissions.require_area(by, request.division_code)
    with within(by.area):
        rows = Request.objects.select_for_update(of=("self",))
        row: Request = rows.select_related("event", "household", "person", "recorded_by", "case").get(pk=request.pk)
    return row


def require_state(request: Request, *states: str, what: str) -> None:
    """Raise WrongState unless the request stands in one of the states; `what` names the act in Chinese."""
    if request.state not in states:
        needed = listed(str(RequestState(state).label) for state in states)
        raise WrongState(
            _("救助%(number)s当前为“%(state)s”，不能办理“%(what)s”（须为%(needed)s）。请刷新页面后再看。")
            % {"number": request.number, "state": request.get_state_display(), "what": what, "needed": needed}
        )


def require_unrelated(request: Request, by: Staff, at: datetime) -> None:
    """Raise NotAllowed if a member of the household is this person's close relative (回避)."""
    if request.household is None:
        return
    day = local_day(at)
    found = links(members_on(request.household, day, at), division_code=request.household.division_code, day=day)
    if any(each.official == by for each in found):
        raise permissions.NotAllowed(_("求助家庭中有您的近亲属，您应当回避，请转交其他人员办理。"))


def next_number(word: str, division_code: str, at: datetime) -> str:
    """Return the next number of a series of the county and year, e.g. SJ-420581-2026-00001."""
    series = f"{word}-{division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"


def set_state(request: Request, state: str) -> None:
    """Write where the request stands now."""
    request.state = state
    request.save(update_fields=["state"])


def note(request: Request, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    """Write the audit row of an act on a request."""
    record(
        chain=f"relief:{request.pk}", at=at, by=by, action=action, object_kind="relief_request",
        object_id=str(request.pk), division_code=request.division_code, reason=reason,
        after={"number": request.number, **after},
    )  # fmt: skip
