"""The archive at the desk: filing from a case, the register, a volume, destruction by two people, what is gone."""

import datetime as dt

import pytest
import time_machine

from minzheng.accounts.scope import within
from minzheng.archive.enums import VolumeState
from minzheng.archive.models import RetentionPeriod, Volume
from minzheng.casework.enums import State
from minzheng.casework.models import Attachment, Case
from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, archive, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
EXPIRED = dt.datetime(2030, 1, 8, 10, 0, tzinfo=SHANGHAI)
LOAN = {"borrower": "李审", "unit": "市审计局", "purpose": "专项审计", "due_on": "2026-12-20"}


@pytest.fixture
def offices(db):
    return casework.Offices()


def test_case_is_filed_from_its_page_and_the_to_do_leads_there(sign_in, offices):
    case = archive.withdrawn(offices)
    client = sign_in(offices.township)

    words = [item["what"] for group in client.get("/").context["groups"] for item in group.items]
    ready = client.get("/archive/ready/")
    answer = client.post(f"/cases/{case.number}/archive/", {}, follow=True)

    assert "办结的办件归档，1 件" in [str(each) for each in words]
    assert [line["case"].pk for line in ready.context["lines"]] == [case.pk]
    assert answer.status_code == 200
    assert [row.page_count > 0 for row in answer.context["volumes"]] == [True]
    with within(offices.county.area):
        assert Case.objects.get(pk=case.pk).state == State.ARCHIVED


def test_filing_is_not_offered_before_the_household_was_told(sign_in, offices):
    case = archive.ended(offices, is_told=False)

    page = sign_in(offices.township).get(f"/cases/{case.number}/")
    answer = sign_in(offices.township).post(f"/cases/{case.number}/archive/", {})

    assert "archive" not in [work.verb for work in page.context["actions"]]
    assert answer.status_code == 422
    assert "告知书还没有送达" in answer.content.decode()


def test_volume_shows_index_and_opens_as_one_pdf(sign_in, offices):
    [approval, _daily] = archive.filed(offices)
    client = sign_in(accounts.auditor())

    page = client.get(f"/archive/{approval.number}/")
    paper = client.get(f"/archive/{approval.number}/file.pdf")

    assert (page.status_code, page.context["acts"]) == (200, [])
    assert page.content.decode().count('data-label="页号"') == approval.item_count
    assert paper.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="read", object_kind="volume", reason="调阅档案合订本").count() == 1


def test_two_people_destroy_and_what_is_gone_says_so(sign_in, offices, django_capture_on_commit_callbacks):
    [approval, _daily] = archive.filed(offices)
    with within(offices.county.area):
        kept = Attachment.objects.get(case=approval.case_id)
    with time_machine.travel(EXPIRED, tick=False), django_capture_on_commit_callbacks(execute=True):
        proposed = sign_in(offices.county).post(
            f"/archive/{approval.number}/assess/", {"verdict": "destroy", "reason": "期满，无利用价值"}
        )
        own = sign_in(offices.county).post(f"/archive/{approval.number}/approve/", {"answer": "同意"})
        done = sign_in(offices.second_county).post(f"/archive/{approval.number}/approve/", {"answer": "同意"})

    client = sign_in(offices.county)
    assert (proposed.status_code, own.status_code, done.status_code) == (302, 422, 302)
    with within(offices.county.area):
        assert Volume.objects.get(pk=approval.pk).state == VolumeState.DESTROYED
    assert client.get(f"/archive/{approval.number}/file.pdf").status_code == 422
    assert client.get(f"/cases/{kept.case.number}/attachments/{kept.pk}/").status_code == 422
    assert client.get(f"/archive/{approval.number}/report.pdf").content.startswith(b"%PDF")
    assert client.get(f"/archive/{approval.number}/").context["is_destroyed"] is True


def test_forged_act_of_who_may_not_is_refused(sign_in, offices):
    [approval, _daily] = archive.filed(offices)

    answer = sign_in(accounts.auditor()).post(f"/archive/{approval.number}/lend/", LOAN)

    assert answer.status_code == 422
    assert "此操作须由" in answer.content.decode()


def test_lending_is_written_down_and_taken_back(sign_in, offices):
    [approval, _daily] = archive.filed(offices)
    client = sign_in(offices.township)

    client.post(f"/archive/{approval.number}/lend/", LOAN)
    lent = client.get(f"/archive/{approval.number}/")
    client.post(f"/archive/{approval.number}/give-back/", {})

    assert [act.verb for act in lent.context["acts"]] == ["give-back"]
    assert client.get(f"/archive/{approval.number}/").context["lent"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_register_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, offices, count):
    for _row in range(count):
        case = archive.withdrawn(offices)
        sign_in(offices.township).post(f"/cases/{case.number}/archive/", {})
    client = sign_in(offices.township)

    with django_assert_num_queries(8):
        page = client.get("/archive/")

    assert len(page.context["lines"]) == count


@pytest.mark.parametrize("role", ["village_worker", "finance_officer"])
def test_archive_is_closed_to_others(sign_in, role):
    assert sign_in(accounts.staff(role)).get("/archive/").status_code == 404


def test_county_sets_a_longer_period_and_the_township_reads_it(sign_in, offices):
    posted = {"archive_class": "approval", "years": "10", "from_on": "2026-12-01", "source": "宜档函〔2026〕3号"}

    shorter = sign_in(offices.county).post("/archive/periods/", posted | {"years": "2"})
    answer = sign_in(offices.county).post("/archive/periods/", posted)

    assert (shorter.status_code, answer.status_code) == (422, 302)
    assert RetentionPeriod.objects.get().years == 10
    assert sign_in(offices.township).get("/archive/periods/").context["form"] is None
