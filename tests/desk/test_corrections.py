"""Deaths recorded by mistake at the desk: who sees them, who settles them, what is said of the money."""

import datetime as dt

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.registry.domain import death, death_correction
from minzheng.registry.models import Membership
from minzheng.services.audit import queries as audit
from tests.desk.addresses import NOW
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def asked(by, home=None):
    home = home or casework.household(by=by)
    with within(by.area):
        child = registry.people(home)[2]
        death.record_death(
            person=child, died_on=dt.date(2026, 11, 1), by=by, at=NOW - dt.timedelta(days=3), source="死亡证明"
        )
        return death_correction.ask(person=child, reason="登记错人", source="村委会证明", by=by, at=NOW)


def test_the_county_settles_and_the_money_is_said_to_stay(sign_in, township):
    correction = asked(township)
    client = sign_in(accounts.county_officer())
    page = client.get(reverse("desk:correction", args=[correction.pk]))

    done = client.post(reverse("desk:correction_action", args=[correction.pk, "approve"]), {"answer": "见到本人"})
    after = client.get(done["Location"]).content.decode()

    assert [act.verb for act in page.context["acts"]] == ["approve", "reject"]
    assert "停发或追回的钱不会自动恢复" in page.content.decode()
    assert "已终止的救助和钱款没有变动，请另行处理" in after
    with within(township.area):
        assert Membership.objects.as_of(NOW.date(), NOW).filter(person=correction.death.person).exists()


def test_a_refusal_to_correct_needs_its_reason_and_nothing_typed_is_lost(sign_in, township):
    correction = asked(township)
    client = sign_in(accounts.county_officer())

    refused = client.post(reverse("desk:correction_action", args=[correction.pk, "reject"]), {"answer": " "})

    assert (refused.status_code, "请填写此项" in refused.content.decode()) == (422, True)


def test_who_asked_sees_why_it_waits_and_gets_no_button(sign_in):
    county = accounts.county_officer()
    correction = asked(county)
    client = sign_in(county)

    page = client.get(reverse("desk:correction", args=[correction.pk]))
    forged = client.post(reverse("desk:correction_action", args=[correction.pk, "approve"]), {})

    assert (page.context["acts"], "不能核准自己提出的更正" in page.context["waiting"]) == ([], True)
    assert (forged.status_code, "须由另一人办理" in forged.context["refusal"]) == (422, True)


@pytest.mark.parametrize(
    ("who", "status", "offers"),
    [("auditor", 200, 0), ("leader", 200, 0), ("village_worker", 404, None), ("finance_officer", 404, None)],
)
def test_who_may_look(sign_in, township, who, status, offers):
    correction = asked(township)

    page = sign_in(getattr(accounts, who)()).get(reverse("desk:correction", args=[correction.pk]))

    assert page.status_code == status
    if offers is not None:
        assert len(page.context["acts"]) == offers
        assert [row.reason for row in audit.reads_of("person", correction.death.person_id)] == ["查看死亡登记更正"]


def test_the_neighbour_s_list_is_empty(sign_in, township, stranger):
    asked(township)

    assert sign_in(stranger).get("/corrections/").context["waiting"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(sign_in, township, django_assert_num_queries, rows):
    for _row in range(rows):
        asked(township)
    client = sign_in(township)
    client.get("/corrections/")

    with django_assert_num_queries(8):
        page = client.get("/corrections/")

    assert len(page.context["lines"]) == rows


def test_the_household_s_page_offers_a_correction_only_where_somebody_is_recorded_dead(sign_in, township):
    home = casework.household(by=township)
    client = sign_in(township)
    page = reverse("desk:household", args=[home.number])

    before = {work.verb for work in client.get(page).context["event_works"]}
    asked(township, home)
    after = {work.verb for work in client.get(page).context["event_works"]}

    assert after - before == {"correct-death"}


def test_the_county_s_list_of_households_says_what_waits(sign_in, township):
    asked(township)

    assert sign_in(accounts.county_officer()).get("/households/").context["waiting_corrections"] == 1
    assert sign_in(township).get("/households/").context["waiting_corrections"] == 0
