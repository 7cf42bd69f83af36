"""The supervisor's board, passing work on, and how much was not typed twice."""

import datetime as dt

import pytest

from minzheng.accounts.scope import within
from minzheng.workbench.domain.form_count import Fields, count
from minzheng.workbench.models import Claim, Handover
from minzheng.workbench.queries.board import by_station
from tests.desk.addresses import NOW
from tests.factories import accounts, casework
from tests.factories import workbench as kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def offices(db):
    return casework.Offices()


def places(page):
    return {one["row"].code: one["row"] for one in page.context["places"]}


def test_the_board_counts_late_soon_and_returned_and_leads_to_exactly_these(sign_in, offices):
    casework.case("accepted", offices=offices)
    casework.case("publicised", offices=offices)
    soon = casework.case("accepted", offices=offices, at=NOW - dt.timedelta(days=2))
    client = sign_in(offices.county)

    page = client.get("/board/")
    row = places(page)[accounts.VILLAGE]
    [one] = page.context["places"]

    assert (row.open, row.late, row.soon, row.returned) == (3, 1, 1, 0)
    assert [line[1][1].value for line in client.get(one["soon_url"]).context["table"]["rows"]] == [soon.number]
    assert len(client.get(one["late_url"]).context["table"]["rows"]) == row.late
    assert "在办 3 件，1 件已逾期，1 件两个工作日内到期。" in page.content.decode()


def test_each_supervisor_sees_their_own_area(sign_in, offices, stranger):
    casework.case("accepted", offices=offices)

    seen = {
        who.role: len(sign_in(who).get("/board/").context["places"])
        for who in (offices.township, offices.county, accounts.leader(), accounts.auditor())
    }

    assert seen == {"township_officer": 1, "county_officer": 1, "leader": 1, "auditor": 1}
    assert sign_in(stranger).get("/board/").context["places"] == []
    assert [sign_in(who).get("/board/").status_code for who in (offices.village, accounts.finance_officer())] == [
        404
    ] * 2


def test_officers_are_listed_with_what_is_in_their_hands(sign_in, offices):
    case = casework.case("accepted", offices=offices)
    kept.claim(case, offices.township, NOW)
    client = sign_in(offices.county)

    officers = {one["row"].username: one for one in client.get("/board/").context["officers"]}
    mine = officers[offices.township.username]

    assert (mine["row"].name, mine["row"].in_hand, mine["row"].late, mine["row"].acts) == (
        offices.township.name,
        1,
        1,
        1,
    )
    assert [line[1][1].value for line in client.get(mine["url"]).context["table"]["rows"]] == [case.number]


def test_days_at_a_station_are_those_from_move_to_move(offices):
    casework.case("proposed", offices=offices)

    with within(offices.county.area):
        found = {row.station: row for row in by_station(casework.days(20))}

    # Submitted on day 0, accepted and asked on day 1, reported on day 2, proposed on day 4.
    assert (found["application"].days, found["means_check"].days) == (1.0, 0.5)
    assert found["household_visit"].days == 2.0


def test_the_county_passes_work_on_and_sees_first_what_it_is(sign_in, offices):
    case = casework.case("accepted", offices=offices)
    kept.claim(case, offices.township, NOW)
    client = sign_in(offices.county)

    looked = client.get("/handover/", {"giver": offices.township.pk})
    post = {
        "giver": offices.township.pk,
        "taker": offices.second_township.pk,
        "reason": "产假",
        "until_on": "2027-03-01",
    }
    done = client.post("/handover/", post, follow=True)

    assert looked.context["counts"]["claims"] == 1
    assert f"已移交给{offices.second_township.name}：领办的办件 1 件" in done.content.decode()
    with within(offices.county.area):
        assert Claim.objects.get(released_at=None).passed_from == offices.township
    assert Handover.objects.get().until_on == dt.date(2027, 3, 1)


@pytest.mark.parametrize("taker", ["county", "self"])
def test_a_handover_that_cannot_be_is_refused_in_words(sign_in, offices, taker):
    other = offices.county if taker == "county" else offices.township
    post = {"giver": offices.township.pk, "taker": other.pk, "reason": "产假"}

    response = sign_in(offices.second_county).post("/handover/", post)

    assert response.status_code == 422
    assert ("权限不同" if taker == "county" else "同一个人") in response.content.decode()
    assert Handover.objects.count() == 0


def test_nobody_else_passes_work_on(sign_in, offices):
    people = (offices.village, offices.township, accounts.finance_officer(), accounts.auditor())

    assert [sign_in(who).get("/handover/").status_code for who in people] == [404] * 4


def test_a_leader_is_offered_only_people_of_the_own_area(sign_in, offices):
    part = accounts.leader(areas=(accounts.NEIGHBOUR_TOWNSHIP,))

    page = sign_in(part).get("/handover/")

    assert str(offices.township.pk) not in dict(page.context["form"].fields["giver"].choices)


def test_what_was_not_typed_is_shown_by_form_month_and_village(sign_in, offices):
    given = {"by": offices.township, "at": NOW, "division_code": accounts.VILLAGE}
    count(form="case.visit", fields=Fields(kept=3, corrected=1, typed=4, left_empty=2), **given)
    count(form="application", fields=Fields(kept=9, typed=1), **given)
    client = sign_in(offices.township)

    forms = {line["name"]: line["row"] for line in client.get("/typed/").context["lines"]}
    [month] = client.get("/typed/", {"by": "month"}).context["lines"]
    [village] = client.get("/typed/", {"by": "division_code"}).context["lines"]

    assert {name: row.saved_percent for name, row in forms.items()} == {"登记入户调查": 37, "申请表": 90}
    assert (month["name"], month["row"].filled, month["row"].saved_percent) == ("2026年11月", 18, 66)
    assert village["row"].forms == 2
    assert "填好的 18 格里，12 格不用打字，占 66%。" in client.get("/typed/").content.decode()
    assert client.get("/typed/", {"month": "2026-10"}).context["lines"] == []
