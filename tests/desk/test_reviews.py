"""The dynamic review at the desk: two calculations side by side, the household heard before a cut."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import everywhere
from minzheng.casework.enums import ProposalKind, ProposalState
from minzheng.casework.models import Decision, ReviewProposal
from tests.desk.money_addresses import proposal
from tests.factories import accounts, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page_of(client, row, **query):
    return client.get(reverse("desk:review", args=[row.number]), query)


def act(client, row, verb, follow=False, **data):
    return client.post(reverse("desk:review_action", args=[row.number, verb]), data, follow=follow)


def verbs(response) -> list[str]:
    return [each.verb for each in response.context["acts"]]


def test_page_says_now_proposed_and_difference(sign_in):
    made, row = proposal(heard=False)

    response = page_of(sign_in(made.offices.township), row)

    difference = row.proposed_amount_fen - row.current_amount_fen
    assert (row.kind, response.context["difference"], difference < 0) == (ProposalKind.REDUCE, difference, True)
    assert "拟每月减" in response.context["lead"]


def test_comparison_is_loud_only_where_the_two_differ(sign_in):
    made, row = proposal(heard=False)

    response = page_of(sign_in(made.offices.township), row)

    lines = response.context["lines"]
    changed = [line for line in lines if line.is_changed]
    assert (bool(changed), response.context["has_old"]) == (True, True)
    assert all(line.was == line.now for line in lines if not line.is_changed)
    assert {line.differs != "" for line in changed if line.was and line.now} == {True}


def test_cut_is_offered_only_after_the_household_was_heard(sign_in):
    made, row = proposal(heard=False)
    client = sign_in(made.offices.county)

    before = verbs(page_of(client, row))
    early = act(client, row, "accept", reason="")
    act(client, row, "hear", opinion="没有意见")
    after = page_of(client, row)

    assert (before, verbs(after)) == (["hear", "notify", "dismiss"], ["accept", "dismiss"])
    assert (early.status_code, "须先听取当事人意见" in early.content.decode()) == (422, True)
    assert "没有意见" in after.content.decode()


def test_consequence_of_a_cut_names_both_sums_and_the_month(sign_in):
    made, row = proposal(heard=True)

    response = page_of(sign_in(made.offices.county), row)

    assert "从2026年12月起" in response.context["acts"][0].consequence


def test_empty_opinion_is_asked_for(sign_in):
    made, row = proposal(heard=False)

    response = act(sign_in(made.offices.township), row, "hear", opinion="")

    assert (response.status_code, "请填写此项" in response.content.decode()) == (422, True)


def test_accepting_makes_the_new_decision(sign_in):
    made, row = proposal(heard=True)

    response = act(sign_in(made.offices.county), row, "accept", follow=True, reason="")

    row.refresh_from_db()
    with everywhere("测试"):
        decided = Decision.objects.order_by("-pk")[0]
    assert (row.state, decided.amount_fen) == (ProposalState.ACCEPTED, row.proposed_amount_fen)
    assert decided.document_number in response.content.decode()


def test_who_ran_the_review_has_no_button_and_is_refused(sign_in):
    made, row = proposal(heard=True)
    client = sign_in(made.offices.second_county)

    page, response = page_of(client, row), act(client, row, "accept", reason="补充说明")

    row.refresh_from_db()
    assert (verbs(page), response.status_code, row.state) == (["dismiss"], 422, ProposalState.OPEN)
    assert "须由另一人办理" in response.content.decode()


def test_dismissing_needs_a_reason(sign_in):
    made, row = proposal(heard=True)
    client = sign_in(made.offices.county)

    empty = act(client, row, "dismiss", reason="")
    act(client, row, "dismiss", reason="收入不稳定")

    row.refresh_from_db()
    assert (empty.status_code, row.state, row.settle_reason) == (422, ProposalState.DISMISSED, "收入不稳定")


def test_settled_proposal_offers_nothing(sign_in):
    made, row = proposal(heard=True)
    client = sign_in(made.offices.county)
    act(client, row, "dismiss", reason="收入不稳定")

    page = page_of(client, row)

    assert (verbs(page), "已办结" in page.content.decode()) == ([], True)


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_who_only_looks_has_no_buttons(sign_in, role):
    _made, row = proposal(heard=True)

    assert verbs(page_of(sign_in(accounts.staff(role)), row)) == []


@pytest.mark.parametrize("role", ["village_worker", "finance_officer"])
def test_village_and_finance_find_no_reviews(sign_in, role):
    _made, row = proposal(heard=False)
    client = sign_in(accounts.staff(role))

    codes = [client.get(reverse("desk:reviews")).status_code, page_of(client, row).status_code]

    assert codes == [404, 404]


def test_to_do_opens_the_page_with_both_calculations(sign_in):
    made, row = proposal(heard=True)

    groups = sign_in(made.offices.county).get("/").context["groups"]

    addresses = [item["action_url"] for group in groups for item in group.items]
    assert reverse("desk:review", args=[row.number]) + "#work" in addresses


def test_list_shows_open_by_default_and_settled_when_asked(sign_in):
    made, row = proposal(heard=True)
    client = sign_in(made.offices.county)
    before = client.get(reverse("desk:reviews")).context["total"]
    act(client, row, "dismiss", reason="收入不稳定")

    after = [client.get(reverse("desk:reviews"), query).context["total"] for query in ({}, {"state": "settled"})]

    assert (before, after) == (1, [0, 1])


def test_township_sees_its_own_only(sign_in, stranger):
    made, _row = proposal(heard=False)

    seen = [
        len(sign_in(staff).get(reverse("desk:reviews")).context["table"]["rows"])
        for staff in (made.offices.township, stranger)
    ]

    assert seen == [1, 0]


def test_missing_facts_are_named(sign_in):
    offices = casework.Offices()
    home = casework.household()
    casework.taken_over(home, offices)
    with everywhere("测试"):
        row = ReviewProposal.objects.create(
            case=home.cases.get(), number="FH-420581-2026-99999", month="2026-11", kind=ProposalKind.FACTS_MISSING,
            current_amount_fen=90_000, reasons=["王大的工资性收入", "家庭金融资产"], made_by=offices.county,
            made_at=casework.START,
        )  # fmt: skip

    response = page_of(sign_in(offices.township), row)

    text = response.content.decode()
    assert ("缺 2 项事实" in text, "王大的工资性收入" in text, "家庭金融资产" in text) == (True, True, True)
    assert "去家庭档案补登" in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, count):
    for _number in range(count):
        proposal(heard=False)
    client = sign_in(accounts.county_officer())

    with django_assert_num_queries(10):
        response = client.get(reverse("desk:reviews"))

    assert len(response.context["table"]["rows"]) == count
