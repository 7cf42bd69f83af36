"""Jobs of a kind that only tests know: it counts, and does what the payload tells it to."""

from django.utils.translation import gettext_lazy as _

from minzheng.kernel.refusal import Refused
from minzheng.services.jobs import kinds
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.models import JobRun

COUNT = "test.count"


def count(handle: kinds.Handle) -> kinds.Outcome:
    """Count to n; refuse, break or hand over a file if the payload says so."""
    n = handle.payload.get("n", 3)
    for done in range(n + 1):
        handle.progress(done, n)
    if "refuse" in handle.payload:
        raise Refused(handle.payload["refuse"])
    if "break" in handle.payload:
        raise ZeroDivisionError
    content = handle.payload.get("content", "").encode()
    return kinds.Outcome(f"数到{n}", {"n": n}, content=content, file_name="结果.zip" if content else "")


kinds.register(kinds.Kind(COUNT, _("计数"), _("件"), count))


def queued(by, at, **payload) -> JobRun:
    """Queue a counting job."""
    return queue.enqueue(kind=COUNT, payload=payload, by=by, at=at, total=payload.get("n", 3))
