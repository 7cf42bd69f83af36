"""Between preparing and approving: another person checks the list, and a bureau leader signs the largest ones."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain.entitlement import PREPARERS
from minzheng.payments.domain.run import FOUR, lines_to_sign, lock, note
from minzheng.payments.enums import MOVES
from minzheng.payments.models import PayRun


class NoLeaderNeeded(Refused):
    """The sum is not so large that a leader signs."""


@transaction.atomic
def check(*, run: PayRun, by: Staff, at: datetime) -> PayRun:
    """Sign the list as the second person: accounts, amounts and the differences from last month were gone through.

    Raises NotInState, and what `run.lines_to_sign` raises.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    run = lock(run, *MOVES["check"])
    with within(by.area):
        lines_to_sign(run, by=by, at=at)
    run.state, run.checked_by, run.checked_at = MOVES["check"][run.state], by, at
    run.save(update_fields=["state", "checked_by", "checked_at"])
    note(run, "run.checked", by=by, at=at, after={"list_digest": run.list_digest})
    return run


@transaction.atomic
def endorse(*, run: PayRun, by: Staff, at: datetime) -> PayRun:
    """Sign a large list as the bureau's leader. Raises NotInState, NoLeaderNeeded, what `run.lines_to_sign` raises."""
    require_role(by, Role.LEADER)
    require_area(by, settings.COUNTY_CODE)
    run = lock(run, *MOVES["endorse"])
    if run.signatures != FOUR:
        raise NoLeaderNeeded(_("批次 %(number)s 的合计没有超过须局领导签批的数额") % {"number": run.number})
    with within(by.area):
        lines_to_sign(run, by=by, at=at)
    run.state, run.endorsed_by, run.endorsed_at = MOVES["endorse"][run.state], by, at
    run.save(update_fields=["state", "endorsed_by", "endorsed_at"])
    note(run, "run.endorsed", by=by, at=at, after={"list_digest": run.list_digest})
    return run
