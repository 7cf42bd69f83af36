"""The queue: put in, claimed by a conditional update, given back when its worker died, cancelled, finished."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.services.jobs.enums import OPEN_STATES, JobState
from minzheng.services.jobs.kinds import Outcome, kind_of
from minzheng.services.jobs.models import JobRun

DEAD_AFTER = timedelta(minutes=3)
ATTEMPTS_MAX = 3
FILES_KEPT = timedelta(days=7)


class JobRefused(Refused):
    """The job is over, or not this person's."""


class Person(Protocol):
    """Who asks: an account of accounts.Staff has both."""

    username: str
    name: str


@transaction.atomic
def enqueue(*, kind: str, payload: dict[str, Any], by: Person, at: datetime, key: str = "", total: int = 0) -> JobRun:
    """Queue a job and return it. With `key`, an open job of the same key is returned instead of a second one."""
    kind_of(kind)
    row = JobRun(
        token=secrets.token_urlsafe(16), kind=kind, key=key, payload=payload, queued_by=by.username,
        queued_by_name=by.name, queued_at=at, total=total,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return JobRun.objects.get(key=key, state__in=OPEN_STATES)
    return row


@transaction.atomic
def claim(*, at: datetime) -> JobRun | None:
    """Take the oldest queued job, or None. Of two workers asking at once one gets it, the other the next."""
    for pk in JobRun.objects.filter(state=JobState.QUEUED).order_by("queued_at", "pk").values_list("pk", flat=True)[:5]:
        ticket = secrets.token_hex(16)
        row = JobRun.objects.filter(pk=pk, state=JobState.QUEUED)
        if row.update(state=JobState.RUNNING, claim=ticket, started_at=at, heartbeat_at=at, done=0, message=""):
            taken = JobRun.objects.get(pk=pk)
            taken.attempts += 1
            taken.save(update_fields=["attempts"])
            return taken
    return None


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Put jobs back whose worker has been silent, and return how many; after three deaths a job is given up."""
    silent = JobRun.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - DEAD_AFTER)
    given_up = silent.filter(attempts__gte=ATTEMPTS_MAX).update(
        state=JobState.FAILED, claim="", finished_at=at,
        message=_("办理进程三次中断，已停止重试。请减少数量后再交办，或联系系统管理员。"),
    )  # fmt: skip
    return given_up + silent.update(state=JobState.QUEUED, claim="")


def beat(*, job: JobRun, at: datetime, done: int, total: int, message: str) -> str:
    """Write progress and heartbeat; return "ours", "cancelled" (somebody asked to stop) or "lost"."""
    ours = JobRun.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)
    if not ours.update(heartbeat_at=at, done=done, total=total, message=message):
        return "lost"
    return "cancelled" if ours.filter(is_cancel_asked=True).exists() else "ours"


@transaction.atomic
def finish(*, job: JobRun, at: datetime, outcome: Outcome) -> bool:
    """Keep what came of it; False if another worker holds the job by now, then nothing is written."""
    ours = JobRun.objects.select_for_update().filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).first()
    if ours is None:
        return False
    if outcome.content:
        ending = outcome.file_name.rpartition(".")[2]
        ours.file.save(f"jobs/{secrets.token_hex(16)}.{ending}", ContentFile(outcome.content), save=False)
        ours.file_name = outcome.file_name
    ours.state, ours.claim, ours.finished_at = JobState.DONE, "", at
    ours.message, ours.result, ours.done = outcome.message, outcome.result, ours.total
    ours.save()
    return True


def fail(*, job: JobRun, at: datetime, message: str, state: JobState = JobState.FAILED) -> None:
    """Say why it was not done."""
    JobRun.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).update(
        state=state, claim="", finished_at=at, message=message
    )


@transaction.atomic
def cancel(*, job: JobRun, by: Person, at: datetime) -> JobRun:
    """Stop a queued job at once, ask a running one to stop at its next piece."""
    if job.queued_by != by.username:
        raise JobRefused(_("只有交办人本人可以取消任务。"))
    if JobRun.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=at, is_cancel_asked=True, message=_("排队时取消，什么也没有做。")
    ):
        return JobRun.objects.get(pk=job.pk)
    if not kind_of(job.kind).can_stop and job.state == JobState.RUNNING:
        raise JobRefused(_("这种任务一次办完，开始以后不能中途取消。"))
    if not JobRun.objects.filter(pk=job.pk, state=JobState.RUNNING).update(is_cancel_asked=True):
        raise JobRefused(_("任务已经结束，不能取消。"))
    return JobRun.objects.get(pk=job.pk)


def drop_old_files(*, at: datetime) -> int:
    """Remove result files after a week: what they hold can be made again from the cases. Return how many."""
    dropped = 0
    for row in JobRun.objects.filter(finished_at__lt=at - FILES_KEPT).exclude(file=""):
        row.file.delete(save=False)
        row.file = ""
        row.save(update_fields=["file"])
        dropped += 1
    return dropped
