"""A long list prepared by the worker: watched, done once, refused in words."""

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.kernel.month import Month
from minzheng.payments.domain import preparing
from minzheng.payments.models import PayRun
from minzheng.services.jobs import worker
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.enums import JobState
from minzheng.services.jobs.models import JobRun
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer, township_officer
from tests.factories.payments import AT, PROGRAM

pytestmark = pytest.mark.django_db
NOVEMBER = Month.parse("2026-11")


def ask(by):
    with within(by.area):
        return preparing.request(program=PROGRAM, month=NOVEMBER, by=by, at=AT)


def work():
    while worker.run_next(now=lambda: AT):
        pass


@pytest.fixture
def heard(monkeypatch):
    """What the bar was told, even twice within the half second in which the page hears it once."""
    told = []
    whole = worker.Run.progress

    def progress(run, done, total, message="", *, is_inside=False):
        told.append((done, total, message, is_inside))
        whole(run, done, total, message, is_inside=is_inside)

    monkeypatch.setattr(worker.Run, "progress", progress)
    return told


def test_the_worker_freezes_the_list_that_a_page_would(heard):
    payments.allocate()
    for amount in (500_00, 70_01):
        payments.paid_household(amount_fen=amount)
    officer = county_officer()

    job = ask(officer)
    work()

    job.refresh_from_db()
    run = PayRun.objects.get()
    assert (job.state, job.result) == (JobState.DONE, {"run": run.number})
    assert f"清单 {run.number} 已编制：2 笔 570.01 元，暂缓 0 笔" in job.message
    assert (run.prepared_by, run.line_count, run.total_fen) == (officer, 2, 570_01)
    shares = [done for done, _total, _message, _inside in heard]
    assert (shares, shares[0]) == (sorted(shares), 0)
    assert {total for _done, total, _message, _inside in heard} == {2}
    assert [inside for *_rest, inside in heard] == [False, True, True, True, True, True]


def test_asked_twice_it_is_one_job():
    payments.allocate()
    payments.paid_household()
    officer = county_officer()

    assert ask(officer).token == ask(officer).token
    work()

    assert (JobRun.objects.count(), PayRun.objects.count()) == (1, 1)


def test_a_worker_that_died_after_the_list_was_written_makes_no_second_one():
    payments.allocate()
    payments.paid_household()
    job = ask(county_officer())
    queue.claim(at=AT)
    with within(county_officer().area):
        preparing.run(worker.Run(JobRun.objects.get(), AT), county_officer_of(job))
    JobRun.objects.update(state=JobState.QUEUED, claim="")

    work()

    job.refresh_from_db()
    assert (job.state, PayRun.objects.count()) == (JobState.DONE, 1)


def county_officer_of(job):
    return type(county_officer()).objects.get(username=job.queued_by)


def test_nothing_to_pay_is_said_on_the_jobs_page():
    payments.allocate()
    job = ask(finance_officer())

    work()

    job.refresh_from_db()
    assert (job.state, PayRun.objects.count()) == (JobState.FAILED, 0)
    assert "没有应发未发的待遇" in job.message


def test_a_township_officer_asks_for_none():
    with pytest.raises(NotAllowed):
        ask(township_officer())
    assert not JobRun.objects.exists()
