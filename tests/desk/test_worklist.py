"""The to-do: chosen, sorted, grouped, kept as views; cases in somebody's hands; colleagues' reminders."""

import pytest

from minzheng.accounts.scope import within
from minzheng.casework.domain import application
from minzheng.desk import todo_list
from minzheng.services.audit import queries as audit
from minzheng.workbench.domain import claim
from minzheng.workbench.models import Mention, SavedView
from minzheng.workbench.queries.note import unseen
from tests.desk.addresses import NOW, rich_household
from tests.factories import accounts, casework
from tests.factories import workbench as kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def numbers(response) -> dict[str, list[str]]:
    return {group.code: [row["number"] for row in group.items] for group in response.context["groups"] if group.items}


@pytest.fixture
def three(offices):
    """A late case to be checked, one just handed in, one that is proposed."""
    late = casework.case("accepted", offices=offices)
    new = casework.submit(casework.household(at=NOW), offices, NOW)
    proposed = casework.case("proposed", offices=offices)
    return late, new, proposed


@pytest.fixture
def offices(db):
    return casework.Offices()


def test_a_filter_leaves_what_it_names_and_says_how_many(sign_in, offices, three):
    late, _new, proposed = three
    client = sign_in(offices.township)

    page = client.get("/")
    chips = {chip["code"]: chip["n"] for chip in page.context["listed"].chips}

    assert chips == {"late": 1, "free": 3}
    assert numbers(client.get("/", {"when": "late"})) == {"today": [late.number]}
    assert numbers(client.get("/", {"act": "post"})) == {"this_week": [proposed.number]}
    assert [verb for verb, _label, _n in page.context["listed"].options["act"]] == ["request-check", "accept", "post"]
    assert numbers(client.get("/", {"act": "withdraw"})) == {}
    assert "没有符合这些条件的事" in client.get("/", {"act": "withdraw"}).content.decode()


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        ("act", {"accept", "post", "request-check"}),
        ("place", {accounts.VILLAGE}),
        ("program", {casework.PROGRAM}),
        ("nonsense", {"today", "this_week"}),
    ],
)
def test_rows_are_grouped_as_asked(sign_in, offices, three, by, codes):
    found = numbers(sign_in(offices.township).get("/", {"by": by}))

    assert set(found) == codes
    assert sorted(number for group in found.values() for number in group) == sorted(case.number for case in three)


def test_four_hundred_rows_are_cut_into_pages_and_counted_whole(sign_in, offices, three, monkeypatch):
    monkeypatch.setattr(todo_list, "ON_A_PAGE", 2)
    client = sign_in(offices.township)

    first, second = client.get("/"), client.get("/", {"page": 2})

    shown = [number for page in (first, second) for group in numbers(page).values() for number in group]
    assert sorted(shown) == sorted(case.number for case in three)
    assert {group.code: group.total for group in first.context["groups"]} == {"today": 1, "this_week": 2, "waiting": 0}
    assert "第 1–2 条，共 3 条" in first.content.decode()


def test_a_view_is_kept_opened_shared_and_dropped(sign_in, offices, three):
    mine, colleague = sign_in(offices.township), sign_in(offices.second_township)
    given = {"page": "todo", "query": "when=late&page=3&sort=place", "name": "先办这些", "shared": "1"}

    saved = mine.post("/views/save/", given)

    assert saved["Location"] == "/?sort=place&when=late"
    [view] = colleague.get(saved["Location"]).context["saved_views"]
    assert (view["url"], view["is_open"], view["is_mine"]) == ("/?sort=place&when=late", True, False)
    assert sign_in(offices.county).get("/").context["saved_views"] == []
    colleague.post("/views/drop/", {"page": "todo", "view": view["view"].pk})
    assert SavedView.objects.count() == 1
    mine.post("/views/drop/", {"page": "todo", "view": view["view"].pk})
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("post", [{"page": "todo", "name": " "}, {"page": "nowhere", "name": "x"}])
def test_a_view_without_a_name_or_a_page_is_not_kept(sign_in, offices, post):
    response = sign_in(offices.township).post("/views/save/", post)

    assert response.status_code in {302, 404}
    assert SavedView.objects.count() == 0


def test_i_take_it_and_put_it_back(sign_in, offices, three):
    late, *_rest = three
    mine, colleague = sign_in(offices.township), sign_in(offices.second_township)

    mine.post(f"/cases/{late.number}/hands/take-up/", {"back": "/?when=late"})

    row = colleague.get("/", {"when": "late"}).context["groups"][0].items[0]
    assert (row["hands"], row["hands_url"]) == (f"{offices.township.name}在办", "")
    assert numbers(mine.get("/", {"hands": "mine"})) == {"today": [late.number]}
    assert late.number not in str(numbers(colleague.get("/", {"hands": "free"})))
    refused = colleague.post(f"/cases/{late.number}/hands/take-up/", follow=True).content.decode()
    assert f"已由{offices.township.name}领办" in refused
    mine.post(f"/cases/{late.number}/hands/put-back/")
    assert audit.of_object("case", late.pk).filter(action="case.put_back").count() == 1


def test_a_reminder_stands_on_top_until_it_was_seen(sign_in, offices, three):
    late, *_rest = three
    kept.note(late, offices.county, f"@{offices.township.name}这件先办", at=NOW)
    client = sign_in(offices.township)

    row = client.get("/").context["groups"][0].items[0]
    client.post(row["seen_url"], {"back": "/"})

    assert (row["who"], row["what"]) == (f"{offices.county.name}提到您", f"“@{offices.township.name}这件先办”")
    assert row["url"] == f"/cases/{late.number}/?tab=notes#known"
    with within(offices.township.area):
        assert list(unseen(offices.township)) == []
        assert Mention.objects.get().seen_at == NOW


def test_what_came_from_a_colleague_says_so(sign_in, offices, three):
    late, *_rest = three
    kept.claim(late, offices.township)
    with within(offices.county.area):
        claim.hand_over(giver=offices.township, taker=offices.second_township, by=offices.county, at=NOW, reason="产假")

    row = sign_in(offices.second_township).get("/", {"hands": "mine"}).context["groups"][0].items[0]

    assert row["hands"] == f"我在办，来自{offices.township.name}"


def test_rows_of_a_case_that_is_decided_alone_cannot_be_chosen(sign_in, offices):
    casework.case("proposed", home=rich_household(), offices=offices)
    casework.case("submitted_to_county", offices=offices)

    page = sign_in(offices.county).get("/")

    assert [row["can_choose"] for group in page.context["groups"] for row in group.items] == [False, False]
    assert page.context["bulk"] == []


def test_a_supplement_asked_for_is_waited_for(sign_in, offices):
    case = casework.submit(casework.household(at=NOW), offices, NOW)
    with within(offices.township.area):
        application.ask_supplement(case=case, by=offices.township, at=NOW, missing=["就读证明"])

    assert numbers(sign_in(offices.township).get("/")) == {"waiting": [case.number]}
