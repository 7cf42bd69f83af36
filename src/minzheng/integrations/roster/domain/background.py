"""A large roster is taken over by the worker: the same approval, watched from its own page."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.integrations.roster.domain.approve import approve, outcome_in_words, require_may_approve
from minzheng.integrations.roster.models import ImportBatch
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "roster.approve"
# About five milliseconds a household: more than this many are not waited for on a page.
LARGE = 300


@transaction.atomic
def request_approval(*, batch: ImportBatch, by: Staff, at: dt.datetime) -> JobRun:
    """Queue the approval; raises at once what `approve` would raise of this person and this batch."""
    require_may_approve(batch, by)
    return queue.enqueue(
        kind=KIND, payload={"batch": batch.pk}, by=by, at=at, key=f"{KIND}:{batch.pk}", total=batch.households_good
    )


def run(handle: Handle, by: Staff) -> Outcome:
    """Approve; a batch approved before a worker died is found approved, and nothing is done twice."""
    batch = ImportBatch.objects.get(pk=handle.payload["batch"])
    total = batch.households_good
    handle.progress(0, total)
    decided = approve(
        batch=batch, by=by, at=handle.at, progress=lambda done: handle.progress(done, total, is_inside=True)
    )
    return Outcome(outcome_in_words(decided), {"batch": decided.number})


APPROVING = Kind(KIND, _("批准接管名册"), _("户"), for_staff(run), can_stop=False)
