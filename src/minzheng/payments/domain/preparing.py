"""A long list is prepared by the worker: the same act, watched from its own page, and done once."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.casework.queries.in_force import count_in_force
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.payments.domain import run as pay_run
from minzheng.payments.domain.entitlement import PREPARERS
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayRun
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "payments.prepare"
# About half a millisecond a line: a longer list is not waited for on a page.
LARGE = 5_000


def expected_lines(*, program: str, month: Month) -> int:
    """Return about how many lines a list of the month would have, within the declared scope; one query."""
    return count_in_force(month, program)


@transaction.atomic
def request(*, program: str, month: Month, by: Staff, at: datetime) -> JobRun:
    """Queue the preparing of a list; asked twice, the same job is returned. Raises NotAllowed."""
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    payload = {"program": program, "month": str(month), "asked_at": at.isoformat()}
    total = expected_lines(program=program, month=month)
    return queue.enqueue(kind=KIND, payload=payload, by=by, at=at, key=f"{KIND}:{program}", total=total)


def run(handle: Handle, by: Staff) -> Outcome:
    """Prepare; the list of a worker that died after it was written is found, and no second one is made."""
    program, month = handle.payload["program"], Month.parse(handle.payload["month"])
    total = expected_lines(program=program, month=month)

    def told(share: float, what: str) -> None:
        handle.progress(int(total * share), total, what, is_inside=True)

    handle.progress(0, total, _("正在编制"))
    made = _made_before(handle, by) or pay_run.prepare(program=program, month=month, by=by, at=handle.at, told=told)
    message = _("清单 %(number)s 已编制：%(lines)d 笔 %(yuan)s 元，暂缓 %(held)d 笔。须由另一人复核、第三人审批。") % {
        "number": made.number, "lines": made.line_count, "yuan": format_yuan(made.total_fen), "held": made.held_count,
    }  # fmt: skip
    return Outcome(message, {"run": made.number})


def _made_before(handle: Handle, by: Staff) -> PayRun | None:
    asked = handle.payload
    rows = PayRun.objects.filter(program=asked["program"], month=asked["month"], state=RunState.DRAFT, prepared_by=by)
    found: PayRun | None = rows.filter(prepared_at__gte=datetime.fromisoformat(asked["asked_at"])).first()
    return found


PREPARING = Kind(KIND, gettext_lazy("编制发放清单"), gettext_lazy("笔"), for_staff(run), can_stop=False)
