"""Self-assessment on the desk: every point explained and provable, both sides of the review, and nobody else."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.assessment.domain import beginning
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import read
from minzheng.assessment.models import Assessment, Closing, Evidence
from minzheng.rules.strict_yaml import load_text
from minzheng.services.audit.models import AuditEvent
from tests.assessment.sheet_text import HOME
from tests.desk.addresses import NOW
from tests.factories import accounts, assessment, casework

pytestmark = pytest.mark.django_db
LIST, PAGE, ITEM = 7, 22, 20


@pytest.fixture
def offices(today):
    return casework.Offices()


def page(client, row):
    return client.get(reverse("desk:assessment", args=[row.number])).content.decode()


def item(client, row, code):
    return client.get(reverse("desk:assessment_item", args=[row.number, code])).content.decode()


def press(client, row, verb, **data):
    return client.post(reverse("desk:assessment_action", args=[row.number, verb]), data)


def press_item(client, row, code, verb, **data):
    return client.post(reverse("desk:assessment_item_action", args=[row.number, code, verb]), data)


def test_from_the_beginning_to_the_closing_by_pages_alone(sign_in, offices):
    casework.case("confirmed", offices=offices)
    township, county = sign_in(offices.township), sign_in(offices.county)
    township.post(
        reverse("desk:assessment_new"),
        {"sheet": "dibao_township", "division_code": accounts.TOWNSHIP, "period": "2026Q3"},
    )
    with within(offices.county.area):
        row = Assessment.objects.get()

    assert press(township, row, "submit").status_code == 422
    for code, data in {
        "survey_quality": {"points": "7"}, "archive_room": {"points": "4.5"}, "standing_board": {"is_yes": "1"},
        "window": {"is_yes": "1"}, "trainings": {"numerator": "1"}, "embezzlement": {"is_yes": "0"},
    }.items():  # fmt: skip
        assert press_item(township, row, code, "answer", **data).status_code == 302
        if code != "embezzlement":
            kept = {"title": "佐证", "content": assessment.evidence_file()}
            assert press_item(township, row, code, "attach", **kept).status_code == 302
    assert press(township, row, "submit", statement="已自评").status_code == 302
    assert "逐项复核" in press(county, row, "close", opinion="同意").content.decode()
    assert press_item(county, row, "survey_quality", "review", points="6").status_code == 422
    press_item(county, row, "survey_quality", "review", points="6", reason="抽查一份不全")
    press_item(county, row, "archive_room", "review")
    assert press(county, row, "close", opinion="同意").status_code == 302

    with within(offices.county.area):
        assert Closing.objects.get(assessment=row).grade
    text = page(township, row)
    assert "已确认" in text
    assert "复核改分" in text
    assert 'id="form-' not in text


def test_a_point_is_explained_down_to_the_case(sign_in, offices):
    case = casework.case("confirmed", offices=offices)
    row = assessment.started(by=offices.township)

    text = item(sign_in(offices.township), row, "visits_by_two")

    assert "1件中0件，0%" in text
    assert "70%得0分，100%得12分，中间按比例" in text
    assert "得0分（满分12分）" in text
    assert reverse("desk:case", args=[case.number]) in text
    assert "没有入户照片" in text
    assert "民发〔2021〕57号" in text
    assert "离开前拍照" in text


def test_a_made_up_sheet_says_so_and_cites_real_clauses(sign_in, offices):
    text = page(sign_in(offices.township), assessment.started(by=offices.township))

    assert "示例评分表" in text
    assert "没有找到上级公布的评分表" in text


def test_gaps_say_how_many_points_what_to_do_and_who(sign_in, offices):
    row = assessment.closed(assessment.submitted(by=offices.township, survey_quality="3"), by=offices.county)

    text = page(sign_in(offices.township), row).split('id="gaps"')[1].split("</section>")[0]

    assert "对照调查表逐项培训调查人" in text
    assert '<td data-label="失分" class="num">5</td>' in text
    assert "乡镇（街道）经办人" in text


def test_history_compares_a_period_with_the_one_before(sign_in, offices):
    half = read(load_text(HOME, "home"), "home")
    for period, rooms in (("2025H2", "6"), ("2026H1", "12")):
        home = {"sheet": replace(half, valid_from=dt.date(2020, 1, 1)), "unit_name": "红花福利院"}
        row = assessment.started(by=offices.township, period=Period.parse(period), **home)
        row = assessment.submitted(by=offices.township, row=row, rooms=rooms)
    with within(offices.county.area):
        again = beginning.reopen(assessment=row, by=offices.county, at=NOW, reason="补正")
    assessment.submitted(by=offices.township, row=again, at=NOW, rooms="15")

    text = page(sign_in(offices.county), again).split("历次自评")[1]

    # 8 + 7.5 + 5 + 6 = 26.5 and 35.5 of 40.
    assert "26.5 / 40" in text
    assert "35.5 / 40" in text
    assert "+22.5个百分点" in text
    assert "第 2 次" in text
    assert row.number in text


def test_what_waits_stands_in_the_todo_of_who_must_act(sign_in, offices):
    row = assessment.started(by=offices.township)

    def todo(staff):
        return sign_in(staff).get(reverse("desk:todo")).content.decode()

    assert row.number in todo(offices.township)
    assert row.number not in todo(offices.county)
    row = assessment.submitted(by=offices.township, row=row)
    assert row.number in todo(offices.county)
    assert row.number not in todo(offices.township)


def test_forged_requests_of_those_who_may_not_change_nothing(sign_in, offices):
    row = assessment.submitted(by=offices.township)

    for staff in (offices.township, accounts.auditor(), accounts.leader()):
        client = sign_in(staff)
        assert press(client, row, "close", opinion="同意").status_code == 422
        assert press(client, row, "reopen", reason="退回").status_code == 422
        assert press_item(client, row, "survey_quality", "review").status_code == 422
    with within(offices.county.area):
        assert not Closing.objects.exists()
        assert Assessment.objects.count() == 1


@pytest.mark.parametrize("staff", [accounts.finance_officer, accounts.village_worker])
def test_finance_and_villages_have_no_door_here(sign_in, offices, staff):
    row = assessment.started(by=offices.township)
    client = sign_in(staff())

    addresses = [reverse("desk:assessment_list"), reverse("desk:assessment", args=[row.number])]
    assert [client.get(address).status_code for address in addresses] == [404] * 2


def test_evidence_is_sent_as_kept_leaves_a_read_and_an_altered_file_is_refused(sign_in, offices):
    row = assessment.submitted(by=offices.township)
    with within(offices.county.area):
        kept = Evidence.objects.filter(assessment=row).order_by("pk")[0]
    address = reverse("desk:assessment_evidence", args=[row.number, kept.pk])
    client = sign_in(offices.county)

    assert client.get(address).content == assessment.PDF
    assert AuditEvent.objects.filter(object_kind="assessment_evidence", action="read").count() == 1
    Path(kept.file.path).write_bytes(assessment.PDF + b"x")
    altered = client.get(address)
    assert altered.status_code >= 400
    assert "与上传时不一致" in altered.content.decode()


def test_the_sheet_is_printed(sign_in, offices):
    row = assessment.submitted(by=offices.township)

    answer = sign_in(offices.county).get(reverse("desk:assessment_pdf", args=[row.number]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_list_page_and_item_ask_the_same_number_of_queries(sign_in, offices, django_assert_num_queries):
    first = assessment.started(by=offices.township)
    casework.case("confirmed", offices=offices)
    client = sign_in(offices.county)
    page(client, first)

    with django_assert_num_queries(LIST):
        client.get(reverse("desk:assessment_list"))
    with django_assert_num_queries(PAGE):
        page(client, first)
    for _n in range(2):
        casework.case("confirmed", offices=offices)
    for code in (accounts.NEIGHBOUR_TOWNSHIP, "420581103000"):
        assessment.started(by=accounts.township_officer(areas=(code,)), division_code=code)
    with django_assert_num_queries(LIST):
        client.get(reverse("desk:assessment_list"))
    with django_assert_num_queries(PAGE):
        page(client, first)
    with django_assert_num_queries(ITEM):
        item(client, first, "visits_by_two")
