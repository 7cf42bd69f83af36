"""What a person sees of their jobs: their own, nobody else's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from minzheng.services.jobs import sidecar
from minzheng.services.jobs.enums import OPEN_STATES, JobState
from minzheng.services.jobs.models import JobRun, Schedule


@dataclass(frozen=True)
class Pace:
    """How far, how fast, how long still; None where it cannot be said yet."""

    percent: int
    per_second: float | None
    seconds_left: int | None


def jobs_of(username: str) -> QuerySet[JobRun]:
    """Return the jobs a person asked for, newest first."""
    return JobRun.objects.filter(queued_by=username).order_by("-queued_at", "-pk")


def job_of(username: str, token: str) -> JobRun | None:
    """Return one of a person's jobs; None for another's. Inside a long transaction a file says how far it is."""
    job = JobRun.objects.filter(queued_by=username, token=token).first()
    told = sidecar.read(token) if job is not None and job.state == JobState.RUNNING else None
    if job is not None and told is not None:
        job.done, job.total, job.heartbeat_at = told
    return job


def open_job(key: str) -> JobRun | None:
    """Return the job of a key that is queued or in hand, whoever asked for it: how far a piece of work is."""
    return JobRun.objects.filter(key=key, state__in=OPEN_STATES).first()


def open_jobs(username: str) -> int:
    """Count what is queued or in hand for a person."""
    return JobRun.objects.filter(queued_by=username, state__in=OPEN_STATES).count()


def pace(job: JobRun, at: datetime) -> Pace:
    """Measure a job from its start to its last sign of life, or to its end."""
    percent = 100 if job.state == JobState.DONE else 100 * job.done // job.total if job.total else 0
    until = job.finished_at or job.heartbeat_at
    if job.started_at is None or until is None or not job.done:
        return Pace(percent, None, None)
    seconds = max((until - job.started_at).total_seconds(), 0.001)
    rate = job.done / seconds
    left = None
    if job.state == JobState.RUNNING and job.total >= job.done:
        silent = max((at - until).total_seconds(), 0)
        left = max(round((job.total - job.done) / rate - silent), 0)
    return Pace(percent, rate, left)


def schedules() -> dict[str, Schedule]:
    """Return the timetable's rows by code."""
    return {row.code: row for row in Schedule.objects.all()}
