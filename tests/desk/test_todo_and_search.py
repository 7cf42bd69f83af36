"""The first page and the search box: one's own work, one's own area."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minzheng.accounts.scope import within
from minzheng.services.audit.models import AuditEvent
from tests.desk.addresses import Made
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def rows(response) -> dict[str, list[tuple[str, str]]]:
    return {
        group.code: [(row["number"], str(row["action"])) for row in group.items] for group in response.context["groups"]
    }


def test_each_row_has_who_what_by_when_and_one_thing_to_press(sign_in):
    made = Made()
    case = made.walk("accepted")

    response = sign_in(made.offices.township).get("/")

    row = response.context["groups"][0].items[0]
    assert rows(response)["today"] == [(case.number, "发起核对")]
    assert (row["who"], row["what"], row["program"]) == (
        f"{case.applicant.name}一家 3 口",
        "发起核对或开始调查",
        "低保",
    )
    assert row["action_url"] == f"/cases/{case.number}/request-check/"
    assert response.context["lead"] == f"{made.offices.township.name}，今天有 1 件要办，其中 1 件已逾期。"


def test_what_left_the_own_desk_is_followed(sign_in):
    made = Made()
    case = made.walk("checking")

    groups = rows(sign_in(made.offices.township).get("/"))

    assert groups == {"today": [], "this_week": [], "waiting": [(case.number, "")]}


def test_next_level_sees_what_is_late_elsewhere(sign_in):
    made = Made()
    case = made.walk("accepted")
    leader = accounts.staff("leader")

    assert rows(sign_in(leader).get("/")) == {"late": [(case.number, "")]}
    assert rows(sign_in(made.offices.county).get("/"))["late"] == [(case.number, "")]


def test_empty_groups_say_what_would_be_there(sign_in, township):
    page = sign_in(township).get("/").content.decode()

    assert page.count('class="mz-empty"') == 3
    assert "手上没有要办的事" in page


def test_neighbour_sees_nothing_of_it(sign_in, stranger):
    Made().walk("accepted")

    assert rows(sign_in(stranger).get("/")) == {"today": [], "this_week": [], "waiting": []}


def test_page_takes_the_same_queries_for_any_number_of_rows(sign_in):
    offices = casework.Offices()
    client = sign_in(offices.township)

    taken = []
    for more in (1, 2):
        for _row in range(more):
            casework.case("accepted", offices=offices)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            response = client.get("/")
        taken.append((response.context["groups"][0].total, len(asked)))

    assert [rows for rows, _queries in taken] == [1, 3]
    assert taken[0][1] == taken[1][1] <= 25


@pytest.mark.parametrize("typed", ["欧阳建国", "欧阳", "ouyangjianguo", "oyjg"])
def test_person_is_found_by_name_pinyin_and_initials(sign_in, township, typed):
    home = registry.household(registry.new_member(name="欧阳建国"), by=township)

    people = sign_in(township).get("/search/", {"q": typed}).context["people"]

    assert [one["hit"].household_number for one in people] == [home.number]


def test_whole_id_number_finds_and_a_part_does_not(sign_in, township):
    member = registry.new_member()
    registry.household(member, by=township)
    client = sign_in(township)

    found = [
        len(client.post("/search/", {"q": q}).context["people"]) for q in (member.id_number, member.id_number[:10])
    ]

    assert found == [1, 0]


def test_an_id_number_in_an_address_is_not_searched_and_no_page_repeats_it(sign_in, township):
    member = registry.new_member()
    registry.household(member, by=township)
    client = sign_in(township)

    in_address = client.get("/search/", {"q": member.id_number})
    posted = client.post("/search/", {"q": member.id_number})

    assert (in_address.context["people"], in_address.context["is_refused"]) == ([], True)
    assert member.id_number not in in_address.content.decode() + posted.content.decode()


def test_what_was_found_leaves_a_read_without_what_was_typed(sign_in, township):
    member = registry.new_member()
    registry.household(member, by=township)

    sign_in(township).post("/search/", {"q": member.id_number})

    row = AuditEvent.objects.get(object_kind="search")
    assert (row.actor, row.reason) == (township.username, "查找，列出1人")
    assert member.id_number not in str(row.after) + str(row.before)


def test_number_of_a_case_or_household_goes_straight_there(sign_in):
    made = Made()
    case = made.walk("submitted")
    client = sign_in(made.offices.township)
    with within(made.offices.township.area):
        home = case.household.number

    assert client.get("/search/", {"q": case.number.lower()})["Location"] == f"/cases/{case.number}/"
    assert client.get("/search/", {"q": home})["Location"] == f"/households/{home}/"


def test_stranger_finds_nothing_by_any_way(sign_in, stranger):
    made = Made()
    case = made.walk("submitted")
    with within(made.offices.township.area):
        typed = [case.number, case.household.number, case.applicant.name]
    client = sign_in(stranger)

    pages = [client.get("/search/", {"q": q}) for q in typed]

    assert [(page.status_code, len(page.context["people"]), len(page.context["lines"])) for page in pages] == [
        (200, 0, 0)
    ] * 3


def test_hits_show_the_cases_of_the_household(sign_in):
    made = Made()
    case = made.walk("submitted")

    response = sign_in(made.offices.township).get("/search/", {"q": case.applicant.name})

    assert [line["case"].number for line in response.context["lines"]] == [case.number]
