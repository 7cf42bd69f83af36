"""The worker: a door like the desk, so it reads the clock, and what goes wrong in one job ends that job alone."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.services.jobs import sidecar
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.enums import JobState
from minzheng.services.jobs.kinds import ClaimLost, JobCancelled, kind_of
from minzheng.services.jobs.models import JobRun, Schedule
from minzheng.services.jobs.timetable import Repeated, everything

log = logging.getLogger(__name__)
Now = Callable[[], datetime]
BEAT_SECONDS, BEATS_APART = 15, 0.5


class Run:
    """A job's view of its own run. Heartbeats go by the machine's clock, so a demo moved ahead kills nobody."""

    def __init__(self, job: JobRun, at: datetime) -> None:
        """Remember the moment the job is done at."""
        self.job, self.at = job, at
        self.token, self.payload, self.queued_by = job.token, job.payload, job.queued_by
        self._told, self._last = 0.0, (job.done, job.total, job.message)

    def progress(self, done: int, total: int, message: str = "", *, is_inside: bool = False) -> None:
        """Tell how far it is, at most twice a second; raise JobCancelled or ClaimLost."""
        self._last = (done, total, message)
        present = time.monotonic()
        if present - self._told >= BEATS_APART or done >= total:
            self._told = present
            if is_inside:
                sidecar.write(self.token, done, total)
            else:
                self.beat()

    def beat(self) -> None:
        """Write the last progress again with a new heartbeat."""
        done, total, message = self._last
        answer = queue.beat(job=self.job, at=timezone.now(), done=done, total=total, message=message)
        if answer == "cancelled":
            raise JobCancelled(_("已按要求取消，办到第%(done)d件，共%(total)d件。") % {"done": done, "total": total})
        if answer == "lost":
            raise ClaimLost(_("任务已由另一进程接手。"))


def work(*, now: Now, is_over: Callable[[], bool], idle_seconds: float = 1.0) -> None:
    """Do what is due until told to stop: the timetable, then the queue."""
    while not is_over():
        close_old_connections()
        try:
            run_due(now=now)
            busy = run_next(now=now, with_heart=True)
        except OperationalError:
            # The database is being upgraded, restarted, or held by a long write: come back in a moment.
            log.warning("the worker waits for the database", exc_info=True)
            busy = False
        if not busy:
            time.sleep(idle_seconds)


def run_next(*, now: Now, with_heart: bool = False) -> bool:
    """Put dead jobs back, claim one and do it; False if there was none."""
    queue.sweep(at=timezone.now())
    job = queue.claim(at=timezone.now())
    if job is None:
        return False
    run = Run(job, now())
    heart = _heart(run) if with_heart else contextlib.nullcontext()
    try:
        with heart:
            outcome = kind_of(job.kind).run(run)
        queue.finish(job=job, at=timezone.now(), outcome=outcome)
    except JobCancelled as cancelled:
        queue.fail(job=job, at=timezone.now(), message=str(cancelled), state=JobState.CANCELLED)
    except ClaimLost:
        log.warning("job %s was taken over", job.token)
    except Refused as refused:
        queue.fail(job=job, at=timezone.now(), message=str(refused))
    except Exception:
        log.exception("job %s (%s) failed", job.token, job.kind)
        queue.fail(
            job=job, at=timezone.now(),
            message=_("程序出错，没有办完。任务编号%(token)s，请告诉系统管理员。") % {"token": job.token},
        )  # fmt: skip
    finally:
        sidecar.drop(job.token)
    return True


@contextlib.contextmanager
def _heart(run: Run) -> Iterator[None]:
    """Beat in a thread of its own while the job is inside one long step."""
    over = threading.Event()

    def beating() -> None:
        while not over.wait(BEAT_SECONDS):
            # A job inside one long write holds SQLite's lock; nobody else could take it over then either.
            with contextlib.suppress(OperationalError):
                JobRun.objects.filter(pk=run.job.pk, claim=run.job.claim).update(heartbeat_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)


def run_due(*, now: Now) -> list[str]:
    """Do what the timetable says is due; return the codes done. A failure is written down and tried the next time."""
    done = []
    for one in everything():
        at = now()
        row, _created = Schedule.objects.get_or_create(code=one.code, defaults={"next_at": at})
        if row.next_at <= at and _take(row, one, at):
            _do(row, one, at)
            done.append(one.code)
    return done


def _take(row: Schedule, one: Repeated, at: datetime) -> bool:
    """Move the next moment on; of two workers only one succeeds."""
    mine = Schedule.objects.filter(pk=row.pk, next_at=row.next_at)
    return bool(mine.update(next_at=one.next_after(at), last_at=at))


def _do(row: Schedule, one: Repeated, at: datetime) -> None:
    try:
        message, failures = one.run(at), 0
    except Exception as error:
        log.exception("scheduled work %s failed", one.code)
        message, failures = str(error) if isinstance(error, Refused) else type(error).__name__, row.failures + 1
    with transaction.atomic():
        Schedule.objects.filter(pk=row.pk).update(last_message=message, failures=failures)
