"""The pages of linked help: what is proposed, sent, learnt, offered, taken up, and what waits in the to-do."""

import datetime as dt

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.care.models import Course, Enrolment, Introduction, Placement, Referral
from minzheng.casework.models import ChangeReport
from minzheng.casework.queries.jobs import consecutive_refusals
from tests.desk.care_addresses import sent, told, trained, working
from tests.desk.counting import MOST, asked
from tests.factories import accounts, care, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = "2026-11-24"


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def home(offices):
    return care.running(offices).household


def people(home, offices):
    with within(offices.county.area):
        return registry.people(home)


def text_of(answer):
    return answer.content.decode()


def test_what_is_proposed_opens_the_form_filled_in(sign_in, offices, home):
    client = sign_in(offices.township)
    _man, _wife, child = people(home, offices)

    page = text_of(client.get(reverse("desk:care_household", args=[home.number])))
    assert f"?target=education&amp;person={child.pk}" in page
    address = reverse("desk:care_household_action", args=[home.number, "refer"])
    form = client.get(f"{address}?target=education&person={child.pk}").context["form"]

    assert (form["target"].value(), form["person"].value()) == ("education", str(child.pk))


def test_a_referral_goes_out_is_answered_and_no_longer_proposed(sign_in, offices, home):
    client = sign_in(offices.township)
    _man, _wife, child = people(home, offices)
    post = {"target": "education", "person": child.pk, "reason": "上小学", "office": "", "sent_on": TODAY}

    client.post(reverse("desk:care_household_action", args=[home.number, "refer"]), post)
    with within(offices.county.area):
        row = Referral.objects.get()
    client.post(reverse("desk:care_referral_action", args=[row.number, "slip"]))
    answer = {
        "outcome": "granted", "text": "免除餐费", "amount_fen": "500", "document_number": "", "answered_on": TODAY
    }  # fmt: skip
    client.post(reverse("desk:care_referral_action", args=[row.number, "answer"]), answer)

    page = text_of(client.get(reverse("desk:care_household", args=[home.number])))
    assert "免除餐费 · 500.00 元" in page
    assert "target=education" not in page
    assert client.get(reverse("desk:care_paper", args=[row.number])).headers["Content-Type"] == "application/pdf"


def test_a_refusal_comes_back_beside_what_was_typed(sign_in, offices):
    row, owner = sent()
    post = {"outcome": "refused", "text": "不符合", "amount_fen": "5", "document_number": "", "answered_on": TODAY}

    answer = sign_in(owner).post(reverse("desk:care_referral_action", args=[row.number, "answer"]), post)

    assert answer.status_code == 422
    assert "才填写金额" in text_of(answer)
    assert "不符合" in text_of(answer)


def test_from_the_course_to_the_certificate(sign_in, offices, home):
    client = sign_in(offices.township)
    man, *_rest = people(home, offices)
    fields = {
        "title": "电商培训班", "content": "网店", "organiser": "职校", "place": "镇上",
        "days": "2026-11-24~2026-11-25\n2026-11-27", "capacity": "5", "division_code": accounts.TOWNSHIP,
    }  # fmt: skip
    client.post(reverse("desk:care_course_new"), fields)
    with within(offices.county.area):
        course = Course.objects.get()
    assert (len(course.days), course.required_days) == (3, 3)

    client.post(
        reverse("desk:care_household_action", args=[home.number, "enrol"]), {"person": man.pk, "course": course.pk}
    )
    with within(offices.county.area):
        row = Enrolment.objects.get()
    marked = {"day": TODAY, "present": [row.pk], "note_text": ""}
    client.post(reverse("desk:care_course_action", args=[course.number, "mark"]), marked)

    page = text_of(client.get(reverse("desk:care_course", args=[course.number])))
    assert "1 / 3" in page
    early = client.post(reverse("desk:care_course_action", args=[course.number, "certify"]), {"enrolment": row.pk})
    assert early.status_code == 422
    assert "结束后再发证" in text_of(early)


@pytest.mark.parametrize("days", ["", "明天", "2026-11-27~2026-11-25", "2026-01-01~2099-01-01"])
def test_days_that_are_none_are_said_so(sign_in, offices, days):
    fields = {
        "title": "班", "content": "x", "organiser": "x", "place": "x", "days": days, "capacity": "5",
        "division_code": accounts.TOWNSHIP,
    }  # fmt: skip
    answer = sign_in(offices.township).post(reverse("desk:care_course_new"), fields)

    assert answer.status_code == 422
    assert answer.context["form"].errors["days"]


def test_a_job_refused_and_then_one_taken(sign_in, offices, home):
    client = sign_in(offices.township)
    _man, wife, _child = people(home, offices)
    act = reverse("desk:care_household_action", args=[home.number, "offer"])
    for accepted in ("0", "1"):
        vacancy = care.a_vacancy(by=offices.township)
        client.post(act, {"person": wife.pk, "vacancy": vacancy.pk, "suits": "身体健康", "offered_on": TODAY})
        with within(offices.county.area):
            row = Introduction.objects.get(vacancy=vacancy)
        said = {
            "introduction": row.pk, "accepted": accepted, "ground": "" if accepted == "1" else "none", "reason": "",
            "judgement": "" if accepted == "1" else "岗位合适", "answer_on": TODAY,
        }  # fmt: skip
        client.post(reverse("desk:care_vacancy_action", args=[vacancy.number, "answer"]), said)
        with within(offices.county.area):
            assert consecutive_refusals([wife.pk]) == {wife.pk: 1 if accepted == "0" else 0}

    placed = {"person": wife.pk, "offer": row.offer_id, "employer": "", "job": "", "from_on": TODAY, "wage_fen": "3000"}
    client.post(reverse("desk:care_household_action", args=[home.number, "place"]), placed)

    with within(offices.county.area):
        work = Placement.objects.get()
        assert ChangeReport.objects.get() == work.change_report
    page = text_of(client.get(reverse("desk:care_placement", args=[work.number])))
    assert "等待重新核算" in page
    assert "2027年2月24日起可以回访" in page


