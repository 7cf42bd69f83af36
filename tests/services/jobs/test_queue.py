"""The queue: claimed once, swept when a worker dies, never done by two, cancelled by its owner alone."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit.domain.record import record
from minzheng.services.audit.models import ChainSeal
from minzheng.services.jobs import kinds, queries, worker
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.enums import JobState
from minzheng.services.jobs.models import JobRun, Schedule
from minzheng.services.jobs.timetable import Repeated, _repeated, repeat
from tests.factories import accounts, jobs

AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def alice():
    return accounts.township_officer()


def state_of(job):
    job.refresh_from_db()
    return job.state


def now():
    return AT


def test_a_job_is_done_and_says_what_came_of_it(alice):
    job = jobs.queued(alice, AT, n=5, content="成果")

    assert worker.run_next(now=now)
    job.refresh_from_db()

    assert (job.state, job.done, job.total, job.message, job.result) == ("done", 5, 5, "数到5", {"n": 5})
    with job.file.open("rb") as content:
        assert (content.read().decode(), job.file_name, job.claim) == ("成果", "结果.zip", "")
    assert not worker.run_next(now=now)


def test_a_job_is_claimed_once(alice):
    job = jobs.queued(alice, AT)

    assert queue.claim(at=AT).pk == job.pk
    assert queue.claim(at=AT) is None


def test_the_oldest_comes_first(alice):
    late, early = jobs.queued(alice, AT), jobs.queued(alice, AT - dt.timedelta(hours=1))

    assert [queue.claim(at=AT).pk, queue.claim(at=AT).pk] == [early.pk, late.pk]


def test_a_key_keeps_the_same_work_from_being_queued_twice(alice):
    first = queue.enqueue(kind=jobs.COUNT, payload={}, by=alice, at=AT, key="批次1")
    again = queue.enqueue(kind=jobs.COUNT, payload={}, by=alice, at=AT, key="批次1")
    other = queue.enqueue(kind=jobs.COUNT, payload={}, by=alice, at=AT, key="批次2")

    assert again.pk == first.pk != other.pk
    while worker.run_next(now=now):
        pass
    assert queue.enqueue(kind=jobs.COUNT, payload={}, by=alice, at=AT, key="批次1").pk != first.pk


def test_an_unknown_kind_is_not_queued(alice):
    with pytest.raises(KeyError):
        queue.enqueue(kind="no.such", payload={}, by=alice, at=AT)


def test_a_job_of_a_dead_worker_is_done_by_the_next(alice):
    job = jobs.queued(alice, AT)
    dead = queue.claim(at=timezone.now() - queue.DEAD_AFTER - dt.timedelta(seconds=1))

    assert worker.run_next(now=now)

    assert state_of(job) == JobState.DONE
    assert JobRun.objects.get().attempts == 2
    assert not queue.finish(job=dead, at=AT, outcome=kinds.Outcome("死而复生"))
    assert JobRun.objects.get().message == "数到3"


def test_a_living_worker_is_left_alone(alice):
    jobs.queued(alice, AT)
    queue.claim(at=AT)

    assert queue.sweep(at=AT + queue.DEAD_AFTER) == 0
    assert queue.sweep(at=AT + queue.DEAD_AFTER + dt.timedelta(seconds=1)) == 1


def test_a_job_that_kills_its_workers_is_given_up(alice):
    job = jobs.queued(alice, AT)
    for day in range(queue.ATTEMPTS_MAX):
        queue.claim(at=AT + dt.timedelta(days=day))
        queue.sweep(at=AT + dt.timedelta(days=day, hours=1))

    assert state_of(job) == JobState.FAILED
    assert "三次中断" in job.message


def test_a_worker_that_lost_its_claim_stops(alice):
    jobs.queued(alice, AT)
    run = worker.Run(queue.claim(at=AT), AT)
    queue.sweep(at=AT + dt.timedelta(hours=1))

    with pytest.raises(kinds.ClaimLost):
        run.progress(3, 3)


def test_a_refusal_is_told_and_a_fault_is_not_blamed_on_anybody(alice):
    refused, broken = jobs.queued(alice, AT, refuse="没有可打印的文书。"), jobs.queued(alice, AT, **{"break": True})

    while worker.run_next(now=now):
        pass

    assert (state_of(refused), refused.message) == (JobState.FAILED, "没有可打印的文书。")
    assert state_of(broken) == JobState.FAILED
    assert broken.token in broken.message
    assert "ZeroDivision" not in broken.message


def test_a_queued_job_is_cancelled_at_once_and_a_running_one_at_its_next_piece(alice):
    waiting, running = jobs.queued(alice, AT), jobs.queued(alice, AT - dt.timedelta(hours=1))
    run = worker.Run(queue.claim(at=AT), AT)

    queue.cancel(job=waiting, by=alice, at=AT)
    queue.cancel(job=running, by=alice, at=AT)

    assert state_of(waiting) == JobState.CANCELLED
    with pytest.raises(kinds.JobCancelled, match="第2件，共2件"):
        run.progress(2, 2)


def test_nobody_cancels_another_persons_job(alice):
    job = jobs.queued(alice, AT)

    with pytest.raises(queue.JobRefused, match="本人"):
        queue.cancel(job=job, by=accounts.township_officer(), at=AT)


def test_what_is_over_is_not_cancelled(alice):
    job = jobs.queued(alice, AT)
    worker.run_next(now=now)

    with pytest.raises(queue.JobRefused, match="已经结束"):
        queue.cancel(job=job, by=alice, at=AT)


def test_pace_is_counted_from_what_was_done(alice):
    job = jobs.queued(alice, AT, n=100)
    job = queue.claim(at=AT)
    queue.beat(job=job, at=AT + dt.timedelta(seconds=10), done=20, total=100, message="")
    job.refresh_from_db()

    pace = queries.pace(job, AT + dt.timedelta(seconds=15))

    assert (pace.percent, pace.per_second, pace.seconds_left) == (20, 2.0, 35)


def test_inside_a_long_transaction_a_file_moves_the_bar(alice, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    job = jobs.queued(alice, AT, n=100)
    run = worker.Run(queue.claim(at=AT), AT)

    run.progress(40, 100, is_inside=True)

    shown, stored = queries.job_of(alice.username, job.token), JobRun.objects.get()
    assert (shown.done, shown.total, stored.done) == (40, 100, 0)
    assert queries.job_of(accounts.township_officer().username, job.token) is None


def test_what_is_done_in_one_piece_is_not_stopped_half_way(alice, monkeypatch):
    one_piece = kinds.Kind("test.whole", "整体", "件", jobs.count, can_stop=False)
    monkeypatch.setitem(kinds._kinds, "test.whole", one_piece)
    job = queue.enqueue(kind="test.whole", payload={}, by=alice, at=AT)
    job = queue.claim(at=AT)

    with pytest.raises(queue.JobRefused, match="不能中途取消"):
        queue.cancel(job=job, by=alice, at=AT)


def test_result_files_go_after_a_week_and_the_row_stays(alice):
    job = jobs.queued(alice, AT, content="x")
    worker.run_next(now=now)
    job.refresh_from_db()

    assert queue.drop_old_files(at=job.finished_at + dt.timedelta(days=6)) == 0
    assert queue.drop_old_files(at=job.finished_at + dt.timedelta(days=8)) == 1
    job.refresh_from_db()
    assert (bool(job.file), job.message) == (False, "数到3")


@pytest.fixture
def timetable(monkeypatch):
    _repeated_before = dict(_repeated)
    _repeated.clear()
    yield
    _repeated.clear()
    _repeated.update(_repeated_before)


def test_repeated_work_is_done_when_it_is_due(timetable):
    done = []
    repeat(Repeated("x", "每分钟", lambda at: done.append(at) or "好", every=dt.timedelta(minutes=1)))
    moments = [AT, AT + dt.timedelta(seconds=30), AT + dt.timedelta(seconds=60)]

    for moment in moments:
        worker.run_due(now=lambda moment=moment: moment)

    assert done == [moments[0], moments[2]]
    assert Schedule.objects.get().last_message == "好"


def test_daily_work_comes_at_its_hour(timetable):
    daily = Repeated("x", "每日", lambda _at: "", daily_at=dt.time(3, 0))

    assert daily.next_after(AT) == dt.datetime(2026, 11, 25, 3, 0, tzinfo=SHANGHAI)
    assert daily.next_after(AT.replace(hour=2)) == dt.datetime(2026, 11, 24, 3, 0, tzinfo=SHANGHAI)


def test_a_failure_of_repeated_work_is_written_down_and_stops_nothing(timetable):
    def broken(_at):
        raise ZeroDivisionError

    repeat(Repeated("a", "坏的", broken, every=dt.timedelta(minutes=1)))
    repeat(Repeated("b", "好的", lambda _at: "办了", every=dt.timedelta(minutes=1)))

    assert worker.run_due(now=now) == ["a", "b"]
    assert {row.code: (row.failures, row.last_message) for row in Schedule.objects.all()} == {
        "a": (1, "ZeroDivisionError"), "b": (0, "办了")
    }  # fmt: skip


def test_the_chains_are_sealed_by_the_timetable():
    with transaction.atomic():
        record(chain="case:1", at=AT, by=None, action="case.submit", object_kind="case", object_id="1")
    worker.run_due(now=now)

    assert ChainSeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="an in-memory database is one connection's")
def test_two_workers_do_not_take_the_same_job(alice):
    for _n in range(20):
        jobs.queued(alice, AT)
    taken, start = [], threading.Barrier(2)

    def worker_of_one():
        start.wait()
        while (job := queue.claim(at=AT)) is not None:
            taken.append(job.pk)
        connection.close()

    both = [threading.Thread(target=worker_of_one) for _n in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(taken) == sorted(JobRun.objects.values_list("pk", flat=True))
    assert len(taken) == len(set(taken)) == 20
