"""Acts on many cases: what will happen, what cannot and why, each row by itself, and only the failed again."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minzheng.accounts.scope import within
from minzheng.casework.domain import publicity
from minzheng.casework.models import Case, Decision
from minzheng.desk import case_work
from minzheng.desk.bulk import BULK
from minzheng.desk.views import bulk
from minzheng.kernel.refusal import Refused
from minzheng.workbench.models import BulkAct, BulkRow
from tests.desk.addresses import with_letter
from tests.factories import accounts, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def offices(db):
    return casework.Offices()


def cases_in(until, offices, n=2, **fields):
    return [casework.case(until, offices=offices, **fields) for _n in range(n)]


def ask(client, verb, cases, **post):
    return client.post("/bulk/", {"verb": verb, "case": [case.number for case in cases], **post})


def results(client, response):
    page = client.get(response["Location"])
    return {row.case.number: (row.result, row.message) for row in page.context["rows"]}


# Verb, where the rows stand, who does it, what is filled in once, where they stand then.
LINES = [
    ("accept", "submitted", "township", {"near_relative": "0"}, "accepted"),
    ("request-check", "accepted", "township", {}, "checking"),
    ("post", "proposed", "township", {"place": "村务公开栏"}, "publicised"),
    ("close", "publicised", "township", {}, "submitted_to_county"),
    ("publish", "confirmed", "county", {"place": "村务公开栏"}, "active"),
    ("issue-letter", "active", "county", {}, "active"),
    ("serve-letter", "active", "township", {"served_on": "2026-11-24", "method": "直接送达"}, "active"),
    ("confirm", "submitted_to_county", "county", {"reason": "经审核，符合条件，予以确认。"}, "confirmed"),
]


def test_every_act_that_can_be_done_together_is_tried_here():
    assert {line[0] for line in LINES} == set(BULK)


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_two_rows_are_done_each_in_its_own_right(sign_in, offices, line):
    verb, until, role, post, then = line
    cases = cases_in(until, offices)
    client = sign_in(getattr(offices, role))
    with within(offices.county.area):
        for case in cases:
            if verb == "serve-letter":
                with_letter(case, offices)
    for case in cases if verb == "confirm" else []:
        client.get(f"/cases/{case.number}/")

    seen = ask(client, verb, cases)
    done = ask(client, verb, cases, go="1", **post)

    assert [row.case.number for row in seen.context["plan"].ready] == [case.number for case in cases]
    assert results(client, done) == {case.number: ("done", "") for case in cases}
    with within(offices.county.area):
        assert set(Case.objects.values_list("state", flat=True)) == {then}


def test_the_page_names_everybody_the_sum_and_who_is_left_out(sign_in, offices):
    proposed, new = casework.case("proposed", offices=offices), casework.case("submitted", offices=offices)
    neighbours = casework.Offices(
        village=accounts.village_worker(areas=(accounts.NEIGHBOUR_VILLAGE,)), township=accounts.neighbour_officer()
    )
    home = casework.household(division_code=accounts.NEIGHBOUR_VILLAGE)
    outside = casework.case("submitted", home=home, offices=neighbours)

    response = ask(sign_in(offices.township), "post", [proposed, new, outside])
    plan = response.context["plan"]

    assert ([row.case for row in plan.ready], plan.left_out) == ([proposed], 1)
    assert [(row.case, row.why_not) for row in plan.kept_out] == [(new, "现在是“已提交”，不能登记张贴。")]
    assert plan.total_fen == plan.ready[0].amount_fen > 0
    page = response.content.decode()
    assert proposed.applicant.name in page
    assert outside.number not in page
    assert BulkAct.objects.count() == 0


def test_a_row_that_fails_keeps_its_state_and_is_tried_again_alone(sign_in, offices, monkeypatch):
    good, bad = cases_in("proposed", offices)
    client = sign_in(offices.township)
    post = publicity.post

    def sometimes(*, case, **given):
        row = post(case=case, **given)
        if case == bad:
            raise Refused("公开栏坏了")
        return row

    monkeypatch.setitem(case_work.BY_VERB, "post", replace(case_work.BY_VERB["post"], run=sometimes))

    first = ask(client, "post", [good, bad], go="1", place="公开栏")
    page = client.get(first["Location"])

    assert results(client, first) == {good.number: ("done", ""), bad.number: ("refused", "公开栏坏了")}
    with within(offices.county.area):
        assert Case.objects.get(pk=bad.pk).state == "proposed"
        assert Case.objects.get(pk=good.pk).state == "publicised"
    assert page.context["refused"] == [bad.number]
    monkeypatch.undo()
    again = ask(client, "post", [bad], go="1", place="公开栏", retry_of=str(page.context["bulk"].pk))
    assert results(client, again) == {bad.number: ("done", "")}
    assert BulkAct.objects.latest("pk").retry_of == page.context["bulk"]


def test_what_was_cut_off_is_carried_on(sign_in, offices, monkeypatch):
    monkeypatch.setattr(bulk, "SECONDS_AT_ONCE", -1)
    cases = cases_in("proposed", offices, 3)
    client = sign_in(offices.township)

    begun = ask(client, "post", cases, go="1", place="公开栏")
    half = client.get(begun["Location"])
    carried = client.post(f"{begun['Location']}continue/", headers={"HX-Request": "true"})

    assert (half.context["numbers"]["done"], half.context["numbers"]["waiting"]) == (1, 2)
    assert "hx-trigger" in half.content.decode()
    assert carried.context["numbers"]["done"] == 2


def test_nobody_confirms_together_what_they_have_not_looked_at(sign_in, offices):
    looked, unseen = cases_in("submitted_to_county", offices)
    client = sign_in(offices.county)
    client.get(f"/cases/{looked.number}/")

    plan = ask(client, "confirm", [looked, unseen]).context["plan"]
    forged = ask(client, "confirm", [unseen], go="1", reason="同意")

    assert [row.case for row in plan.ready] == [looked]
    assert [row.why_not for row in plan.kept_out] == ["提出审核意见后您还没有打开过本案。请先看核算和案卷。"]
    assert forged.status_code == 422
    with within(offices.county.area):
        assert Decision.objects.count() == 0


def test_what_asks_for_thought_is_confirmed_one_by_one(sign_in, offices):
    [case] = cases_in("submitted_to_county", offices, 1)
    client = sign_in(offices.county)
    client.get(f"/cases/{case.number}/")
    with within(offices.county.area):
        Case.objects.filter(pk=case.pk).update(near_relative_flag=True)

    plan = ask(client, "confirm", [case]).context["plan"]

    assert [row.why_not for row in plan.kept_out] == ["近亲属备案，县级必访，逐件审核。"]


@pytest.mark.parametrize("verb", ["refuse", "withdraw", "accept-review", "nonsense"])
def test_what_is_decided_against_a_person_is_never_done_together(sign_in, offices, verb):
    cases = cases_in("submitted_to_county", offices, 1)

    assert ask(sign_in(offices.county), verb, cases).status_code == 404


def test_an_answer_that_is_not_for_all_sends_back_to_the_single_page(sign_in, offices):
    cases = cases_in("submitted", offices)

    response = ask(sign_in(offices.township), "accept", cases, go="1", near_relative="1")

    assert response.status_code == 422
    assert "有近亲属的要逐件受理" in response.content.decode()
    assert BulkRow.objects.model._base_manager.count() == 0


def test_the_wrong_role_can_do_none_of_it(sign_in, offices):
    cases = cases_in("proposed", offices)

    plan = ask(sign_in(offices.village), "post", cases).context["plan"]

    assert plan.ready == []
    assert {row.why_not for row in plan.kept_out} == {"由乡镇（街道）经办人办理。"}


def test_a_bulk_act_is_seen_by_who_did_it(sign_in, offices):
    done = ask(sign_in(offices.township), "post", cases_in("proposed", offices), go="1", place="公开栏")

    assert sign_in(offices.second_township).get(done["Location"]).status_code == 404


def test_the_preview_takes_the_same_queries_for_any_number_of_rows(sign_in, offices):
    cases = cases_in("submitted_to_county", offices, 3)
    client = sign_in(offices.county)
    ask(client, "confirm", cases)

    taken = []
    for number in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            ask(client, "confirm", cases[:number])
        taken.append(len(asked))

    assert taken[0] == taken[1] <= 25
