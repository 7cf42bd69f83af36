"""What a screen found of active cases goes the road of the monthly review: casework reads each anew and proposes.

Nothing is paid, changed or stopped by it: a named officer hears the household where the law says so, and decides.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import area_q
from minzheng.casework.domain import recertification
from minzheng.casework.enums import ProposalState
from minzheng.casework.models import ReviewProposal
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.screening.domain.road import ScreeningRefused, note, require_screener
from minzheng.screening.enums import REVIEW_KINDS, ScreenState
from minzheng.screening.models import Finding, Screen
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "screening.propose"
AT_ONCE = 100
Told = Callable[[int], None]


def open_findings(screen: Screen, by: Staff) -> QuerySet[Finding]:
    """Return what of a screen may go to review, within a person's area, in the order of urgency."""
    rows = Finding.objects.filter(
        area_q("division_code", by.area), screen=screen, kind__in=REVIEW_KINDS, proposal__isnull=True
    )
    return rows.order_by("-rank", "pk")


def enqueue(*, screen: Screen, by: Staff, at: datetime) -> JobRun:
    """Hand what was found in a person's area to a worker. Raises ScreeningRefused, NotAllowed."""
    require_screener(by, screen.division_code)
    _require_now(screen, at)
    total = open_findings(screen, by).count()
    if not total:
        raise ScreeningRefused(_("没有还没提出的差异。"))
    key = f"{KIND}:{screen.number}"
    return queue.enqueue(kind=KIND, payload={"number": screen.number}, by=by, at=at, key=key, total=total)


def propose(
    *, screen: Screen, by: Staff, at: datetime, findings: Sequence[Finding] | None = None,
    told: Told = lambda _done: None,
) -> int:  # fmt: skip
    """Have casework review these cases as known now; return of how many a proposal was made or waits already.

    Chunk by chunk: what is done stays done, run again it goes on with the rest. Raises ScreeningRefused, NotAllowed.
    """
    _require_now(screen, at)
    rows = list(open_findings(screen, by)) if findings is None else list(findings)
    for row in rows:
        require_screener(by, row.division_code)
    made = 0
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            made += _chunk(screen, rows[start : start + AT_ONCE], by, at)
        told(min(start + AT_ONCE, len(rows)))
    return made


def _chunk(screen: Screen, rows: Sequence[Finding], by: Staff, at: datetime) -> int:
    cases = [row.case_id for row in rows if row.case_id]
    with as_kept():
        recertification.review_month(month=Month.of(local_day(at)), by=by, at=at, only=cases)
    waiting = {row.case_id: row for row in ReviewProposal.objects.filter(case_id__in=cases, state=ProposalState.OPEN)}
    made = 0
    for row in rows:
        if row.case_id in waiting:
            Finding.objects.filter(pk=row.pk).update(proposal=waiting[row.case_id])
            made += 1
    note(
        "screening.proposed", of="screen", number=screen.number, division_code=screen.division_code, by=by, at=at,
        cases=cases, proposals=[one.number for one in waiting.values()],
    )  # fmt: skip
    return made


def _require_now(screen: Screen, at: datetime) -> None:
    if screen.state != ScreenState.DONE:
        raise ScreeningRefused(_("这次筛查还没有完成，请等它完成。"))
    if Month.of(screen.snapshot.day) != Month.of(local_day(at)):
        raise ScreeningRefused(
            _("这次筛查的快照截至%(day)s，不是本月的，不能据此提出复核建议。请重新生成快照再筛查。")
            % {"day": screen.snapshot.day}
        )


def do(handle: Handle, by: Staff) -> Outcome:
    """Do the job."""
    row: Screen = Screen.objects.select_related("snapshot").get(number=handle.payload["number"])
    total = open_findings(row, by).count()
    made = propose(
        screen=row, by=by, at=handle.at, told=lambda done: handle.progress(done, total, _("正在提出复核建议"))
    )
    return Outcome(
        _("%(n)d件有复核建议，其余按现在所知已没有差异。") % {"n": made}, {"number": row.number, "made": made}
    )


PROPOSING = Kind(KIND, gettext_lazy("按筛查结果提出复核建议"), gettext_lazy("件"), for_staff(do))
