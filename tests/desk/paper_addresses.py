"""The addresses of papers and background jobs, as tests/desk/addresses.py has those of people and cases."""

from minzheng.services.jobs import worker
from tests.desk.addresses import NOW, Maker, Try
from tests.factories import accounts, jobs


def queued_job() -> Try:
    owner = accounts.township_officer()
    return Try({"token": jobs.queued(owner, NOW).token}, owner)


def cancelled_job() -> Try:
    made = queued_job()
    return Try(made.kwargs, made.owner, {})


def finished_job() -> Try:
    owner = accounts.township_officer()
    job = jobs.queued(owner, NOW, content="成果")
    worker.run_next(now=lambda: NOW)
    return Try({"token": job.token}, owner)


PAPER_ADDRESSES: dict[str, dict[str, Maker]] = {
    "job": {"page": queued_job},
    "job_cancel": {"page": cancelled_job},
    "job_file": {"page": finished_job},
}
