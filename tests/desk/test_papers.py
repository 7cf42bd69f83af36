"""The pages of papers: forms, the papers of a case, batches, and the public page that verifies."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.domain import letter
from minzheng.casework.models import CasePaper, Letter
from minzheng.paperwork import forms
from minzheng.paperwork.domain.verifying import ASKED_MAX
from minzheng.paperwork.models import IssuedPaper, Wording, WordTemplate
from minzheng.services.audit.models import AuditEvent
from minzheng.services.jobs import worker
from minzheng.services.jobs.models import JobRun
from tests.casework.test_letter import plain, refused
from tests.desk.addresses import NOW
from tests.desk.paper_addresses import case_form_word, case_forms, issued_code, letter_word
from tests.factories import accounts, casework
from tests.factories.word import document, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def county():
    return accounts.county_officer()


def upload(browser, content, form="refusal", note=""):
    file = SimpleUploadedFile("县局.docx", content, DOCX)
    return browser.post(f"/forms/{form}/upload/", {"file": file, "note": note})


def test_every_form_is_listed_with_its_law_and_papers(sign_in, township):
    page = sign_in(township).get("/forms/").content.decode()

    for form in forms.everything():
        assert f"/forms/{form.code}/blank/" in page
        assert str(form.title) in page
        assert str(form.law) in page


@pytest.mark.parametrize("role", ["village_worker", "township_officer", "county_officer", "finance_officer", "leader"])
def test_anybody_prints_a_blank_form(sign_in, role):
    browser = sign_in(accounts.staff(role=role))

    sent = browser.get("/forms/relief_card/blank/")

    assert sent["Content-Type"] == "application/pdf"
    assert "灾民救助卡" in plain(sent.content)


def test_a_blank_form_names_the_office_of_the_reader(sign_in, township):
    text = plain(sign_in(township).get("/forms/application/blank/").content)

    assert "人民政府" in text or "街道办事处" in text


def test_a_template_goes_from_upload_over_a_look_into_force(sign_in, county):
    author, second = sign_in(county), sign_in(accounts.county_officer())
    good = document("{{ applicant.name }}", "{{ remedies.text }}")

    assert upload(author, good, note="换了抬头").status_code == 302
    row = WordTemplate.objects.get()
    own = author.get("/forms/refusal/").content.decode()
    unseen = second.get("/forms/refusal/").content.decode()
    sample = second.get(f"/forms/refusal/template/{row.pk}/preview/")
    seen = second.get("/forms/refusal/").content.decode()
    second.post(f"/forms/refusal/template/{row.pk}/approve/")

    row.refresh_from_db()
    assert "等待另一名经办人" in own
    assert "approve/" not in own
    assert "先打开预览" in unseen
    assert "approve/" not in unseen
    assert "王样例" in text_of(sample.content)
    assert "启用第 1 版" in seen
    assert row.approved_by is not None


def test_a_forged_approval_without_a_look_is_refused(sign_in, county):
    upload(sign_in(county), document("{{ remedies.text }}"))
    row = WordTemplate.objects.get()

    answered = sign_in(accounts.county_officer()).post(f"/forms/refusal/template/{row.pk}/approve/")

    assert answered.status_code == 422
    assert "请先打开预览" in answered.content.decode()


def test_a_bad_template_is_refused_beside_its_form(sign_in, county):
    answered = upload(sign_in(county), document("{{ applicant.nmae }} {{ remedies.text }}"))

    page = answered.content.decode()
    assert answered.status_code == 422
    assert "applicant.nmae" in page
    assert "是不是要写 applicant.name" in page
    assert WordTemplate.objects.count() == 0


def test_words_of_a_notice_are_proposed_and_answered(sign_in, county):
    author, second = sign_in(county), sign_in(accounts.county_officer())

    author.post("/forms/refusal/wording/", {"valid_from": "2026-11-24", "contact": "咨询 0717-1234567"})
    row = Wording.objects.get()
    preview = plain(second.get(f"/forms/refusal/wording/{row.pk}/preview/").content)
    second.post(f"/forms/refusal/wording/{row.pk}/approve/")

    row.refresh_from_db()
    assert "咨询0717-1234567" in preview
    assert "申请行政复议" in preview
    assert row.approved_at is not None


def test_the_township_sees_a_form_and_changes_nothing(sign_in, township):
    browser = sign_in(township)

    assert "upload/" not in browser.get("/forms/refusal/").content.decode()
    assert upload(browser, document("x")).status_code == 404


def test_the_papers_of_a_case_are_listed_printed_and_issued(sign_in):
    made = case_forms()
    browser, number = sign_in(made.owner), made.kwargs["number"]

    listed = browser.get(f"/cases/{number}/forms/").content.decode()
    issued = browser.post(f"/cases/{number}/forms/acceptance/issue/")
    again = browser.post(f"/cases/{number}/forms/acceptance/issue/")
    text = plain(browser.get(f"/cases/{number}/forms/acceptance/").content)

    assert "forms/acceptance/issue/" in listed
    assert "forms/household_visit/" not in listed
    assert (issued.status_code, again.status_code) == (302, 422)
    with everywhere("the test looks"):
        assert CasePaper.objects.get().number in text
    assert AuditEvent.objects.filter(action="read", reason="打印办件文书").count() == 1


def test_a_form_is_had_as_word(sign_in):
    made = case_form_word()

    sent = sign_in(made.owner).get(f"/cases/{made.kwargs['number']}/forms/application/word/")

    assert sent["Content-Type"] == DOCX
    assert "王" in text_of(sent.content)


def test_a_letter_is_had_as_word(sign_in):
    made = letter_word()

    sent = sign_in(made.owner).get(f"/cases/{made.kwargs['number']}/letters/{made.kwargs['pk']}/word/")

    assert "申请行政复议" in text_of(sent.content)


def test_finance_prints_no_papers_of_families(sign_in):
    made = case_forms()
    browser = sign_in(accounts.finance_officer())

    assert browser.get(f"/cases/{made.kwargs['number']}/forms/").status_code == 404
    assert browser.get("/papers/print/").status_code == 404


def letters_to_print(count):
    offices = casework.Offices()
    with within(offices.county.area):
        rows = [refused(offices) for _n in range(count)]
    return offices, rows


def test_letters_are_chosen_and_printed_by_a_job(sign_in):
    offices, rows = letters_to_print(2)
    browser = sign_in(offices.county)
    asked = {"what": "letters", "from": "2026-08-01", "until": "2026-08-31"}

    page = browser.get("/papers/print/", asked).content.decode()
    started = browser.post("/papers/print/", asked | {"ids": [row.pk for row in rows], "output": "pdf"})
    worker.run_next(now=lambda: NOW)
    job = JobRun.objects.get()
    sent = browser.get(f"/jobs/{job.token}/file/")

    assert page.count('name="ids"') == 2
    assert page.count("待制发") == 2
    assert started["Location"] == f"/jobs/{job.token}/"
    with everywhere("the test looks"):
        assert (job.state, Letter.objects.count()) == ("done", 2)
    assert all(row.document_number in plain(sent.content) for row in rows)


def test_nothing_chosen_is_said_on_the_page(sign_in):
    offices, _rows = letters_to_print(1)
    asked = {"what": "letters", "from": "2026-08-01", "until": "2026-08-31", "output": "pdf"}

    answered = sign_in(offices.county).post("/papers/print/", asked)

    assert answered.status_code == 422
    assert "请至少选择一件" in answered.content.decode()


def test_everything_found_is_printed_not_this_page_alone(sign_in):
    offices, rows = letters_to_print(3)
    asked = {"what": "letters", "from": "2026-08-01", "until": "2026-08-31", "output": "zip", "everything": "1"}

    sign_in(offices.county).post("/papers/print/", asked | {"ids": [rows[0].pk]})

    assert len(JobRun.objects.get().payload["ids"]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_batch_page_needs_as_many_queries_for_three_as_for_one(sign_in, count, django_assert_num_queries):
    offices, _rows = letters_to_print(count)
    browser = sign_in(offices.county)
    asked = {"what": "letters", "from": "2026-08-01", "until": "2026-08-31"}
    browser.get("/papers/print/", asked)

    with django_assert_num_queries(8):
        browser.get("/papers/print/", asked)


def test_anybody_may_verify_without_signing_in():
    code = issued_code()

    page = Client().get(f"/verify/{code}/")

    words = page.content.decode()
    assert page.status_code == 200
    assert "本机关制发过这份文书" in words
    for part in ("最低生活保障不予确认告知书", "都民救〔2026〕7号", "宜都市民政局", "2026年11月24日"):
        assert part in words


def test_the_public_page_names_nobody():
    offices, rows = letters_to_print(1)
    with within(offices.county.area):
        issued = letter.issue(decision=rows[0], by=offices.county, at=NOW)
        names = [person["name"] for person in rows[0].determination.members]

    words = Client().get(f"/verify/{IssuedPaper.objects.get().code}/").content.decode()

    assert issued.data["number"] in words
    assert [name for name in (*names, issued.data["case_number"], "429999") if name in words] == []


def test_an_unknown_code_is_not_confirmed():
    page = Client().get("/verify/?code=0000-0000-0000-0000")

    assert page.status_code == 404
    assert "没有查到" in page.content.decode()


def test_who_asks_too_often_is_asked_to_wait():
    browser = Client()
    for _n in range(ASKED_MAX):
        browser.get("/verify/0000/")

    page = browser.get(f"/verify/{issued_code()}/")

    assert page.status_code == 429
    assert "十分钟后" in page.content.decode()
    assert "都民救" not in page.content.decode()


def test_the_code_on_a_letter_leads_to_its_answer(settings):
    settings.PUBLIC_URL = "http://testserver"
    offices, rows = letters_to_print(1)
    with within(offices.county.area):
        issued = letter.issue(decision=rows[0], by=offices.county, at=NOW)
        printed = plain(letter.printed(issued, at=NOW))

    [code] = re.findall(r"查验码：([0-9A-Z-]{19})", printed)
    page = Client().get(f"/verify/{code}/").content.decode()

    assert issued.data["verify"]["url"].endswith(f"/verify/{code.replace('-', '')}/")
    assert issued.data["number"] in page
