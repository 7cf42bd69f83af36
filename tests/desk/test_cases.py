"""The page of a case and its acts."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.domain import recertification
from minzheng.casework.models import Case, HouseholdVisit, Letter
from minzheng.kernel.month import Month
from minzheng.services.audit import queries as audit
from tests.desk.addresses import PIXEL, VISIT, Made, rich_household
from tests.factories import accounts, casework

HTMX = {"HX-Request": "true"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page_of(case, verb=""):
    return reverse("desk:case_action", args=[case.number, verb]) if verb else reverse("desk:case", args=[case.number])


def buttons(response) -> set[str]:
    context = response.context
    return {work.verb for work in context["actions"]}


@pytest.mark.parametrize(
    ("until", "role", "main"),
    [
        ("submitted", "township", "accept"),
        ("submitted", "village", None),
        ("accepted", "township", "request-check"),
        ("checking", "township", None),
        ("checking", "county", "report-check"),
        ("surveying", "township", "visit"),
        ("visited", "township", "propose"),
        ("proposed", "township", "post"),
        ("publicised", "township", "close"),
        ("submitted_to_county", "township", None),
        ("submitted_to_county", "county", "confirm"),
        ("confirmed", "county", "publish"),
        ("active", "county", "issue-letter"),
    ],
)
def test_page_offers_the_one_thing_to_do(sign_in, until, role, main):
    made = Made()
    case = made.walk(until)

    response = sign_in(getattr(made.offices, role)).get(page_of(case))

    opened = response.context.get("opened")
    assert (opened.verb if opened else None) == main


def test_refused_proposal_offers_refusing_and_not_confirming(sign_in):
    made = Made()
    case = made.walk("proposed", home=rich_household())

    response = sign_in(made.offices.county).get(page_of(case))

    assert response.context["opened"].verb == "refuse"
    assert "confirm" not in buttons(response)
    assert "1. 收入低于当地低保标准：要求" in response.context["form"]["reason"].value()


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_those_who_look_are_shown_no_buttons(sign_in, role):
    case = Made().walk("submitted")

    response = sign_in(accounts.staff(role)).get(page_of(case))

    assert buttons(response) == set()
    assert '<form method="post" action="/cases/' not in response.content.decode()


def test_refusal_stands_beside_the_form_with_what_was_typed(sign_in):
    made = Made()
    case = made.walk("surveying")
    typed = {**VISIT, "surveyor_2": "张三", "member_present": str(case.applicant_id), "findings": "屋里有三台电视"}

    response = sign_in(made.offices.township).post(page_of(case, "visit"), typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "两名以上不同的调查人" in response.context["refusal"]
    assert "屋里有三台电视" in page
    with within(made.offices.county.area):
        assert HouseholdVisit.objects.count() == 0


def test_missing_answer_is_said_beside_its_field(sign_in):
    made = Made()
    case = made.walk("surveying")

    response = sign_in(made.offices.township).post(page_of(case, "visit"), {"findings": "记了半天"})

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == [
        "member_present", "signed", "surveyor_1", "surveyor_2", "visited_on"
    ]  # fmt: skip
    assert "记了半天" in response.content.decode()


def test_visit_keeps_its_photos(sign_in):
    made = Made()
    case = made.walk("surveying")
    photos = [SimpleUploadedFile(f"{n}.png", PIXEL + bytes([n]), "image/png") for n in (1, 2)]
    client = sign_in(made.offices.township)

    client.post(page_of(case, "visit"), {**VISIT, "member_present": str(case.applicant_id), "photos": photos})
    papers = client.get(page_of(case) + "?tab=papers").context["papers"]

    files = [client.get(paper.url) for paper in papers if "attachments" in paper.url]
    assert [(file.status_code, file["Content-Type"]) for file in files] == [(200, "image/png")] * 2
    assert {file.content for file in files} == {PIXEL + b"\x01", PIXEL + b"\x02"}


def test_who_proposed_cannot_confirm_at_the_desk_either(sign_in):
    made = Made()
    case = made.walk("submitted_to_county")
    both = made.offices.township
    type(both).objects.filter(pk=both.pk).update(role="county_officer")
    both.refresh_from_db()

    response = sign_in(both).post(page_of(case, "confirm"), {"reason": "同意"})

    assert response.status_code == 422
    assert "须由另一人办理" in response.context["refusal"]


def test_act_that_is_not_possible_now_says_why(sign_in):
    made = Made()
    case = made.walk("submitted")

    response = sign_in(made.offices.township).post(page_of(case, "publish"), {"place": "村务公开栏"})

    assert response.status_code == 422
    assert "当前为“已提交”" in response.context["refusal"]


def test_unknown_act_does_not_exist(sign_in):
    made = Made()
    case = made.walk("submitted")

    assert sign_in(made.offices.township).get(f"/cases/{case.number}/no-such-act/").status_code == 404


def test_opening_a_case_is_recorded_once_and_tabs_are_not(sign_in):
    made = Made()
    case = made.walk("submitted")
    client = sign_in(made.offices.county)

    client.get(page_of(case))
    client.get(page_of(case) + "?tab=history", headers=HTMX)

    reads = list(audit.reads_of("case", case.pk))
    assert [(row.actor, row.reason) for row in reads] == [(made.offices.county.username, "查看办件")]


def test_a_tab_asked_for_without_its_page_and_a_refused_act_are_reads_too(sign_in):
    made = Made()
    case = made.walk("submitted")
    county, township = sign_in(made.offices.county), sign_in(made.offices.township)

    for _again in range(2):
        county.get(page_of(case) + "?tab=family", headers=HTMX)
    refused = township.post(f"/cases/{case.number}/accept/", {})

    assert refused.status_code == 422
    assert [(row.actor, row.reason) for row in reversed(audit.reads_of("case", case.pk))] == [
        (made.offices.county.username, "查看办件"),
        (made.offices.township.username, "办理办件"),
    ]


def test_tab_comes_alone_for_htmx_and_whole_without(sign_in):
    made = Made()
    case = made.walk("submitted")
    client = sign_in(made.offices.county)

    part = client.get(page_of(case) + "?tab=history", headers=HTMX).content.decode()
    whole = client.get(page_of(case) + "?tab=history").content.decode()

    assert ("<html" in part, "提交申请" in part) == (False, True)
    assert ("<html" in whole, "提交申请" in whole) == (True, True)


def test_id_numbers_are_masked_on_every_tab(sign_in):
    made = Made()
    case = made.walk("active")
    client = sign_in(made.offices.county)
    with within(made.offices.county.area):
        masked = case.applicant.id_number_masked
        birth = case.applicant.birth_date.strftime("%Y%m%d")

    pages = {
        tab: client.get(page_of(case) + f"?tab={tab}").content.decode() for tab in ("family", "calculation", "papers")
    }

    assert masked in pages["family"]
    assert [tab for tab, page in pages.items() if birth in page] == []


def test_calculation_names_values_sources_and_law(sign_in):
    made = Made()
    case = made.walk("proposed")

    sheet = sign_in(made.offices.county).get(page_of(case) + "?tab=calculation").context["sheet"]

    statuses = [condition.status for condition in sheet.conditions]
    assert statuses == ["met"] * 4 + ["aside"] + ["met"] * 3 + ["aside"] * 4
    assert (sheet.lines[-1].is_total, sheet.lines[-1].value) == (True, f"{sheet.amount_fen // 100:,}.00元")
    wages = next(line for line in sheet.lines if "工资性收入 12,000.00元" in line.origin)
    assert any("户口簿，自 2026-01-01" in told for told in wages.inputs)
    assert all(line.law for line in sheet.lines if line.is_total)


def test_letter_is_shown_and_its_service_recorded(sign_in):
    made = Made()
    case = made.walk("active")
    client = sign_in(made.offices.county)

    client.post(page_of(case, "issue-letter"))
    with within(made.offices.county.area):
        letter = Letter.objects.get(decision__case=case)
    pdf = client.get(reverse("desk:letter_pdf", args=[case.number, letter.pk]))
    client.post(page_of(case, "serve-letter"), {"served_on": "2026-11-24", "method": "直接送达"})

    letter.refresh_from_db()
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert (letter.served_on, letter.service_method) == (dt.date(2026, 11, 24), "直接送达")


def test_withdrawn_case_has_nothing_left_to_do(sign_in):
    made = Made()
    case = made.walk("accepted")
    client = sign_in(made.offices.township)

    client.post(page_of(case, "withdraw"), {"reason": "找到工作了"})
    response = client.get(page_of(case))

    assert response.context["lead"].endswith("申请已经撤回。")
    assert [stop.status for stop in response.context["track"]][:2] == ["stopped", "skipped"]


def test_taken_over_case_says_so_instead_of_inventing_stations(sign_in):
    offices = casework.Offices()
    home = casework.household()
    casework.taken_over(home, offices)
    with within(offices.county.area):
        case = Case.objects.get(household=home)

    response = sign_in(offices.county).get(page_of(case))

    assert [stop.label for stop in response.context["track"]] == ["接管原决定"]
    assert "¥900.00" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_rows(sign_in, django_assert_num_queries, rows):
    offices = casework.Offices()
    for _row in range(rows):
        casework.case("submitted", offices=offices)
    client = sign_in(offices.county)

    with django_assert_num_queries(10):
        response = client.get("/cases/")

    assert len(response.context["table"]["rows"]) == rows


def test_list_counts_only_the_own_area(sign_in, stranger):
    made = Made()
    made.walk("submitted")

    mine = sign_in(made.offices.township).get("/cases/")
    theirs = sign_in(stranger).get("/cases/")

    assert (mine.context["total"], theirs.context["total"]) == (1, 0)
    assert (len(mine.context["states"]), len(theirs.context["states"])) == (1, 0)


def test_list_filters_by_state_and_lateness(sign_in):
    offices = casework.Offices()
    casework.case("submitted", offices=offices)
    late = casework.case("accepted", offices=offices)
    client = sign_in(offices.county)

    by_state = client.get("/cases/?state=accepted").context["table"]["rows"]
    by_late = client.get("/cases/?late=1").context["table"]["rows"]

    assert [row[1][1].value for row in by_state] == [late.number]
    assert [row[1][1].value for row in by_late] == [late.number]


def test_a_decision_on_a_benefit_taken_over_is_told_like_any_other(sign_in):
    offices = casework.Offices()
    row = casework.taken_over(casework.household(), offices, amount_fen=100)
    client = sign_in(offices.county)
    before = client.get(page_of(row.case)).content.decode()
    with everywhere("测试"):
        (proposal,) = recertification.review_month(month=Month(2026, 9), by=offices.township, at=casework.days(35))
        recertification.accept(proposal=proposal, by=offices.county, at=casework.days(36))

    after = client.get(page_of(row.case)).content.decode()

    assert ["issue-letter" in page for page in (before, after)] == [False, True]
