"""Background jobs act for a person: with that person's area, and only while the account is open."""

from collections.abc import Callable
from functools import wraps

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_active
from minzheng.accounts.scope import within
from minzheng.services.jobs.kinds import Handle, Outcome


def for_staff(function: Callable[[Handle, Staff], Outcome]) -> Callable[[Handle], Outcome]:
    """Return a job's function that looks up who asked and works inside that area; raises NotAllowed if closed."""

    @wraps(function)
    def run(handle: Handle) -> Outcome:
        staff = Staff.objects.get(username=handle.queued_by)
        require_active(staff)
        with within(staff.area):
            return function(handle, staff)

    return run
