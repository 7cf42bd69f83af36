"""The pages of background jobs: progress that moves, results that leave a read, a list of one's own."""

import pytest

from minzheng.services.audit.models import AuditEvent
from minzheng.services.jobs import worker
from minzheng.services.jobs.domain import queue
from tests.desk.addresses import NOW
from tests.factories import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HTMX = {"HX-Request": "true"}


def test_the_bar_asks_again_until_the_job_is_over(sign_in, township):
    job = jobs.queued(township, NOW, n=4)
    browser = sign_in(township)

    waiting = browser.get(f"/jobs/{job.token}/", headers=HTMX).content.decode()
    worker.run_next(now=lambda: NOW)
    over = browser.get(f"/jobs/{job.token}/", headers=HTMX).content.decode()

    assert 'hx-trigger="every 1s"' in waiting
    assert "取消任务" in waiting
    assert "hx-trigger" not in over
    assert 'aria-valuenow="100"' in over
    assert "数到4" in over
    assert "<html" not in over


def test_a_half_done_job_says_how_far_and_how_long(sign_in, township):
    jobs.queued(township, NOW, n=100)
    job = queue.claim(at=NOW)
    queue.beat(job=job, at=NOW, done=25, total=100, message="")

    page = sign_in(township).get(f"/jobs/{job.token}/").content.decode()

    assert "已办 25 / 100 件" in page
    assert 'style="width: 25%"' in page


def test_a_result_is_sent_as_a_file_and_the_read_is_recorded(sign_in, township):
    job = jobs.queued(township, NOW, content="成果")
    worker.run_next(now=lambda: NOW)

    sent = sign_in(township).get(f"/jobs/{job.token}/file/")

    assert sent.content.decode() == "成果"
    assert sent["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E7%BB%93%E6%9E%9C.zip")
    assert AuditEvent.objects.filter(action="read", object_kind="job", actor=township.username).count() == 1


def test_cancelling_says_what_will_happen(sign_in, township):
    job = jobs.queued(township, NOW)

    sign_in(township).post(f"/jobs/{job.token}/cancel/")

    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_as_many_queries_for_three_as_for_one(sign_in, township, count, django_assert_num_queries):
    for _n in range(count):
        jobs.queued(township, NOW)
    browser = sign_in(township)
    browser.get("/jobs/")

    with django_assert_num_queries(6):
        page = browser.get("/jobs/").content.decode()

    assert page.count("mz-row") == count
