"""Drafts come back, two people do not overwrite each other, and what was known already is counted."""

import datetime as dt

import pytest
import time_machine

from minzheng.accounts.scope import within
from minzheng.casework.domain import household_visit
from minzheng.casework.models import HouseholdVisit
from minzheng.registry.models import IncomeItem
from minzheng.workbench.models import Draft, FormCount, Presence
from tests.desk.addresses import MONEY, NOW, VISIT, Made
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HTMX = {"HX-Request": "true"}


def visit_form(case):
    return f"/cases/{case.number}/visit/"


def test_a_half_written_form_comes_back_with_its_age_and_is_thrown_away_when_asked(sign_in):
    made = Made()
    case = made.walk("surveying")
    client = sign_in(made.offices.township)
    written = {"draft_key": visit_form(case), "findings": "两间平房", "surveyor_2": "李四", "visited_on": "2026-11-20"}

    kept = client.post("/drafts/", written, headers=HTMX)
    with time_machine.travel(NOW + dt.timedelta(hours=3), tick=False):
        page = client.get(f"/cases/{case.number}/")
        todo = client.get("/")

    assert kept.content.decode().strip() == "草稿已保存，2026年11月24日 10:00。"
    assert page.context["form"]["findings"].value() == "两间平房"
    assert 'value="2026-11-20"' in page.content.decode()
    assert "已恢复 2026年11月24日 10:00 没写完的内容" in page.content.decode()
    assert [(one.url, one.title) for one in todo.context["drafts"]] == [
        (visit_form(case), f"登记入户调查 {case.number}")
    ]
    client.post("/drafts/drop/", {"draft_key": visit_form(case)})
    assert client.get(visit_form(case)).context["form"]["findings"].value() is None


def test_nobody_else_gets_the_draft_and_it_goes_when_the_form_is_sent(sign_in):
    made = Made()
    case = made.walk("surveying")
    client = sign_in(made.offices.township)
    client.post("/drafts/", {"draft_key": visit_form(case), "findings": "两间平房"})

    other = sign_in(made.offices.second_township).get(visit_form(case))
    client.post(visit_form(case), VISIT | {"member_present": str(case.applicant_id)})

    assert other.context["form"]["findings"].value() is None
    assert Draft.objects.count() == 0


def test_private_numbers_and_unknown_addresses_are_not_kept(sign_in, township):
    client = sign_in(township)

    client.post(
        "/drafts/", {"draft_key": "/households/new/", "m0-id_number": "429999", "address": "一组", "member": "m0"}
    )
    page = client.get("/households/new/")

    assert page.context["place"]["address"].value() == "一组"
    assert not page.context["members"][0]["id_number"].value()
    assert client.post("/drafts/", {"draft_key": "/nowhere/at/all/", "a": "1"}).status_code == 404
    assert client.post("/drafts/", {"draft_key": "/households/new/", "a": "x" * 100_001}).content.decode().count("太长")


def test_every_member_of_a_half_registered_household_comes_back(sign_in, township):
    client = sign_in(township)
    written = {"member": ["m0", "m3"], "m0-name": "王大", "m3-name": "王二", "m3-relation": "20"}

    client.post("/drafts/", {"draft_key": "/households/new/"} | written)
    members = client.get("/households/new/").context["members"]

    assert [(form.prefix, form["name"].value()) for form in members] == [("m0", "王大"), ("m3", "王二")]


def test_the_second_of_two_people_is_told_what_the_first_changed(sign_in):
    made = Made()
    case = made.walk("surveying")
    first, second = sign_in(made.offices.township), sign_in(made.offices.second_township)
    opened = second.get(visit_form(case)).context["shell"].version
    post = VISIT | {"member_present": str(case.applicant_id)}
    first.post(visit_form(case), post)

    stale = second.post(visit_form(case), post | {"seen_version": opened, "findings": "我写的"})

    assert stale.status_code == 422
    assert f"{made.offices.township.name}改动了这份档案" in stale.content.decode()
    assert [one.words for one in stale.context["shell"].changes] == ["入户调查"]
    assert stale.context["form"]["findings"].value() == "我写的"
    with within(made.offices.township.area):
        assert HouseholdVisit.objects.count() == 1
    again = second.post(visit_form(case), post | {"seen_version": stale.context["shell"].version})
    assert again.status_code == 302


def test_ones_own_change_and_a_note_are_no_surprise(sign_in):
    made = Made()
    case = made.walk("surveying")
    client = sign_in(made.offices.township)
    opened = client.get(visit_form(case)).context["shell"].version
    sign_in(made.offices.county).post(f"/cases/{case.number}/notes/", {"text": "请快些"})
    with within(made.offices.township.area):
        household_visit.record(
            case=case, by=made.offices.township, at=NOW, visited_on=NOW.date(),
            surveyors=[made.offices.township, made.offices.second_township], member_present=case.applicant,
            findings="第一次", signed=True,
        )  # fmt: skip

    post = VISIT | {"member_present": str(case.applicant_id), "seen_version": opened}

    assert client.post(visit_form(case), post).status_code == 302


def test_a_households_facts_are_not_overwritten_unseen(sign_in):
    owner, colleague = accounts.township_officer(), accounts.township_officer()
    home = casework.household(by=owner)
    with within(owner.area):
        people = registry.people(home)
    address = f"/households/{home.number}/income/"
    post = MONEY | {"person": people[0].pk, "kind": "property", "source": "户口簿"}
    opened = sign_in(owner).get(address).context["shell"].version
    sign_in(colleague).post(address, post)
    with within(owner.area):
        before = IncomeItem.objects.count()

    stale = sign_in(owner).post(address, post | {"seen_version": opened})

    assert stale.status_code == 422
    assert [one.words for one in stale.context["shell"].changes] == ["登记收入"]
    with within(owner.area):
        assert IncomeItem.objects.count() == before


def test_who_else_is_there_is_said_and_only_within_the_area(sign_in, stranger):
    made = Made()
    case = made.walk("surveying")
    given = {"subject": f"case:{case.number}", "doing": "登记入户调查"}

    sign_in(made.offices.township).post("/presence/", given, headers=HTMX)
    seen = sign_in(made.offices.county).get(f"/cases/{case.number}/").content.decode()
    outside = sign_in(stranger).post("/presence/", given, headers=HTMX)

    assert f"{made.offices.township.name}也打开了本页，正在办“登记入户调查”" in seen
    assert outside.status_code == 404
    assert sign_in(stranger).post("/presence/", {"subject": "run:1"}).status_code == 404
    assert Presence.objects.count() == 1


def test_what_was_known_already_is_counted_when_the_form_is_sent(sign_in):
    made = Made()
    case = made.walk("surveying")
    post = VISIT | {
        "member_present": str(case.applicant_id),
        "surveyor_1": made.offices.township.name,
        "mode": "on_site",
    }

    sign_in(made.offices.township).post(visit_form(case), post)

    with within(made.offices.township.area):
        [row] = FormCount.objects.all()
    assert (row.form, row.month, row.division_code) == ("case.visit", "2026-11", case.division_code)
    # Day, first surveyor and way stood there; second surveyor, member, signature and findings were given by hand.
    assert (row.kept, row.corrected, row.typed) == (3, 0, 4)
    assert row.left_empty >= 1


def test_a_refused_form_counts_nothing(sign_in):
    made = Made()
    case = made.walk("surveying")

    sign_in(made.offices.township).post(visit_form(case), VISIT | {"surveyor_2": "张三", "member_present": "0"})

    with within(made.offices.township.area):
        assert FormCount.objects.count() == 0