def test_the_counter_stands_on_the_household(sign_in, offices):
    row, owner = told()
    with within(owner.area):
        care.said(row, by=owner)
        home = row.offer.case.household

    assert "连续无正当理由拒绝工作 1 次（满 3 次" in text_of(
        sign_in(owner).get(reverse("desk:care_household", args=[home.number]))
    )


def test_the_tab_of_a_case_says_the_same_and_leads_on(sign_in, offices, home):
    with within(offices.county.area):
        case = home.cases.get()
    care.sent(home, by=offices.township)

    page = text_of(sign_in(offices.township).get(reverse("desk:case", args=[case.number]) + "?tab=help"))

    assert "教育救助" in page
    assert reverse("desk:care_household", args=[home.number]) in page


def todo_of(client):
    return text_of(client.get(reverse("desk:todo")))


def test_the_todo_names_what_waits(sign_in, offices):
    overdue = care.sent(casework.household(), by=offices.township, at=care.on(8, 10))
    open_still = care.sent(casework.household(), by=offices.township, at=care.on(20))
    row, _owner = told()
    work, _owner = working()

    mine = todo_of(sign_in(offices.township))

    assert overdue.number in mine
    assert open_still.number not in mine
    assert row.vacancy.number in mine
    assert work.number in mine
    # The county is not told what a township began, nor the township next door.
    for other in (offices.county, accounts.neighbour_officer()):
        theirs = todo_of(sign_in(other))
        assert [number for number in (overdue.number, work.number) if number in theirs] == []


def test_an_auditor_looks_and_is_refused(sign_in, offices, home):
    client = sign_in(accounts.auditor())
    row, _owner = sent()
    page = text_of(client.get(reverse("desk:care_household", args=[home.number])))

    assert "/refer/" not in page
    post = {"target": "education", "person": "", "reason": "x", "office": "", "sent_on": TODAY}
    forged = client.post(reverse("desk:care_household_action", args=[home.number, "refer"]), post)
    assert forged.status_code == 422
    given = {"outcome": "granted", "text": "x", "amount_fen": "", "document_number": "", "answered_on": TODAY}
    assert client.post(reverse("desk:care_referral_action", args=[row.number, "answer"]), given).status_code == 422
    with within(offices.county.area):
        assert Referral.objects.count() == 1
        assert getattr(Referral.objects.get(), "answer", None) is None
    assert client.get(reverse("desk:care_course_new")).status_code == 404


@pytest.mark.parametrize("staff", [accounts.finance_officer, accounts.village_worker])
def test_finance_and_villages_have_no_door_here(sign_in, home, staff):
    client = sign_in(staff())
    addresses = [
        reverse("desk:care_referrals"), reverse("desk:care_jobs"), reverse("desk:care_household", args=[home.number])
    ]  # fmt: skip

    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_three_rows_on_each_page_ask_as_much_as_one(sign_in, offices):
    case = care.running(offices)
    course, vacancy = care.a_course(by=offices.township, capacity=9), care.a_vacancy(by=offices.township, openings=9)
    client = sign_in(offices.township)
    pages = [
        reverse("desk:care_household", args=[case.household.number]),
        reverse("desk:care_course", args=[course.number]), reverse("desk:care_vacancy", args=[vacancy.number]),
        reverse("desk:case", args=[case.number]) + "?tab=help",
    ]  # fmt: skip

    taken = []
    for persons in (slice(0, 1), slice(1, 3)):
        for person in people(case.household, offices)[persons]:
            care.enrolled(course, case, person, by=offices.township)
            row = care.told(vacancy, case, person, by=offices.township)
            care.said(row, by=offices.township, accepted=True)
            care.placed(case, person, by=offices.township, offer=row.offer)
            care.sent(case.household, by=offices.township, person=person, target="legal_aid")
        for page in pages:
            client.get(page)
        taken.append([asked(client, page)[0] for page in pages])

    assert taken[0] == taken[1]
    assert max(taken[1]) <= MOST


def test_a_course_shows_each_office_its_own_people(sign_in, offices):
    shared = care.a_course(by=offices.county, division_code=accounts.COUNTY)
    case = care.running(offices)
    care.enrolled(shared, case, case.applicant, by=offices.township)

    assert case.applicant.name in text_of(
        sign_in(offices.township).get(reverse("desk:care_course", args=[shared.number]))
    )
    neighbour = sign_in(accounts.neighbour_officer()).get(reverse("desk:care_course", args=[shared.number]))
    assert neighbour.status_code == 200
    assert case.applicant.name not in text_of(neighbour)


def test_a_trainee_without_the_days_is_told_how_many_are_missing(sign_in):
    one, _row, owner = trained(3)

    assert "差 1 天" in text_of(sign_in(owner).get(reverse("desk:care_course", args=[one.number])))
    assert dt.date(2026, 11, 24) > one.ends_on
