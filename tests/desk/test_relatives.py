"""Close relatives at the desk: the register, the rolls, one's own declaration, and a case closed to its official."""

import pytest
from django.db import connection

from minzheng.accounts.models import StaffIdentity
from minzheng.accounts.scope import within
from minzheng.casework.enums import State
from minzheng.casework.models import Case, CloseRelative
from minzheng.relatives.models import CommitteeMember, DeclaredRelative
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, casework, registry, relatives

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def related():
    """A case that waits for acceptance; one township officer's brother heads the household."""
    offices = casework.Offices()
    home = casework.household()
    with within(offices.county.area):
        head = registry.people(home)[0]
    relatives.declare(offices.township, relatives.number_of(head), "sibling", at=casework.days(-5))
    return casework.submit(home, offices), offices


def page_of(client, case):
    return client.get(f"/cases/{case.number}/")


def test_recused_officer_is_offered_nothing_and_told_why(sign_in, related):
    case, offices = related

    page = page_of(sign_in(offices.township), case)

    assert [work.verb for work in page.context["actions"]] == []
    assert "是您的近亲属（兄弟姐妹），案件" in page.context["recused"]
    assert page.context["recused"] in page.content.decode()


def test_colleague_is_offered_the_work_and_sees_the_entry(sign_in, related):
    case, offices = related

    page = page_of(sign_in(offices.second_township), case)

    assert "accept" in [work.verb for work in page.context["actions"]]
    assert page.context["recused"] == ""
    assert offices.township.name in page.content.decode()


@pytest.mark.parametrize("verb", ["accept", "ask-supplement", "withdraw"])
def test_forged_post_of_the_recused_officer_changes_nothing(sign_in, related, verb):
    case, offices = related
    posted = {"near_relative": "0", "missing": "户口簿复印件", "reason": "本人不再申请"}

    answer = sign_in(offices.township).post(f"/cases/{case.number}/{verb}/", posted)

    assert answer.status_code == 422
    assert "须回避" in answer.content.decode()
    with within(offices.county.area):
        assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_acceptance_does_not_ask_again_what_is_registered(sign_in, related):
    case, offices = related

    page = sign_in(offices.second_township).get(f"/cases/{case.number}/accept/")

    assert "near_relative" not in page.context["form"].fields


def test_officer_registers_by_hand_and_is_locked_out(sign_in):
    offices = casework.Offices()
    case = casework.case("accepted", offices=offices)
    client = sign_in(offices.township)
    posted = {"member": case.applicant_id, "official": f"staff-{offices.township.pk}", "kin": "sibling"}

    answer = client.post(f"/cases/{case.number}/register-relative/", posted)

    assert answer.status_code == 302
    assert page_of(client, case).context["recused"] != ""


def test_county_clears_an_entry(sign_in, related):
    case, offices = related
    with within(offices.county.area):
        entry = CloseRelative.objects.get(case=case)

    answer = sign_in(offices.county).post(
        f"/cases/{case.number}/clear-relative/", {"entry": entry.pk, "reason": "同名不同人"}
    )

    assert answer.status_code == 302
    assert page_of(sign_in(offices.township), case).context["recused"] == ""


def test_township_is_not_offered_to_clear(sign_in, related):
    case, offices = related

    page = page_of(sign_in(offices.second_township), case)

    assert "clear-relative" not in [work.verb for work in page.context["actions"]]


@pytest.mark.parametrize("count", [1, 3])
def test_register_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, count):
    offices = casework.Offices()
    for _row in range(count):
        home = casework.household()
        with within(offices.county.area):
            head = registry.people(home)[0]
        relatives.declare(offices.township, relatives.number_of(head))
        casework.submit(home, offices)
    client = sign_in(offices.second_township)

    with django_assert_num_queries(15 + (connection.vendor == "postgresql")):
        page = client.get("/relatives/")

    assert len(page.context["lines"]) == count
    assert AuditEvent.objects.filter(action="read", object_kind="close_relatives").count() == 1


def test_register_is_the_areas_own(sign_in, related, stranger):
    page = sign_in(stranger).get("/relatives/")

    assert page.context["lines"] == []


def test_register_prints_on_the_offices_form(sign_in, related):
    _case, offices = related

    paper = sign_in(offices.second_township).get("/relatives/register.pdf")

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("role", ["village_worker", "finance_officer"])
def test_register_is_closed_to_others(sign_in, role):
    assert sign_in(accounts.staff(role)).get("/relatives/").status_code == 404


def test_township_keeps_the_roll_of_its_committees(sign_in, township):
    registry.divisions()
    number = registry.id_number()
    posted = {
        "division_code": accounts.VILLAGE, "name": "周正", "id_number": number, "post": "director",
        "from_on": "2024-01-01",
    }  # fmt: skip

    answer = sign_in(township).post("/relatives/officials/", posted, follow=True)

    assert answer.status_code == 200
    with within(township.area):
        member = CommitteeMember.objects.get()
    assert (member.name, member.entered_by) == ("周正", township)
    assert number not in answer.content.decode()


def test_bad_number_comes_back_beside_what_was_typed(sign_in, township):
    registry.divisions()
    posted = {
        "division_code": accounts.VILLAGE,
        "name": "周正",
        "id_number": "12",
        "post": "member",
        "from_on": "2024-01-01",
    }

    answer = sign_in(township).post("/relatives/officials/", posted)

    assert answer.status_code == 422
    assert "身份证号码共2位，应为18位" in answer.content.decode()


def test_auditor_reads_the_rolls_and_changes_nothing(sign_in):
    member = relatives.committee_member()
    client = sign_in(accounts.auditor())

    assert client.get("/relatives/officials/").context["form"] is None
    assert client.get(f"/relatives/officials/{member.pk}/").context["acts"] == []
    assert client.post(f"/relatives/officials/{member.pk}/end/", {"until_on": "2026-11-01"}).status_code == 422
    with within(accounts.auditor().area):
        assert CommitteeMember.objects.get(pk=member.pk).until_on is None


def test_leader_sees_whose_number_is_missing_and_records_it(sign_in):
    leader, officer = accounts.leader(), accounts.township_officer()
    client = sign_in(leader)

    missing = client.get("/relatives/staff/").context["missing"]
    answer = client.post(f"/relatives/staff/{officer.pk}/number/", {"id_number": registry.id_number()})

    assert answer.status_code == 302
    assert client.get("/relatives/staff/").context["missing"] == missing - 1
    assert StaffIdentity.objects.get(staff=officer).recorder == leader


def test_township_officer_does_not_see_the_staff(sign_in, township):
    assert sign_in(township).get("/relatives/staff/").status_code == 404


@pytest.mark.parametrize("role", ["village_worker", "finance_officer", "auditor"])
def test_everybody_declares_the_own_relatives(sign_in, role):
    staff = accounts.staff(role)
    posted = {"relation": "parent", "name": "王老", "id_number": registry.id_number()}

    answer = sign_in(staff).post("/own-relatives/", posted, follow=True)

    assert answer.status_code == 200
    with within(accounts.county_officer().area):
        assert DeclaredRelative.objects.get().staff == staff


def test_relatives_of_staff_are_not_read_by_the_township(sign_in, township):
    row = relatives.declare(accounts.township_officer(), registry.id_number())

    assert sign_in(township).get(f"/relatives/declared/{row.pk}/reveal/").status_code == 404
