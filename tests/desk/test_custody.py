"""Custody agreements on the desk: filed by one person, on the to-do of another, and where an account asks for one."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.registry.models import BankAccount
from minzheng.relatives.models import CustodyAgreement
from tests.desk.counting import asked
from tests.desk.custody_addresses import form
from tests.factories import accounts, casework, registry, relatives

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def home():
    return casework.household()


def people(of):
    with within(accounts.county_officer().area):
        return registry.people(of)


def test_an_agreement_goes_from_the_household_to_the_second_persons_to_do(sign_in, township, home):
    county = accounts.county_officer()
    client, second = sign_in(township), sign_in(county)

    made = client.post(reverse("desk:custody_new", args=[home.number]), form(people(home)))

    assert made.status_code == 302
    page = made["Location"]
    assert page in client.get(reverse("desk:household", args=[home.number])).content.decode()
    assert (page in second.get("/").content.decode(), page in client.get("/").content.decode()) == (True, False)
    assert "confirm" not in [act.verb for act in client.get(page).context["acts"]]
    assert second.post(f"{page}confirm/").status_code == 302
    assert page not in second.get("/").content.decode()
    assert client.get(f"{page}paper/").content == b"%PDF-1.7 signed"


def test_what_is_wrong_comes_back_beside_what_was_typed(sign_in, township, home):
    posted = form(people(home)) | {"until_on": "2026-10-31"}

    answer = sign_in(township).post(reverse("desk:custody_new", args=[home.number]), posted)

    assert answer.status_code == 422
    assert "截止日应在起始日之后" in answer.content.decode()
    assert "本人失能" in answer.content.decode()
    with within(township.area):
        assert not CustodyAgreement.objects.exists()


def test_the_filer_who_forges_the_confirmation_is_refused(sign_in, home):
    county = accounts.county_officer()
    row = relatives.agreement(home, registry.id_number(), by=county, is_confirmed=False)

    answer = sign_in(county).post(f"/custody/{row.pk}/confirm/")

    assert (answer.status_code, "代管协议备案是您本人" in answer.content.decode()) == (422, True)


QUERIES = 9


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number_of_rows(sign_in, township, rows):
    for _row in range(rows):
        relatives.agreement(registry.household(), registry.id_number())
    client = sign_in(township)

    taken, answer = asked(client, "/custody/")

    assert (taken, len(answer.context["lines"])) == (QUERIES, rows)


@pytest.mark.parametrize(("state", "shown"), [("", 3), ("waiting", 1), ("in_force", 1), ("over", 1)])
def test_the_list_is_filtered_by_state(sign_in, township, home, state, shown):
    relatives.agreement(home, registry.id_number())
    relatives.agreement(home, registry.id_number(), is_confirmed=False)
    ended = relatives.agreement(home, registry.id_number())
    client = sign_in(township)
    assert client.post(f"/custody/{ended.pk}/end/", {"reason": "本人收回存折"}).status_code == 302

    assert len(client.get(f"/custody/?state={state}").context["lines"]) == shown


@pytest.mark.parametrize("make", [accounts.village_worker, accounts.finance_officer])
def test_others_find_no_such_page(sign_in, home, make):
    row = relatives.agreement(home, registry.id_number())

    assert [sign_in(make()).get(page).status_code for page in ("/custody/", f"/custody/{row.pk}/")] == [404, 404]


def test_a_guardian_outside_is_recorded_on_the_screen(sign_in, township, home):
    posted = {
        "holder": "", "holder_name": "李远", "holder_id_number": registry.id_number(),
        "guardian_note": "祖父，监护证明", "bank_name": "农商行", "account_number": "6222000000000000026",
        "holds_from": "2026-11-24", "source": "存折",
    }  # fmt: skip
    client, page = sign_in(township), reverse("desk:household_operation", args=[home.number, "account"])

    short = client.post(page, posted | {"guardian_note": ""})
    done = client.post(page, posted)

    assert ("持有人不是家庭成员的，这一项必填" in short.content.decode(), done.status_code) == (True, 302)
    with within(township.area):
        assert BankAccount.objects.get(account_last4="0026").holder.name == "李远"
