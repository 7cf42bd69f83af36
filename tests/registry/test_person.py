"""Reading private numbers, and correcting what is not a fact with days."""

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.registry.domain import person as person_domain
from minzheng.registry.domain.person import PersonRefused
from minzheng.registry.models import BankAccount
from minzheng.services.audit.domain.record import PurposeMissing
from minzheng.services.audit.models import AuditEvent
from minzheng.services.audit.queries import of_object, reads_of
from tests.factories import registry as make
from tests.factories.accounts import AT, auditor, county_officer, finance_officer, leader, neighbour_officer

pytestmark = pytest.mark.usefixtures("county")

MEMBER = {"name": "王大", "phone": "138 0000 0000"}


@pytest.fixture
def member():
    return make.new_member(**MEMBER)


@pytest.fixture
def person(member):
    return make.people(make.household(member, **make.full_means()))[0]


def test_reveal_returns_the_number_and_records_who_and_why(person, member):
    officer = county_officer()

    number = person_domain.reveal(person=person, by=officer, at=AT, purpose="核对申请人身份")

    assert number == member.id_number
    row = reads_of("person", person.pk).get()
    assert (row.actor, row.reason, row.chain) == (
        officer.username,
        "核对申请人身份",
        f"read:{officer.username}:2026-11-24",
    )


@pytest.mark.parametrize("purpose", ["", "  "])
def test_reveal_without_a_purpose_is_refused(person, purpose):
    with pytest.raises(PurposeMissing):
        person_domain.reveal(person=person, by=county_officer(), at=AT, purpose=purpose)


def test_reveal_by_the_neighbour_township_is_refused_and_not_read(person):
    with pytest.raises(NotAllowed):
        person_domain.reveal(person=person, by=neighbour_officer(), at=AT, purpose="好奇")

    assert reads_of("person", person.pk).count() == 0


def test_reveal_phone_and_account(person):
    officer, account = auditor(), BankAccount.objects.get()

    assert person_domain.reveal_phone(person=person, by=officer, at=AT, purpose="抽查") == "13800000000"
    assert person_domain.reveal_account(account=account, by=officer, at=AT, purpose="抽查") == "6222000000000000018"
    assert AuditEvent.objects.filter(actor=officer.username, action="read").count() == 2


def test_change_phone_and_take_it_away(person):
    person_domain.change_phone(person=person, phone="0717-1234567", by=county_officer(), at=AT)
    assert person_domain.reveal_phone(person=person, by=county_officer(), at=AT, purpose="联系") == "07171234567"

    person_domain.change_phone(person=person, phone="", by=county_officer(), at=AT)
    assert person.phone_sealed is None


def test_change_phone_to_no_phone_is_refused(person):
    with pytest.raises(PersonRefused, match="7 至 15 位数字"):
        person_domain.change_phone(person=person, phone="没有", by=county_officer(), at=AT)


def test_rename_keeps_before_and_after(person):
    person_domain.rename(person=person, name="王达", by=county_officer(), at=AT, reason="户口簿已更名")

    row = of_object("person", person.pk).get(action="person.renamed")
    assert (row.before, row.after) == ({"name": "王大"}, {"name": "王达"})


@pytest.mark.parametrize(("name", "reason"), [("", "更名"), ("王达", " "), ("未知", "更名")])
def test_rename_refused(person, name, reason):
    with pytest.raises(PersonRefused):
        person_domain.rename(person=person, name=name, by=county_officer(), at=AT, reason=reason)


@pytest.mark.parametrize("outsider", [finance_officer, auditor, leader])
def test_who_pays_or_only_looks_corrects_no_one(person, outsider):
    with pytest.raises(NotAllowed):
        person_domain.rename(person=person, name="王达", by=outsider(), at=AT, reason="更名")
    with pytest.raises(NotAllowed):
        person_domain.change_phone(person=person, phone="", by=outsider(), at=AT)

    person.refresh_from_db()
    assert (person.name, person.phone_sealed is None) == ("王大", False)


def test_numbers_do_not_show_in_texts_for_programmers(member, person):
    assert member.id_number not in repr(member)
    assert "138" not in repr(member)
    assert member.id_number not in repr(vars(person))
